// Candles in whole ticks and lots, and how they are joined and cut. Integers make every cut add up to its whole exactly.
import type { Rng } from '../../kernel/rng.ts';

/** Prices in ticks, volume in lots. */
export interface GridCandle {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** Makes `whole` the candle over itself and `next`. */
export function joinCandle(whole: GridCandle, next: Readonly<GridCandle>): void {
  whole.high = Math.max(whole.high, next.high);
  whole.low = Math.min(whole.low, next.low);
  whole.close = next.close;
  whole.volume += next.volume;
}

/**
 * Prices (ticks) at `steps` even steps through a candle, `steps + 1` of them: the first is its open, the last its close,
 * and its high and low are touched. A random path between the two ends, stretched to reach high and low.
 */
export function pathWithin(candle: Readonly<GridCandle>, steps: number, rng: Rng): Float64Array {
  const { open, high, low, close } = candle;
  const path = new Float64Array(steps + 1);
  const stride = (high - low) / (1.6 * Math.sqrt(steps));
  for (let i = 1; i <= steps; i++) path[i] = (path[i - 1] as number) + stride * rng.gaussian();
  const miss = open + (path[steps] as number) - close;
  let [highest, lowest] = [1, 2];
  for (let i = 0; i <= steps; i++) {
    path[i] = open + (path[i] as number) - (miss * i) / steps;
    if (i === 0 || i === steps) continue;
    if ((path[i] as number) > (path[highest] as number) && i !== lowest) highest = i;
    if ((path[i] as number) < (path[lowest] as number) && i !== highest) lowest = i;
  }
  const [top, bottom] = [Math.max(open, close), Math.min(open, close)];
  const up = (high - top) / Math.max(1, (path[highest] as number) - top);
  const down = (bottom - low) / Math.max(1, bottom - (path[lowest] as number));
  for (let i = 0; i <= steps; i++) {
    const price = path[i] as number;
    const reached = price > top ? top + (price - top) * up : price < bottom ? bottom - (bottom - price) * down : price;
    path[i] = Math.min(high, Math.max(low, Math.round(reached)));
  }
  path[0] = open;
  path[highest] = high;
  path[lowest] = low;
  path[steps] = close;
  return path;
}

/** `candle` cut into `parts` candles of equal length that follow one path and join to exactly it. */
export function cutCandle(candle: Readonly<GridCandle>, parts: number, rng: Rng): GridCandle[] {
  const stepsPerPart = 4;
  const path = pathWithin(candle, parts * stepsPerPart, rng);
  const cut = Array.from({ length: parts }, (_, part) => {
    const prices = path.subarray(part * stepsPerPart, (part + 1) * stepsPerPart + 1);
    const [open, close] = [prices[0] as number, prices[stepsPerPart] as number];
    return { open, high: Math.max(...prices), low: Math.min(...prices), close, volume: 1 };
  });
  const weights = cut.map(({ high, low }) => (1 + high - low) * Math.exp(0.5 * rng.gaussian()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = candle.volume - parts;
  let [seen, given] = [0, 0];
  cut.forEach((piece, part) => {
    seen += weights[part] as number;
    const share = part === parts - 1 ? spare : Math.floor((spare * seen) / total);
    piece.volume += share - given;
    given = share;
  });
  return cut;
}
