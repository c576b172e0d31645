// Indications in SQLite: values as little-endian 64-bit floats, one blob per candle.
import type { Statement } from 'better-sqlite3';
import { and, asc, count, eq, exists } from 'drizzle-orm';
import { invariant } from '../../../shared/assert.ts';
import { toEpochMs } from '../../../shared/domain/ids.ts';
import { inTransaction, type OpenedDatabase } from '../openDatabase.ts';
import type { OpenTimeRange, SeriesKey } from '../ports/candleStore.ts';
import type { IndicationReader, IndicationRow, IndicationSetKey, IndicationWriter } from '../ports/indicationStore.ts';
import { indications, indicationSets } from '../schema/market.ts';
import { createSeriesIds, type SeriesIds } from './seriesIds.ts';

/** Half-open, by primary key. */
export const INDICATION_RANGE_SQL =
  'select open_time, "values" from indications ' +
  'where series_id = ? and set_id = ? and open_time >= ? and open_time < ? order by open_time';
const INSERT_SQL =
  'insert into indications (series_id, set_id, open_time, "values") values (?, ?, ?, ?) on conflict do nothing';
const EVER = Number.MAX_SAFE_INTEGER;

export class SqliteIndications implements IndicationReader, IndicationWriter {
  private readonly db: OpenedDatabase;
  private readonly ids: SeriesIds;
  private readonly selectRange: Statement<[number, number, number, number], [number, Buffer]>;
  private readonly insert: Statement<[number, number, number, Buffer]>;

  constructor(db: OpenedDatabase) {
    this.db = db;
    this.ids = createSeriesIds(db.$client);
    this.selectRange = db.$client
      .prepare<[number, number, number, number], [number, Buffer]>(INDICATION_RANGE_SQL)
      .raw();
    this.insert = db.$client.prepare<[number, number, number, Buffer]>(INSERT_SQL);
  }

  sets(key: SeriesKey): readonly IndicationSetKey[] {
    const id = this.ids.find(key);
    if (id === undefined) return [];
    const { text, columns } = indicationSets;
    const rowsOfSet = this.db
      .select({ setId: indications.setId })
      .from(indications)
      .where(and(eq(indications.seriesId, id), eq(indications.setId, indicationSets.id)));
    return this.db.select({ text, columns }).from(indicationSets).where(exists(rowsOfSet)).orderBy(asc(text)).all();
  }

  range(key: SeriesKey, setText: string, { from, to }: OpenTimeRange = {}): readonly IndicationRow[] {
    const ids = this.find(key, setText);
    if (ids === undefined) return [];
    return this.selectRange
      .all(ids.series, ids.set, from ?? 0, to ?? EVER)
      .map(([openTime, blob]) => ({ openTime: toEpochMs(openTime), values: fromBlob(blob) }));
  }

  count(key: SeriesKey, setText: string): number {
    const ids = this.find(key, setText);
    if (ids === undefined) return 0;
    return this.db.select({ n: count() }).from(indications).where(rowsOf(ids)).get()?.n ?? 0;
  }

  append(key: SeriesKey, set: IndicationSetKey, rows: readonly IndicationRow[]): number {
    return inTransaction(this.db, () => {
      const seriesId = this.ids.findOrAdd(key);
      const setId = this.findSet(set.text) ?? this.addSet(set);
      let added = 0;
      for (const { openTime, values } of rows) {
        const [expected, found] = [set.columns.length, values.length];
        invariant(found === expected, `expected ${expected} values for the set ${set.text}, found ${found}`);
        added += this.insert.run(seriesId, setId, openTime, toBlob(values)).changes;
      }
      return added;
    });
  }

  remove(key: SeriesKey, setText: string): number {
    return inTransaction(this.db, () => {
      const ids = this.find(key, setText);
      return ids === undefined ? 0 : this.db.delete(indications).where(rowsOf(ids)).run().changes;
    });
  }

  private find(key: SeriesKey, setText: string): Ids | undefined {
    const seriesId = this.ids.find(key);
    const setId = this.findSet(setText);
    return seriesId === undefined || setId === undefined ? undefined : { series: seriesId, set: setId };
  }

  private findSet(text: string): number | undefined {
    return this.db.select({ id: indicationSets.id }).from(indicationSets).where(eq(indicationSets.text, text)).get()
      ?.id;
  }

  private addSet(set: IndicationSetKey): number {
    return Number(this.db.insert(indicationSets).values(set).run().lastInsertRowid);
  }
}

interface Ids {
  readonly series: number;
  readonly set: number;
}

const rowsOf = (ids: Ids) => and(eq(indications.seriesId, ids.series), eq(indications.setId, ids.set));

function toBlob(values: Float64Array): Buffer {
  const blob = Buffer.alloc(values.length * 8);
  values.forEach((value, place) => blob.writeDoubleLE(value, place * 8));
  return blob;
}

const fromBlob = (blob: Buffer): Float64Array =>
  Float64Array.from({ length: blob.length / 8 }, (_, place) => blob.readDoubleLE(place * 8));
