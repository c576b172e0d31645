// The quality report of a candle file or of a stored series.
import { ok, type Result } from '../../../shared/result.ts';
import type { SeriesOptions } from '../candleFiles/candleFileName.ts';
import { inspectCandleFile } from '../candleFiles/readCandleFile.ts';
import { withMarketStore } from '../marketStore.ts';
import type { SeriesKey } from '../ports/candleStore.ts';
import { candleReport, type CandleReport, storedReport } from './candleReport.ts';
import { findSeries } from './findSeries.ts';
import type { LongWork } from './longWork.ts';

export interface CheckedCandles {
  readonly series: SeriesKey;
  readonly report: CandleReport;
}

/** Lists everything that is wrong with a file; a problem only when it is no candle file. Throws `CANCELED`. */
export async function checkCandleFile(
  { file, ...series }: SeriesOptions & { readonly file: string },
  { onProgress, signal }: LongWork = {},
): Promise<Result<CheckedCandles>> {
  const inspected = await inspectCandleFile(file, {
    ...series,
    signal,
    onProgress: (done, total) => onProgress?.({ phase: 'read', done, total, unit: 'bytes' }),
  });
  return inspected.ok ? ok({ series: inspected.value.key, report: candleReport(inspected.value) }) : inspected;
}

/** The same report of the one stored series that fits. Throws `AppError`. */
export async function checkStoredCandles({
  dataDir,
  ...series
}: SeriesOptions & { readonly dataDir: string }): Promise<Result<CheckedCandles>> {
  return withMarketStore(dataDir, ({ candles }) => {
    const found = findSeries(candles, series);
    return found.ok ? ok({ series: found.value, report: storedReport(candles.range(found.value)) }) : found;
  });
}
