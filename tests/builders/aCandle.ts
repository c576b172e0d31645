// A sound candle; only what matters to a test is named.
import type { Candle } from '../../src/shared/domain/candle.ts';
import { type EpochMs, toEpochMs, toSymbolId } from '../../src/shared/domain/ids.ts';
import { type Timeframe, timeframeMs } from '../../src/shared/time.ts';

/** 2024-01-01T00:00:00Z, a bucket edge of every timeframe up to 1d. */
export const START = toEpochMs(1_704_067_200_000);

/** Open time of the `index`th candle after `START`. */
export const openTimeAt = (index: number, timeframe: Timeframe = '15m'): EpochMs =>
  toEpochMs(START + index * timeframeMs(timeframe));

export const aCandle = (part: Partial<Candle> = {}): Candle => ({
  symbol: toSymbolId('BTC/USDT'),
  timeframe: '15m',
  openTime: START,
  open: 100,
  high: 110,
  low: 90,
  close: 105,
  volume: 3,
  ...part,
});
