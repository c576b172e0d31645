// Which connections trade live, as the database keeps it.
import type { ConnectionId, EpochMs } from '../../../shared/domain/ids.ts';

/** The live switch of a connection, and what was verified for it; times by the wall clock. */
export interface LiveSwitch {
  readonly connection: ConnectionId;
  readonly isLive: boolean;
  /** When its verification was passed; undefined: not with the keys of now. */
  readonly verifiedAt?: EpochMs | undefined;
  /** Of the keys that were verified: a hash. */
  readonly fingerprint?: string | undefined;
  readonly changedAt: EpochMs;
  readonly reason: string;
}

export interface LiveSwitches {
  /** Undefined: it has never been verified nor switched. */
  find(connection: ConnectionId): LiveSwitch | undefined;
  /** On the disk when it returns. */
  save(row: LiveSwitch): void;
  delete(connection: ConnectionId): void;
}
