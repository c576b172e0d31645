// Where the prices of a world come from: candle after candle, with a way through each of them.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { CandleRange } from '../ports.ts';

/** Best prices in quote currency, sizes in the unit of the candle's volume. */
export interface Quote {
  readonly bid: number;
  readonly ask: number;
  readonly last: number;
  readonly bidSize: number;
  readonly askSize: number;
}

export interface MarketRow {
  readonly symbol: SymbolId;
  readonly candle: Candle;
  /** Step 0 is the open, step `steps` the close; high and low are between. Until the next bucket is asked for. */
  readonly quote: (step: number) => Quote;
}

/** Candles of one open time, in order of symbol name. */
export interface Bucket {
  readonly openTime: EpochMs;
  readonly rows: readonly MarketRow[];
}

export interface MarketSource {
  readonly timeframe: Timeframe;
  /** When the world starts; candles that close until then are history. */
  readonly startAt: EpochMs;
  /** Which world it is: another text, other prices. */
  readonly identity: string;
  /** Marks on the way through a candle; 0 is none. */
  readonly steps: number;
  /** Undefined at the end of the data. */
  nextBucket(): Bucket | undefined;
  /** Makes the first bucket after the start that closes at or after `time` the next one. */
  seek(time: EpochMs): void;
  /** Candles of the range that have closed by `now`. Throws `AppError`. */
  candles(range: CandleRange, now: EpochMs): readonly Candle[];
}
