// The quality report of candles, as `data check --json` prints it.
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { CandleRowsReport, Gap } from '../candleFiles/candleRows.ts';

/** `from` and `to` are the first and last accepted open time, null without any. */
export interface CandleReport {
  readonly rows: number;
  readonly accepted: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly gaps: readonly Gap[];
  readonly duplicates: number;
  readonly invalid: readonly { readonly line: number; readonly reason: string }[];
  readonly zeroVolume: number;
}

/** The report of a candle file. */
export function candleReport(file: CandleRowsReport): CandleReport {
  const { rows, columns, gaps, duplicates, problems, zeroVolume } = file;
  return { rows, ...span(columns), gaps, duplicates, invalid: problems, zeroVolume };
}

/** The report of stored candles: they were sound when they came in, so only gaps and empty candles are left to find. */
export function storedReport(columns: CandleColumns): CandleReport {
  const { openTime, volume } = columns;
  const length = timeframeMs(columns.timeframe);
  const gaps: Gap[] = [];
  for (let i = 1; i < openTime.length; i++) {
    const from = (openTime[i - 1] as number) + length;
    const missing = ((openTime[i] as number) - from) / length;
    if (missing > 0) gaps.push({ from, missing });
  }
  const zeroVolume = volume.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0);
  return { rows: openTime.length, ...span(columns), gaps, duplicates: 0, invalid: [], zeroVolume };
}

const span = ({ openTime }: CandleColumns): Pick<CandleReport, 'accepted' | 'from' | 'to'> => ({
  accepted: openTime.length,
  from: openTime[0] ?? null,
  to: openTime.at(-1) ?? null,
});
