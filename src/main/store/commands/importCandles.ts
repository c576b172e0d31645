// Puts a candle file into the store: in pieces, each one transaction, so that a stopped import can be run again to go on.
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { SeriesOptions } from '../candleFiles/candleFileName.ts';
import { readCandleFile } from '../candleFiles/readCandleFile.ts';
import { withMarketStore } from '../marketStore.ts';
import type { SeriesKey } from '../ports/candleStore.ts';
import { type CandleReport, candleReport } from './candleReport.ts';
import { inPieces, type LongWork } from './longWork.ts';

const CANDLES_PER_TRANSACTION = 20_000;

export interface ImportCandlesOptions extends SeriesOptions {
  readonly file: string;
  readonly dataDir: string;
  /** Replace stored candles that have other values; without it they stay and are reported. */
  readonly isOverwriting?: boolean | undefined;
}

export interface ImportReport {
  readonly series: SeriesKey;
  readonly file: CandleReport;
  readonly inserted: number;
  readonly unchanged: number;
  /** Open times of candles stored with other values: replaced if overwriting, else refused. */
  readonly revised: readonly EpochMs[];
  readonly isOverwriting: boolean;
}

/** Imports one file. A problem names file and line; throws `AppError` for the folder, the database and a stop. */
export async function importCandles(options: ImportCandlesOptions, work: LongWork = {}): Promise<Result<ImportReport>> {
  const { file, dataDir, isOverwriting = false, ...series } = options;
  const { onProgress, signal } = work;
  const read = await readCandleFile(file, {
    ...series,
    signal,
    onProgress: (done, total) => onProgress?.({ phase: 'read', done, total, unit: 'bytes' }),
  });
  if (!read.ok) return read;
  const { key, columns } = read.value;
  return withMarketStore(dataDir, async ({ candles }) => {
    let inserted = 0;
    let unchanged = 0;
    const revised: EpochMs[] = [];
    const total = columns.openTime.length;
    await inPieces({ total, step: CANDLES_PER_TRANSACTION, phase: 'store' }, work, (from, to) => {
      const piece = slice(columns, from, to);
      const outcome = isOverwriting ? candles.overwrite(key, piece) : candles.append(key, piece);
      inserted += outcome.inserted;
      unchanged += outcome.unchanged;
      revised.push(...outcome.revised);
    });
    return ok({ series: key, file: candleReport(read.value), inserted, unchanged, revised, isOverwriting });
  });
}

const slice = (columns: CandleColumns, from: number, to: number): CandleColumns => ({
  ...columns,
  openTime: columns.openTime.subarray(from, to),
  open: columns.open.subarray(from, to),
  high: columns.high.subarray(from, to),
  low: columns.low.subarray(from, to),
  close: columns.close.subarray(from, to),
  volume: columns.volume.subarray(from, to),
});
