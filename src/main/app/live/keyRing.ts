// The keys of the connections that need some: whether they are there, whether their exchange takes them, and what to do where not.
import { hash } from 'node:crypto';
import type { ConnectionRow } from '../../../shared/contract/records/connection.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { PASSPHRASE_VARIABLE } from '../../config/loadConfig.ts';
import { AppError } from '../../../shared/errors.ts';
import type { SecretStore } from '../../secrets/ports.ts';
import type { KeyedExchange, KeyRights, Keys } from '../../venues/ports.ts';

export interface KeyRingOptions {
  readonly vault: SecretStore;
  /** Undefined: this connection needs no keys. */
  readonly exchangeOf: (id: ConnectionId) => KeyedExchange | undefined;
}

/** How far keys have come: each state needs the one before. */
export type KeyState =
  | { readonly state: 'noVault' | 'damaged' | 'locked' | 'missing' | 'refused' | 'unasked'; readonly detail: string }
  | { readonly state: 'accepted'; readonly rights: KeyRights; readonly fingerprint: string };

export class KeyRing {
  readonly vault: SecretStore;
  readonly exchangeOf: KeyRingOptions['exchangeOf'];

  constructor({ vault, exchangeOf }: KeyRingOptions) {
    this.vault = vault;
    this.exchangeOf = exchangeOf;
  }

  readonly get = (id: ConnectionId): Keys | undefined => this.vault.get(id);

  /** Of the keys that are stored now; undefined: there are none, or the vault is locked. */
  fingerprint(id: ConnectionId): string | undefined {
    const keys = this.get(id);
    return keys && hash('sha256', JSON.stringify([id, Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))]));
  }

  /** Asks the exchange, where there is something to ask it with. */
  async look(id: ConnectionId, exchange: KeyedExchange): Promise<KeyState> {
    const { isCreated, problem, isUnlocked, stored } = this.vault.status();
    if (problem !== undefined) return { state: 'damaged', detail: problem };
    if (!isCreated) return { state: 'noVault', detail: 'there is no vault for keys yet: make one with a passphrase' };
    if (!isUnlocked) {
      const how = `unlock it with its passphrase, or start the program with ${PASSPHRASE_VARIABLE}`;
      return { state: 'locked', detail: `the vault with the keys is locked: ${how}` };
    }
    const missing = exchange.fields.filter(({ name }) => stored.get(id)?.fields.includes(name) !== true);
    const [keys, fingerprint] = [this.get(id), this.fingerprint(id)];
    if (missing.length > 0 || keys === undefined || fingerprint === undefined) {
      const names = missing.map(({ label }) => label).join(' and ');
      return { state: 'missing', detail: `its keys are not stored: give ${names} in its card under Connections` };
    }
    try {
      return { state: 'accepted', rights: await exchange.rights(keys), fingerprint };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.retryable) return { state: 'unasked', detail: error.message };
      return { state: 'refused', detail: `${error.message}. Store keys that it has issued` };
    }
  }

  /** Why an engine cannot start with the keys there are; what may change by itself is no reason. */
  readonly obstacle = async (id: ConnectionId): Promise<string | undefined> => {
    const exchange = this.exchangeOf(id);
    if (exchange === undefined) return undefined;
    const found = await this.look(id, exchange);
    return found.state === 'accepted' || found.state === 'unasked' ? undefined : found.detail;
  };

  /** That they are there, for the window. */
  row(id: ConnectionId): ConnectionRow['secrets'] {
    const exchange = this.exchangeOf(id);
    if (exchange === undefined) return undefined;
    const stored = this.vault.status().stored.get(id);
    const fields = exchange.fields.map((field) => ({
      ...field,
      isStored: stored?.fields.includes(field.name) === true,
    }));
    return {
      fields,
      ...(stored !== undefined && fields.every(({ isStored }) => isStored) ? { storedAt: stored.at } : {}),
      isIssuer: exchange.issue !== undefined,
    };
  }
}
