// Builds the candles of higher timeframes from one symbol's base candles. Only complete buckets become candles, and only at
// their close, shortest timeframe first.
import { invariant } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import { toEpochMs, type SymbolId } from '../../../shared/domain/ids.ts';
import { isBuiltFrom, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import type { CandleValues } from './candleProblem.ts';

export interface AggregatorOptions {
  readonly symbol: SymbolId;
  readonly base: Timeframe;
  /** Each a multiple of the base. */
  readonly timeframes: readonly Timeframe[];
}

/** One row of seven numbers per timeframe, shortest first. */
export type AggregatorState = readonly (readonly number[])[];

const NONE: readonly Candle[] = [];

/** Takes accepted base candles in order of time. */
export class Aggregator {
  private readonly symbol: SymbolId;
  private readonly base: Timeframe;
  private readonly baseMs: number;
  private buckets: readonly Bucket[] = [];

  constructor({ symbol, base, timeframes }: AggregatorOptions) {
    this.symbol = symbol;
    this.base = base;
    this.baseMs = timeframeMs(base);
    this.extend(timeframes);
  }

  /** Builds these too from now on: from the first bucket that is seen whole. Candles in the making go on. */
  extend(timeframes: readonly Timeframe[]): void {
    const { base, baseMs, symbol } = this;
    const known = this.buckets.map(({ timeframe }) => timeframe);
    const added = [...new Set(timeframes)].filter((timeframe) => timeframe !== base && !known.includes(timeframe));
    for (const timeframe of added) {
      invariant(isBuiltFrom(timeframe, base), `expected a timeframe made of whole ${base} candles, found ${timeframe}`);
    }
    this.buckets = [...this.buckets, ...added.map((timeframe) => new Bucket(symbol, timeframe, baseMs))].sort(
      (a, b) => a.lengthMs - b.lengthMs,
    );
  }

  /** The candles that this one completes, shortest timeframe first; allocation-free when there are none. */
  push(candle: CandleValues): readonly Candle[] {
    const closeTime = candle.openTime + this.baseMs;
    let built = NONE;
    for (const bucket of this.buckets) {
      bucket.add(candle);
      if (closeTime === bucket.endTime && bucket.isComplete()) built = [...built, bucket.toCandle()];
    }
    return built;
  }

  save(): AggregatorState {
    return this.buckets.map((bucket) => bucket.save());
  }

  /** Exact inverse of `save` on an aggregator of the same timeframes. */
  load(state: AggregatorState): void {
    invariant(
      state.length === this.buckets.length,
      `expected ${this.buckets.length} saved timeframes, found ${state.length}`,
    );
    state.forEach((row, place) => this.buckets[place]?.load(row));
  }
}

/** The candle in the making of one timeframe. */
class Bucket {
  endTime = -1;
  private readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly lengthMs: number;
  private readonly expected: number;
  private count = 0;
  private open = 0;
  private high = 0;
  private low = 0;
  private close = 0;
  private volume = 0;

  constructor(symbol: SymbolId, timeframe: Timeframe, baseMs: number) {
    this.symbol = symbol;
    this.timeframe = timeframe;
    this.lengthMs = timeframeMs(timeframe);
    this.expected = this.lengthMs / baseMs;
  }

  add(candle: CandleValues): void {
    if (candle.openTime >= this.endTime) {
      this.endTime = (Math.floor(candle.openTime / this.lengthMs) + 1) * this.lengthMs;
      this.count = 1;
      this.open = candle.open;
      this.high = candle.high;
      this.low = candle.low;
      this.volume = candle.volume;
    } else {
      this.count += 1;
      if (candle.high > this.high) this.high = candle.high;
      if (candle.low < this.low) this.low = candle.low;
      this.volume += candle.volume;
    }
    this.close = candle.close;
  }

  isComplete(): boolean {
    return this.count === this.expected;
  }

  toCandle(): Candle {
    const { symbol, timeframe, open, high, low, close, volume } = this;
    return { symbol, timeframe, openTime: toEpochMs(this.endTime - this.lengthMs), open, high, low, close, volume };
  }

  save(): readonly number[] {
    return [this.endTime, this.count, this.open, this.high, this.low, this.close, this.volume];
  }

  load(row: readonly number[]): void {
    [this.endTime, this.count, this.open, this.high, this.low, this.close, this.volume] = row as unknown as SavedBucket;
  }
}

type SavedBucket = readonly [number, number, number, number, number, number, number];
