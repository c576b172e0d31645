// Candles in SQLite. Plain prepared statements where rows are many; drizzle for the rest.
import type { Statement } from 'better-sqlite3';
import { and, asc, count, eq, max, min, type SQL } from 'drizzle-orm';
import { invariant } from '../../../shared/assert.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { type EpochMs, toEpochMs, toSymbolId } from '../../../shared/domain/ids.ts';
import type { Timeframe } from '../../../shared/time.ts';
import { ColumnBuilder } from '../candleFiles/columnBuilder.ts';
import { inTransaction, type OpenedDatabase } from '../openDatabase.ts';
import type {
  AppendOutcome,
  CandleReader,
  CandleWriter,
  OpenTimeRange,
  SeriesKey,
  StoredSeries,
} from '../ports/candleStore.ts';
import { candles, series } from '../schema/market.ts';
import { createSeriesIds, type SeriesIds } from './seriesIds.ts';

type CandleTuple = [openTime: number, open: number, high: number, low: number, close: number, volume: number];

/** Half-open, by primary key. */
export const CANDLE_RANGE_SQL =
  'select open_time, open, high, low, close, volume from candles ' +
  'where series_id = ? and open_time >= ? and open_time < ? order by open_time';
const LATEST_SQL =
  'select open_time, open, high, low, close, volume from candles ' +
  'where series_id = ? and open_time < ? order by open_time desc limit ?';
/** One statement writes several rows: half the time of one each, and no more is gained from 50 on. */
const ROWS_PER_STATEMENT = 50;
const FIELDS = 7;
const EVER = Number.MAX_SAFE_INTEGER;

const upsertSql = (rows: number): string =>
  `insert into candles (series_id, open_time, open, high, low, close, volume)
   values ${Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}
   on conflict do update set open = excluded.open, high = excluded.high, low = excluded.low,
     close = excluded.close, volume = excluded.volume`;

export class SqliteCandles implements CandleReader, CandleWriter {
  private readonly db: OpenedDatabase;
  private readonly ids: SeriesIds;
  private readonly selectRange: Statement<[number, number, number], CandleTuple>;
  private readonly selectLatest: Statement<[number, number, number], CandleTuple>;
  private readonly upsertOne: Statement;
  private readonly upsertMany: Statement;

  constructor(db: OpenedDatabase) {
    this.db = db;
    this.ids = createSeriesIds(db.$client);
    this.selectRange = db.$client.prepare<[number, number, number], CandleTuple>(CANDLE_RANGE_SQL).raw();
    this.selectLatest = db.$client.prepare<[number, number, number], CandleTuple>(LATEST_SQL).raw();
    this.upsertOne = db.$client.prepare(upsertSql(1));
    this.upsertMany = db.$client.prepare(upsertSql(ROWS_PER_STATEMENT));
  }

  list(): readonly StoredSeries[] {
    return this.stored();
  }

  coverage(key: SeriesKey): StoredSeries | undefined {
    const { source, symbol, timeframe } = key;
    return this.stored(and(eq(series.source, source), eq(series.symbol, symbol), eq(series.timeframe, timeframe)))[0];
  }

  range(key: SeriesKey, { from, to }: OpenTimeRange = {}): CandleColumns {
    const builder = new ColumnBuilder(key);
    const id = this.ids.find(key);
    if (id !== undefined) for (const row of this.selectRange.iterate(id, from ?? 0, to ?? EVER)) addRow(builder, row);
    return builder.build();
  }

  latest(key: SeriesKey, wanted: number, before?: EpochMs): CandleColumns {
    const builder = new ColumnBuilder(key);
    const id = this.ids.find(key);
    const rows = id === undefined ? [] : this.selectLatest.all(id, before ?? EVER, wanted);
    for (const row of rows.reverse()) addRow(builder, row);
    return builder.build();
  }

  append(key: SeriesKey, columns: CandleColumns): AppendOutcome {
    return this.write(key, columns, false);
  }

  overwrite(key: SeriesKey, columns: CandleColumns): AppendOutcome {
    return this.write(key, columns, true);
  }

  remove(key: SeriesKey): number {
    return inTransaction(this.db, () => {
      const id = this.ids.find(key);
      if (id === undefined) return 0;
      const removed = this.db.delete(candles).where(eq(candles.seriesId, id)).run().changes;
      this.db.delete(series).where(eq(series.id, id)).run();
      return removed;
    });
  }

  private stored(condition?: SQL): readonly StoredSeries[] {
    const { source, symbol, timeframe } = series;
    return this.db
      .select({ source, symbol, timeframe, n: count(), from: min(candles.openTime), to: max(candles.openTime) })
      .from(series)
      .innerJoin(candles, eq(candles.seriesId, series.id))
      .where(condition)
      .groupBy(series.id)
      .orderBy(asc(source), asc(symbol), asc(timeframe))
      .all()
      .map((row) => ({
        source: row.source,
        symbol: toSymbolId(row.symbol),
        timeframe: row.timeframe as Timeframe,
        candles: row.n,
        from: toEpochMs(row.from ?? 0),
        to: toEpochMs(row.to ?? 0),
      }));
  }

  private write(key: SeriesKey, columns: CandleColumns, isOverwriting: boolean): AppendOutcome {
    invariant(
      columns.symbol === key.symbol && columns.timeframe === key.timeframe,
      `expected candles of ${key.symbol} ${key.timeframe}, found ${columns.symbol} ${columns.timeframe}`,
    );
    if (columns.openTime.length === 0) return { inserted: 0, unchanged: 0, revised: [] };
    return inTransaction(this.db, () => {
      const id = this.ids.findOrAdd(key);
      const first = toEpochMs(columns.openTime[0] as number);
      const last = columns.openTime.at(-1) as number;
      const { added, revised } = compare(columns, this.range(key, { from: first, to: toEpochMs(last + 1) }));
      this.upsert(id, columns, added);
      if (isOverwriting) this.upsert(id, columns, revised);
      return {
        inserted: added.length,
        unchanged: columns.openTime.length - added.length - revised.length,
        revised: revised.map((row) => toEpochMs(columns.openTime[row] as number)),
      };
    });
  }

  private upsert(seriesId: number, columns: CandleColumns, rows: readonly number[]): void {
    const values = new Array<number>(ROWS_PER_STATEMENT * FIELDS).fill(0);
    let filled = 0;
    for (const row of rows) {
      fillRow(values, filled, [seriesId, row, columns]);
      filled += FIELDS;
      if (filled === values.length) {
        this.upsertMany.run(values);
        filled = 0;
      }
    }
    for (let from = 0; from < filled; from += FIELDS) this.upsertOne.run(values.slice(from, from + FIELDS));
  }
}

function addRow(builder: ColumnBuilder, [openTime, open, high, low, close, volume]: CandleTuple): void {
  builder.add({ openTime, open, high, low, close, volume });
}

function fillRow(values: number[], at: number, [seriesId, row, columns]: [number, number, CandleColumns]): void {
  values[at] = seriesId;
  values[at + 1] = columns.openTime[row] as number;
  values[at + 2] = columns.open[row] as number;
  values[at + 3] = columns.high[row] as number;
  values[at + 4] = columns.low[row] as number;
  values[at + 5] = columns.close[row] as number;
  values[at + 6] = columns.volume[row] as number;
}

/** Rows of `given` that `stored` has not, and rows it has with other values. Both ascending. */
function compare(given: CandleColumns, stored: CandleColumns): { added: number[]; revised: number[] } {
  const added: number[] = [];
  const revised: number[] = [];
  let place = 0;
  let previous = -1;
  for (let row = 0; row < given.openTime.length; row++) {
    const openTime = given.openTime[row] as number;
    invariant(openTime > previous, `expected candles in ascending order, found ${openTime} after ${previous}`);
    previous = openTime;
    while ((stored.openTime[place] ?? Infinity) < openTime) place++;
    if (stored.openTime[place] !== openTime) added.push(row);
    else if (!isSameRow(given, row, [stored, place])) revised.push(row);
  }
  return { added, revised };
}

const isSameRow = (a: CandleColumns, row: number, [b, place]: readonly [CandleColumns, number]): boolean =>
  a.open[row] === b.open[place] &&
  a.high[row] === b.high[place] &&
  a.low[row] === b.low[place] &&
  a.close[row] === b.close[place] &&
  a.volume[row] === b.volume[place];
