// Row ids of series.
import type { SeriesKey } from '../ports/candleStore.ts';
import type { Sqlite } from '../openDatabase.ts';

export interface SeriesIds {
  find(key: SeriesKey): number | undefined;
  findOrAdd(key: SeriesKey): number;
}

export function createSeriesIds(client: Sqlite): SeriesIds {
  const select = client
    .prepare<[string, string, string], number>(
      'select id from series where source = ? and symbol = ? and timeframe = ?',
    )
    .pluck();
  const insert = client.prepare('insert into series (source, symbol, timeframe) values (?, ?, ?)');
  const find = ({ source, symbol, timeframe }: SeriesKey): number | undefined => select.get(source, symbol, timeframe);
  return {
    find,
    findOrAdd: (key) => find(key) ?? Number(insert.run(key.source, key.symbol, key.timeframe).lastInsertRowid),
  };
}
