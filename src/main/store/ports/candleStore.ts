// The ports of the candle store. Implementations pass one contract suite.
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';
import type { Timeframe } from '../../../shared/time.ts';

/** Which candles: those of one source are never mixed with another's. */
export interface SeriesKey {
  /** Exchange id such as `binance`, or `simulator`. */
  readonly source: string;
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
}

/** Open times, `from` inclusive, `to` exclusive. */
export interface OpenTimeRange {
  readonly from?: EpochMs | undefined;
  readonly to?: EpochMs | undefined;
}

/** What is stored of one series; `from` and `to` are the first and last open time. */
export interface StoredSeries extends SeriesKey {
  readonly candles: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface CandleReader {
  /** Every series with candles, by source, symbol, timeframe. */
  list(): readonly StoredSeries[];
  coverage(key: SeriesKey): StoredSeries | undefined;
  /** Ascending by open time; empty when nothing is stored. */
  range(key: SeriesKey, range?: OpenTimeRange): CandleColumns;
  /** The newest `count` candles that open before `before`, ascending. */
  latest(key: SeriesKey, count: number, before?: EpochMs): CandleColumns;
}

export interface AppendOutcome {
  readonly inserted: number;
  /** Stored already with the same values. */
  readonly unchanged: number;
  /** Open times stored with other values. */
  readonly revised: readonly EpochMs[];
}

/** All or nothing: a call that throws has changed nothing. Candles are sound and ascending. */
export interface CandleWriter {
  /** Adds what is new; keeps the stored values of revised candles. */
  append(key: SeriesKey, candles: CandleColumns): AppendOutcome;
  /** Adds what is new and replaces the stored values of revised candles. */
  overwrite(key: SeriesKey, candles: CandleColumns): AppendOutcome;
  /** Forgets the series and what was computed from it; how many candles there were. */
  remove(key: SeriesKey): number;
}
