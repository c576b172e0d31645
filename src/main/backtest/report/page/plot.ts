// Curves as SVG paths in a box of 1000 x 1000 that the page stretches, thinned so that no extreme is lost.

/** Width and height of the coordinates; strokes do not scale with it. */
export const BOX = 1000;

export interface Points {
  readonly at: readonly number[];
  readonly value: readonly number[];
}

export interface Curve {
  readonly at: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** At most two points per each of `buckets` equal spans of time: its lowest and highest, in time order. First and last are kept. */
export function thin({ at, value }: Curve, buckets: number): Points {
  const points: { at: number[]; value: number[] } = { at: [], value: [] };
  const add = (row: number): void => {
    points.at.push(at[row] as number);
    points.value.push(value[row] as number);
  };
  add(0);
  for (const { low, high } of bucketsOf({ at, value }, buckets)) {
    add(Math.min(low, high));
    if (low !== high) add(Math.max(low, high));
  }
  add(at.length - 1);
  return points;
}

interface Bucket {
  low: number;
  high: number;
  last: number;
}

/** Rows of the lowest, highest and last value of every bucket that has any. */
export function bucketsOf({ at, value }: Curve, count: number): readonly Bucket[] {
  const from = at[0] as number;
  const span = Math.max(1, (at[at.length - 1] as number) - from);
  const found: Bucket[] = [];
  let current = -1;
  for (let row = 0; row < at.length; row++) {
    const number = Math.min(count - 1, Math.floor((((at[row] as number) - from) / span) * count));
    const bucket = found.at(-1);
    if (number !== current || bucket === undefined) {
      found.push({ low: row, high: row, last: row });
      current = number;
      continue;
    }
    if ((value[row] as number) < (value[bucket.low] as number)) bucket.low = row;
    if ((value[row] as number) > (value[bucket.high] as number)) bucket.high = row;
    bucket.last = row;
  }
  return found;
}

/** An SVG path through the points. */
export function linePath({ at, value }: Points, time: Range, range: Range): string {
  return at
    .map((moment, row) => {
      const x = share(moment, time) * BOX;
      const y = (1 - share(value[row] as number, range)) * BOX;
      return `${row === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

/** The line closed along the top edge: what hangs from zero. */
export const hangingArea = (points: Points, time: Range, range: Range): string =>
  `M0 0${linePath(points, time, range).replace('M', 'L')}L${String(BOX)} 0Z`;

/** Where `value` lies in `range`, 0..1. */
export const share = (value: number, { low, high }: Range): number =>
  high === low ? 0.5 : (value - low) / (high - low);

/** About `count` round values (1, 2 or 5 times a power of ten) within the range. */
export function roundTicks({ low, high }: Range, count: number): readonly number[] {
  if (high <= low) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) => {
    const tick = (first + index) * step;
    return Number(tick.toPrecision(12));
  });
}

/** At most `count` starts of days, months or years (UTC) within the span, evenly chosen. */
export function timeTicks({ low, high }: Range, count: number): readonly number[] {
  const days = (high - low) / 86_400_000;
  const months = days / 30.4;
  const years = days / 365;
  if (years >= count)
    return calendar(low, high, (index) => Date.UTC(yearOf(low) + index * Math.ceil(years / count), 0));
  if (months >= count) {
    const step = [1, 2, 3, 6, 12].find((size) => months / size <= count) ?? 12;
    return calendar(low, high, (index) => Date.UTC(yearOf(low), index * step));
  }
  const step = [1, 2, 5, 10, 15].find((size) => days / size <= count) ?? 30;
  const firstDay = Math.ceil(low / 86_400_000);
  return calendar(low, high, (index) => (firstDay + index * step) * 86_400_000);
}

function calendar(low: number, high: number, tickOf: (index: number) => number): readonly number[] {
  const ticks: number[] = [];
  for (let index = 0; tickOf(index) <= high; index++) if (tickOf(index) >= low) ticks.push(tickOf(index));
  return ticks;
}

const yearOf = (at: number): number => new Date(at).getUTCFullYear();
