// The candles of one chart as bars: pages of history before, live ones after, holes where candles are missing. Pure.
import { unpackColumn } from '../../lib/columns.ts';

export interface Bar {
  /** Open time, epoch ms. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Null while it forms. */
  readonly volume: number | null;
}

/** Packed, as they come. */
export type BarColumns = Readonly<Record<'openTime' | 'open' | 'high' | 'low' | 'close' | 'volume', string>>;

export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly isOutage: boolean;
}

/** Bars of a page of columns; all columns have the length of `openTime`. */
export function toBars(columns: BarColumns): Bar[] {
  const [open, high, low] = [unpackColumn(columns.open), unpackColumn(columns.high), unpackColumn(columns.low)];
  const [close, volume] = [unpackColumn(columns.close), unpackColumn(columns.volume)];
  return Array.from(unpackColumn(columns.openTime), (time, index) => ({
    time,
    open: open[index] as number,
    high: high[index] as number,
    low: low[index] as number,
    close: close[index] as number,
    volume: volume[index] as number,
  }));
}

/** Older bars before the ones there are; what overlaps is kept as it was. */
export function prependBars(older: readonly Bar[], bars: readonly Bar[]): readonly Bar[] {
  const first = bars[0]?.time ?? Infinity;
  const before = older.filter((bar) => bar.time < first);
  return before.length === 0 ? bars : [...before, ...bars];
}

/** More than this many bars make a chart slow. */
export const MAX_BARS = 20_000;
/** The oldest go in pieces: each time they do, the whole chart is drawn anew. */
const PIECE = 2000;

/** A live candle at the end: the newest again, or the next. Older ones are history and change nothing. Bounded, however long it goes on. */
export function withLiveBar(bars: readonly Bar[], bar: Bar): readonly Bar[] {
  const last = bars[bars.length - 1];
  if (last === undefined || bar.time > last.time)
    return [...(bars.length < MAX_BARS + PIECE ? bars : bars.slice(1 - MAX_BARS)), bar];
  if (bar.time < last.time) return bars;
  return [...bars.slice(0, -1), bar];
}

/** Longest hole that is drawn candle by candle; a longer one is drawn this long. */
const MAX_HOLE = 120;

/** Open times of the candles missing in `gaps`, so that a hole is seen as one. */
export function holeTimes(gaps: readonly Gap[], candleMs: number): number[] {
  return gaps.flatMap(({ from, to }) => {
    const missing = Math.min(MAX_HOLE, Math.floor((to - from) / candleMs));
    return Array.from({ length: missing }, (_, index) => from + index * candleMs);
  });
}

/** The bar that holds `time`, by bisection; undefined before the first. */
export function barAt(bars: readonly Bar[], time: number): Bar | undefined {
  let [low, high] = [0, bars.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((bars[middle] as Bar).time <= time) low = middle + 1;
    else high = middle - 1;
  }
  return bars[high];
}

const TAIL = 3;

/** The bars to draw anew where only the end differs; undefined: everything has to be drawn. */
export function changedTail(before: readonly Bar[], after: readonly Bar[]): readonly Bar[] | undefined {
  const grown = after.length - before.length;
  if (before.length < TAIL || grown < 0 || grown >= TAIL || before[0] !== after[0]) return undefined;
  const from = before.length - TAIL;
  if (before[from] !== after[from]) return undefined;
  return after.slice(from + 1).filter((bar, index) => bar !== before[from + 1 + index]);
}
