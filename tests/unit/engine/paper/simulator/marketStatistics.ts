// Stylised facts of a candle series, for calibrating the market simulator and for checking it against real markets.
import type { CandleColumns } from '../../../../../src/shared/domain/candle.ts';
import { DAY_MS, HOUR_MS, timeframeMs } from '../../../../../src/shared/time.ts';

const YEAR_MS = 365 * DAY_MS;

export interface MarketStatistics {
  readonly returns: number;
  readonly annualVolatility: number;
  readonly excessKurtosis: number;
  /** Autocorrelation of |r| by lag in candles. */
  readonly absAcf: (lag: number) => number;
  /** Variance estimated from high and low over the variance of returns (1 for Brownian motion). */
  readonly rangeVarianceRatio: number;
  /** Share of opens that differ from the close before. */
  readonly gapShare: number;
  /** Mean |r| by UTC hour and by weekday (0 = Sunday), over the mean of all. */
  readonly hourly: readonly number[];
  readonly weekday: readonly number[];
  readonly volumeHourly: readonly number[];
  readonly volumeWeekday: readonly number[];
  readonly logVolume: { readonly mean: number; readonly deviation: number; readonly acf: (lag: number) => number };
  /** Correlation of log volume with log range. */
  readonly volumeRangeCorrelation: number;
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] as number) - ma, (b[i] as number) - mb];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

const autocorrelation = (values: Float64Array, lag: number): number =>
  correlation(values.subarray(0, values.length - lag), values.subarray(lag));

/** Fourth standardised moment less 3. */
function excessKurtosis(values: ArrayLike<number>): number {
  const centre = mean(values);
  let [second, fourth] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const square = ((values[i] as number) - centre) ** 2;
    second += square;
    fourth += square * square;
  }
  return (fourth * values.length) / (second * second) - 3;
}

/** Log returns of closes `step` candles apart, without overlap. */
export function logReturns({ close }: CandleColumns, step = 1): Float64Array {
  const returns = new Float64Array(Math.floor((close.length - 1) / step));
  for (let i = 0; i < returns.length; i++) {
    returns[i] = Math.log((close[(i + 1) * step] as number) / (close[i * step] as number));
  }
  return returns;
}

/** Means of `values` by the group of the candle each belongs to, over the mean of all. */
function profile(values: Float64Array, groupOf: (index: number) => number, groups: number): number[] {
  const sums = new Float64Array(groups);
  const counts = new Float64Array(groups);
  values.forEach((value, i) => {
    const group = groupOf(i);
    sums[group] = (sums[group] as number) + value;
    counts[group] = (counts[group] as number) + 1;
  });
  const all = mean(values);
  return Array.from(sums, (sum, group) => sum / (counts[group] as number) / all);
}

export function measureMarket(columns: CandleColumns): MarketStatistics {
  const { openTime, open, high, low, close, volume } = columns;
  const returns = logReturns(columns);
  const absolute = returns.map(Math.abs);
  const ranges = high.map((top, i) => Math.log(top / (low[i] as number)));
  const variance = mean(returns.map((r) => r * r));
  const hourOf = (i: number): number => Math.floor(((openTime[i] as number) % DAY_MS) / HOUR_MS);
  const weekdayOf = (i: number): number => new Date(openTime[i] as number).getUTCDay();
  const traded = volume.map((v) => Math.log(Math.max(v, 1e-9)));
  const tradedMean = mean(traded);
  let gaps = 0;
  for (let i = 1; i < close.length; i++) if (open[i] !== close[i - 1]) gaps++;
  return {
    returns: returns.length,
    annualVolatility: Math.sqrt((variance * YEAR_MS) / timeframeMs(columns.timeframe)),
    excessKurtosis: excessKurtosis(returns),
    absAcf: (lag) => autocorrelation(absolute, lag),
    rangeVarianceRatio: mean(ranges.map((range) => range * range)) / (4 * Math.LN2) / variance,
    gapShare: gaps / (close.length - 1),
    hourly: profile(absolute, (i) => hourOf(i + 1), 24),
    weekday: profile(absolute, (i) => weekdayOf(i + 1), 7),
    volumeHourly: profile(volume, hourOf, 24),
    volumeWeekday: profile(volume, weekdayOf, 7),
    logVolume: {
      mean: tradedMean,
      deviation: Math.sqrt(mean(traded.map((v) => (v - tradedMean) ** 2))),
      acf: (lag) => autocorrelation(traded, lag),
    },
    volumeRangeCorrelation: correlation(
      traded,
      ranges.map((range) => Math.log(Math.max(range, 1e-6))),
    ),
  };
}
