// Tables of simulated-exchange.db: what the simulated exchange of a connection remembers, as the pieces of one text, and the keys
// that it has issued.
// `DATABASE=exchange npx drizzle-kit generate --name <what>` writes a migration; add by hand STRICT and the user_version.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { connectionColumn, rowColumn, time } from './columns.ts';

export const memory = sqliteTable(
  'memory',
  { row: rowColumn(), connection: connectionColumn(), text: text('text').notNull() },
  (table) => [index('memory_by_connection').on(table.connection)],
);

/** Keys as an exchange keeps them: a hash, never the secret. WITHOUT ROWID. */
export const keys = sqliteTable(
  'keys',
  {
    connection: connectionColumn(),
    hash: text('hash').notNull(),
    canTrade: integer('can_trade', { mode: 'boolean' }).notNull(),
    canWithdraw: integer('can_withdraw', { mode: 'boolean' }).notNull(),
    /** Wall clock. */
    issuedAt: time('issued_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.connection, table.hash] })],
);
