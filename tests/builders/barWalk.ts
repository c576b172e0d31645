// Made-up candles for indicator tests: a seeded random walk with calm and wild stretches, jumps and quiet candles.
import type { Bar } from '../../src/main/engine/indications/indicator.ts';
import type { CandleColumns } from '../../src/shared/domain/candle.ts';
import { toSymbolId } from '../../src/shared/domain/ids.ts';
import { MINUTE_MS } from '../../src/shared/time.ts';

const STEP_MS = 15 * MINUTE_MS;

/** Park and Miller's generator: 0 < x < 1. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** `count` valid 15m bars from 2024-01-01T00:00Z around a price of 100. */
export function barWalk(count: number, seed = 7): readonly Bar[] {
  const next = uniform(seed);
  let close = 100;
  return Array.from({ length: count }, (_, i) => {
    const open = close;
    const wildness = (i % 200 < 150 ? 0.004 : 0.02) * (next() < 0.02 ? 5 : 1);
    close = open * (1 + wildness * (next() - 0.5));
    const high = Math.max(open, close) * (1 + 0.3 * wildness * next());
    const low = Math.min(open, close) * (1 - 0.3 * wildness * next());
    return { openTime: 1_704_067_200_000 + i * STEP_MS, open, high, low, close, volume: 5 + 100 * next() };
  });
}

/** `count` bars that do not move, with the volume given. */
export const flatBars = (count: number, price: number, volume = 10): readonly Bar[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ open: price, high: price, low: price, close: price },
    ...{ openTime: 1_704_067_200_000 + i * STEP_MS, volume },
  }));

/** The bars as candle columns. */
export function toColumns(bars: readonly Bar[]): CandleColumns {
  const column = (key: keyof Bar): Float64Array => Float64Array.from(bars, (bar) => bar[key]);
  return {
    ...{ symbol: toSymbolId('BTC/USDT'), timeframe: '15m' },
    ...{ openTime: column('openTime'), open: column('open'), high: column('high'), low: column('low') },
    ...{ close: column('close'), volume: column('volume') },
  };
}
