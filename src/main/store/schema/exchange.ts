// The one table of simulated-exchange.db: what the simulated exchange of a connection remembers, as the pieces of one text.
// `DATABASE=exchange npx drizzle-kit generate --name <what>` writes a migration; add by hand STRICT and the user_version.
import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { connectionColumn, rowColumn } from './columns.ts';

export const memory = sqliteTable(
  'memory',
  { row: rowColumn(), connection: connectionColumn(), text: text('text').notNull() },
  (table) => [index('memory_by_connection').on(table.connection)],
);
