// Finds the one stored series that somebody means.
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { SeriesOptions } from '../candleFiles/candleFileName.ts';
import type { CandleReader, StoredSeries } from '../ports/candleStore.ts';

/** The only stored series that fits what is given; the problem lists the ones that could be meant. */
export function findSeries(reader: CandleReader, wanted: SeriesOptions): Result<StoredSeries> {
  const all = reader.list();
  const fitting = all.filter(
    ({ source, symbol, timeframe }) =>
      (wanted.source ?? source) === source &&
      (wanted.symbol ?? symbol) === symbol &&
      (wanted.timeframe ?? timeframe) === timeframe,
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return ok(only);
  if (all.length === 0) return fail({ message: 'expected stored candles, found none: import or download some first' });
  const asked = [wanted.source, wanted.symbol, wanted.timeframe].filter((part) => part !== undefined).join(' ');
  const listed = (only === undefined ? all : fitting)
    .map(({ source, symbol, timeframe }) => `${source} ${symbol} ${timeframe}`)
    .join(', ');
  const found = only === undefined ? `none; stored: ${listed}` : `${fitting.length}: ${listed}`;
  return fail({ message: `expected one stored series for "${asked}", found ${found}` });
}
