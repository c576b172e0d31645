// Spans a trader jumps to, and the timeframe each is drawn in. Pure.
import { DAY_MS, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { MAX_BARS } from '../../charts/price/candleBars.ts';

export interface ChartRange {
  readonly label: string;
  /** Absent: everything there is. */
  readonly days?: number;
}

export const CHART_RANGES: readonly ChartRange[] = [
  { label: '1D', days: 1 },
  { label: '1W', days: 7 },
  { label: '1M', days: 30 },
  { label: '3M', days: 91 },
  { label: '1Y', days: 365 },
  { label: 'All' },
];

/** A span of fewer candles says nothing. */
const FEWEST_BARS = 20;

/**
 * The timeframe as it is where the span fits it; else the nearest in which it is neither more candles than a chart holds nor too few
 * to see anything. `known` ascending, not empty.
 */
export function timeframeFor({ days }: ChartRange, now: Timeframe, known: readonly Timeframe[]): Timeframe {
  if (days === undefined) return now;
  const candles = (timeframe: Timeframe): number => (days * DAY_MS) / timeframeMs(timeframe);
  if (candles(now) > MAX_BARS) return known.find((each) => candles(each) <= MAX_BARS) ?? now;
  if (candles(now) >= FEWEST_BARS) return now;
  return known.findLast((each) => candles(each) >= FEWEST_BARS) ?? known[0] ?? now;
}

/** Where it begins on a chart whose newest candle opens at `newest`. */
export const rangeStart = ({ days }: ChartRange, newest: number): number =>
  days === undefined ? 0 : Math.max(0, newest - days * DAY_MS);

/** What the button says of itself. */
export const rangeTitle = ({ days }: ChartRange): string =>
  days === undefined
    ? `All candles there are, ${MAX_BARS.toLocaleString('en')} at most`
    : days === 1
      ? 'The last day'
      : `The last ${String(days)} days`;
