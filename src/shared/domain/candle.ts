import type { Timeframe } from '../time.ts';
import { timeframeMs } from '../time.ts';
import type { EpochMs, SymbolId } from './ids.ts';
import { toEpochMs } from './ids.ts';

/** One closed candle. Prices in quote currency, volume in base coin (contracts where the venue counts so). */
export interface Candle {
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly openTime: EpochMs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** When the engine may know the candle: `openTime + timeframe`. */
export const closeTimeOf = (candle: Candle): EpochMs => toEpochMs(candle.openTime + timeframeMs(candle.timeframe));

/**
 * Candles of one symbol and timeframe as columns of equal length, ascending by open time.
 * Times are epoch ms, prices quote currency, volume base coin.
 */
export interface CandleColumns {
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Row `index` of `columns` as a candle. */
export function candleAt(columns: CandleColumns, index: number): Candle {
  return {
    symbol: columns.symbol,
    timeframe: columns.timeframe,
    openTime: toEpochMs(columns.openTime[index] as number),
    open: columns.open[index] as number,
    high: columns.high[index] as number,
    low: columns.low[index] as number,
    close: columns.close[index] as number,
    volume: columns.volume[index] as number,
  };
}
