// Tables of market.db: a cache of candles, and the indications computed from them, that can be rebuilt.
// `DATABASE=market npx drizzle-kit generate --name <what>` writes a migration; add by hand what it cannot say: STRICT, WITHOUT ROWID for the
// big tables, and as the last statement `PRAGMA user_version = <number of migrations>;`.
import { blob, integer, primaryKey, real, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';

export const series = sqliteTable(
  'series',
  {
    id: integer('id').primaryKey(),
    /** Exchange id, or simulator: candles of different sources never share a series. */
    source: text('source').notNull(),
    symbol: text('symbol').notNull(),
    timeframe: text('timeframe').notNull(),
  },
  (table) => [unique('series_key').on(table.source, table.symbol, table.timeframe)],
);

const seriesId = () =>
  integer('series_id')
    .notNull()
    .references(() => series.id, { onDelete: 'cascade' });

export const candles = sqliteTable(
  'candles',
  {
    seriesId: seriesId(),
    /** Epoch ms. */
    openTime: integer('open_time').notNull(),
    open: real('open').notNull(),
    high: real('high').notNull(),
    low: real('low').notNull(),
    close: real('close').notNull(),
    volume: real('volume').notNull(),
  },
  (table) => [primaryKey({ columns: [table.seriesId, table.openTime] })],
);

export const indicationSets = sqliteTable('indication_sets', {
  id: integer('id').primaryKey(),
  /** Canonical text of the set, every parameter written out. */
  text: text('text').notNull().unique(),
  columns: text('columns', { mode: 'json' }).$type<readonly string[]>().notNull(),
});

export const indications = sqliteTable(
  'indications',
  {
    seriesId: seriesId(),
    setId: integer('set_id')
      .notNull()
      .references(() => indicationSets.id),
    openTime: integer('open_time').notNull(),
    /** Little-endian 64-bit floats, one per column of the set; NaN while warming up. */
    values: blob('values', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.seriesId, table.setId, table.openTime] })],
);
