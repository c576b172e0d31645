// Where keys are kept, as the program sees it: the vault now, the key store of the system later.
import type { EpochMs } from '../../shared/domain/ids.ts';

/** The values of one connection by their names: `key`, `secret`. */
export type SecretValues = Readonly<Record<string, string>>;

/** That they are there, never what they are. */
export interface StoredSecrets {
  readonly fields: readonly string[];
  /** Wall clock. */
  readonly at: EpochMs;
}

export interface SecretStoreStatus {
  readonly isCreated: boolean;
  readonly isUnlocked: boolean;
  readonly stored: ReadonlyMap<string, StoredSecrets>;
  /** Why it cannot be opened at all; undefined: it can. */
  readonly problem: string | undefined;
}

/** What rejects or throws is an `AppError` that holds no secret. */
export interface SecretStore {
  readonly isUnlocked: boolean;
  status(): SecretStoreStatus;
  /** BAD_INPUT: there is one already, or the passphrase is too short. Open afterwards. */
  create(passphrase: string): Promise<void>;
  /** BAD_INPUT for a wrong passphrase, NOT_FOUND where there is none yet, STORE for a damaged one. */
  unlock(passphrase: string): Promise<void>;
  /** In place of what was kept for this connection. */
  set(connection: string, values: SecretValues): Promise<void>;
  /** Nothing is kept for it any more. */
  delete(connection: string): Promise<void>;
  /** Undefined: it is locked, or keeps nothing for this connection. */
  get(connection: string): SecretValues | undefined;
}
