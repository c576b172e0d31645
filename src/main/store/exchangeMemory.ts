// The durable memory of the simulated exchange, in `simulated-exchange.db`: a text per connection, and the keys it has issued. As
// a real exchange, it forgets nothing when this program dies; only a machine that loses power may lose the last saves.
import { join } from 'node:path';
import type { ConnectionId, EpochMs } from '../../shared/domain/ids.ts';
import { closeDatabase, guarded, inTransaction, openDatabase } from './openDatabase.ts';
import { keys, memory } from './schema/exchange.ts';
import { upsertInto } from './tableWriter.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations/exchange');

export interface ExchangeMemory {
  /** What was saved last with everything appended since; undefined: nothing yet. */
  load(): string | undefined;
  /** Replaces everything, as a whole or not at all. */
  save(text: string): void;
  append(text: string): void;
  readonly keys: IssuedKeys;
  /** Everything, the keys too: as if there had never been an account. */
  forget(): void;
  close(): void;
}

/** By their hashes. */
export interface IssuedKeys {
  find(hash: string): IssuedRights | undefined;
  add(hash: string, rights: IssuedRights & { readonly issuedAt: EpochMs }): void;
}

interface IssuedRights {
  readonly canTrade: boolean;
  readonly canWithdraw: boolean;
}

/** Throws `AppError`. */
export function openExchangeMemory(dataDir: string, connection: ConnectionId): ExchangeMemory {
  const path = join(dataDir, 'simulated-exchange.db');
  const db = openDatabase({ path, migrations: MIGRATIONS, synchronous: 'NORMAL' });
  const { $client: client } = db;
  const select = client
    .prepare<[ConnectionId], string>('select text from memory where connection = ? order by "row"')
    .pluck();
  const clear = client.prepare<[ConnectionId]>('delete from memory where connection = ?');
  const insert = upsertInto(client, memory, []);
  const replace = client.transaction((text: string) => {
    clear.run(connection);
    insert({ connection, text });
  });
  const selectKey = client.prepare<[ConnectionId, string], { canTrade: number; canWithdraw: number }>(
    'select can_trade as canTrade, can_withdraw as canWithdraw from keys where connection = ? and hash = ?',
  );
  const clearKeys = client.prepare<[ConnectionId]>('delete from keys where connection = ?');
  const insertKey = upsertInto(client, keys, ['connection', 'hash']);
  return {
    load: () => {
      const pieces = guarded(db, () => select.all(connection));
      return pieces.length === 0 ? undefined : pieces.join('');
    },
    save: (text) => guarded(db, () => replace.immediate(text)),
    append: (text) => guarded(db, () => insert({ connection, text })),
    keys: {
      find: (hash) => {
        const found = guarded(db, () => selectKey.get(connection, hash));
        return found && { canTrade: found.canTrade === 1, canWithdraw: found.canWithdraw === 1 };
      },
      add: (hash, rights) => guarded(db, () => insertKey({ connection, hash, ...rights })),
    },
    forget: () =>
      inTransaction(db, () => {
        clear.run(connection);
        clearKeys.run(connection);
      }),
    close: () => closeDatabase(db),
  };
}
