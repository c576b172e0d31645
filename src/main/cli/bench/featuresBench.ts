// Feature vectors of one symbol on 15m, 1h and 4h, from its 15m candles.
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { candleAt, type Candle, type CandleColumns } from '../../../shared/domain/candle.ts';
import type { Timeframe } from '../../../shared/time.ts';
import { CORE_1 } from '../../engine/features/core1/core1.ts';
import { FeatureWindow } from '../../engine/features/featureWindow.ts';
import { Aggregator } from '../../engine/market/aggregator.ts';
import type { Bench } from './bench.ts';
import { smaCrossCandles, SYMBOL } from './smaCrossRun.ts';

const BASE = '15m';
const HIGHER = ['1h', '4h'] as const;
/** A year of candles, and some. */
const CANDLES = 40_000;

export const featuresBench: Bench = {
  name: 'features',
  title: `${String(CORE_1.features.length)} features each on ${[BASE, ...HIGHER].join(', ')}, per 15m candle and symbol`,
  target: { bound: 'atMost', value: 20, unit: 'us' },
  digest: 'd012a5e4c31806adbfa70a3df3e3bd7a61edd229093cfd270da7bc2ea0816b06',
  prepare: () => {
    const candles = firstOf(smaCrossCandles());
    return Promise.resolve({ run: () => Promise.resolve(measure(candles)) });
  },
};

const firstOf = (columns: CandleColumns): readonly Candle[] =>
  Array.from({ length: CANDLES }, (_, row) => candleAt(columns, row));

function measure(candles: readonly Candle[]): { value: number; digest: string } {
  const aggregator = new Aggregator({ symbol: SYMBOL, base: BASE, timeframes: HIGHER });
  const windows = new Map(
    ([BASE, ...HIGHER] as const).map(
      (timeframe) => [timeframe as Timeframe, new FeatureWindow(CORE_1, timeframe)] as const,
    ),
  );
  const sums = new Float64Array(CORE_1.features.length);
  const push = (candle: Candle): void => {
    const window = windows.get(candle.timeframe);
    window?.push(candle);
    if (window?.isReady === true) window.values.forEach((value, place) => (sums[place] = (sums[place] ?? 0) + value));
  };
  const startedAt = performance.now();
  for (const candle of candles) {
    push(candle);
    for (const higher of aggregator.push(candle)) push(higher);
  }
  const elapsedMs = performance.now() - startedAt;
  return { value: (elapsedMs * 1000) / candles.length, digest: createHash('sha256').update(sums).digest('hex') };
}
