// Runs feature windows in tests.
import type { FeatureSet } from '../../src/main/engine/features/featureSet.ts';
import { CORE_1 } from '../../src/main/engine/features/core1/core1.ts';
import { FeatureWindow } from '../../src/main/engine/features/featureWindow.ts';
import type { Bar } from '../../src/main/engine/indications/indicator.ts';
import type { Candle } from '../../src/shared/domain/candle.ts';
import { toEpochMs, toSymbolId } from '../../src/shared/domain/ids.ts';
import { type Timeframe, timeframeMs } from '../../src/shared/time.ts';

/** The bars as candles of a timeframe, one after another from 2024-01-01T00:00Z. */
export const candlesOf = (bars: readonly Bar[], timeframe: Timeframe = '15m'): readonly Candle[] =>
  bars.map((bar, i) => ({
    ...bar,
    ...{
      symbol: toSymbolId('BTC/USDT'),
      timeframe,
      openTime: toEpochMs(1_704_067_200_000 + i * timeframeMs(timeframe)),
    },
  }));

/** The vector after each candle; undefined before the first. */
export function vectorsOf(
  candles: readonly Candle[],
  window = new FeatureWindow(CORE_1, candles[0]?.timeframe ?? '15m'),
): readonly (readonly number[] | undefined)[] {
  return candles.map((candle) => {
    window.push(candle);
    return window.isReady ? [...window.values] : undefined;
  });
}

/** A vector by names. */
export const named = (set: FeatureSet, values: Iterable<number>): Readonly<Record<string, number>> => {
  const list = [...values];
  return Object.fromEntries(set.features.map(({ name }, place) => [name, list[place] ?? NaN]));
};
