// The one table of simulated-exchange.db: what the simulated exchange of a connection remembers.
// `DATABASE=exchange npx drizzle-kit generate --name <what>` writes a migration; add by hand STRICT and the user_version.
import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { connectionColumn } from './columns.ts';

export const memory = sqliteTable('memory', {
  connection: connectionColumn().primaryKey(),
  text: text('text').notNull(),
});
