// Writes stored candles to a file that imports back to the same values.
import { basename } from 'node:path';
import { isSimulatedSource, SIMULATED, SIMULATOR_SOURCE } from '../../../shared/domain/simulated.ts';
import { fail, ok, type Problem, type Result } from '../../../shared/result.ts';
import { candleFileName, type SeriesOptions } from '../candleFiles/candleFileName.ts';
import { writeCandleFile } from '../candleFiles/writeCandleFile.ts';
import { withMarketStore } from '../marketStore.ts';
import type { OpenTimeRange, SeriesKey } from '../ports/candleStore.ts';
import { findSeries } from './findSeries.ts';
import type { LongWork } from './longWork.ts';

export interface ExportCandlesOptions extends SeriesOptions, OpenTimeRange {
  readonly dataDir: string;
  /** Default: the name that tells the series, gzipped, in the working folder. */
  readonly file?: string | undefined;
}

export interface ExportReport {
  readonly series: SeriesKey;
  readonly file: string;
  readonly candles: number;
}

/** Exports the one stored series that fits. Throws `AppError` for the database, the file and a stop. */
export async function exportCandles(
  { dataDir, file, from, to, ...wanted }: ExportCandlesOptions,
  { onProgress, signal }: LongWork = {},
): Promise<Result<ExportReport>> {
  return withMarketStore(dataDir, async ({ candles }) => {
    const found = findSeries(candles, wanted);
    if (!found.ok) return found;
    const { source, symbol, timeframe } = found.value;
    const series = { source, symbol, timeframe };
    const unlabelled = labelProblem(file, series);
    if (unlabelled !== undefined) return fail(unlabelled);
    const columns = candles.range(series, { from, to });
    const count = columns.openTime.length;
    if (count === 0)
      return fail({ message: `expected candles of ${source} ${symbol} ${timeframe} in that span, found none` });
    const target = file ?? candleFileName(series);
    await writeCandleFile(target, columns, {
      signal,
      onProgress: (done, total) => onProgress?.({ phase: 'write', done, total, unit: 'candles' }),
    });
    return ok({ series, file: target, candles: count });
  });
}

/** The name carries the label of made-up candles: without it they would come back as a real market's. */
function labelProblem(file: string | undefined, series: SeriesKey): Problem | undefined {
  const isLabelled = file === undefined || isSimulatedSource(basename(file).split('_')[0] ?? '');
  if (isLabelled || !isSimulatedSource(series.source)) return undefined;
  const name = candleFileName({ ...series, source: SIMULATOR_SOURCE });
  return {
    file,
    message: `the candles are ${SIMULATED}: expected a name that begins with ${SIMULATOR_SOURCE}_, such as ${name}`,
  };
}
