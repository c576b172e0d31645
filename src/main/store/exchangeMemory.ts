// The durable memory of the simulated exchange: a text per connection in `simulated-exchange.db`. As a real exchange, it forgets
// nothing when this program dies; only a machine that loses power may lose the last saves.
import { join } from 'node:path';
import type { ConnectionId } from '../../shared/domain/ids.ts';
import { closeDatabase, guarded, openDatabase } from './openDatabase.ts';
import { memory } from './schema/exchange.ts';
import { upsertInto } from './tableWriter.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations/exchange');

export interface ExchangeMemory {
  /** What was saved last with everything appended since; undefined: nothing yet. */
  load(): string | undefined;
  /** Replaces everything, as a whole or not at all. */
  save(text: string): void;
  append(text: string): void;
  close(): void;
}

/** Throws `AppError`. */
export function openExchangeMemory(dataDir: string, connection: ConnectionId): ExchangeMemory {
  const path = join(dataDir, 'simulated-exchange.db');
  const db = openDatabase({ path, migrations: MIGRATIONS, synchronous: 'NORMAL' });
  const select = db.$client
    .prepare<[ConnectionId], string>('select text from memory where connection = ? order by "row"')
    .pluck();
  const clear = db.$client.prepare<[ConnectionId]>('delete from memory where connection = ?');
  const insert = upsertInto(db.$client, memory, []);
  const replace = db.$client.transaction((text: string) => {
    clear.run(connection);
    insert({ connection, text });
  });
  return {
    load: () => {
      const pieces = guarded(db, () => select.all(connection));
      return pieces.length === 0 ? undefined : pieces.join('');
    },
    save: (text) => guarded(db, () => replace.immediate(text)),
    append: (text) => guarded(db, () => insert({ connection, text })),
    close: () => closeDatabase(db),
  };
}
