// The feature vectors of one symbol over all its candles: the way of the candles is the engine's own, so the vectors are too.
import { type Candle, candleAt, type CandleColumns, closeTimeOf } from '../../../shared/domain/candle.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { Timeframe } from '../../../shared/time.ts';
import { type FeatureSet, findFeatureSet } from '../../engine/features/featureSet.ts';
import { FeatureWindow } from '../../engine/features/featureWindow.ts';
import { Aggregator } from '../../engine/market/aggregator.ts';

/** The rows of one timeframe and feature set, each at the close it is known at. */
export interface FeatureRows {
  readonly timeframe: Timeframe;
  readonly set: FeatureSet;
  readonly rowAt: ReadonlyMap<number, number>;
  readonly checks: readonly number[];
}

/** Rows that are handed on at a time: some milliseconds of a model's work. */
const ROWS_AT_ONCE = 2048;

export type TakeRows = (rows: FeatureRows, values: Float32Array<ArrayBuffer>) => void;

/** Walks through the candles of one symbol; `take` gets every row once, in order. */
export class FeatureWalk {
  readonly rows: readonly RowWriter[];
  private readonly columns: CandleColumns;
  private readonly aggregator: Aggregator;
  private index = 0;

  constructor(columns: CandleColumns, specs: readonly ModelSpec[], take: TakeRows) {
    const { symbol, timeframe: base } = columns;
    this.columns = columns;
    const writers = new Map<string, RowWriter>();
    for (const { timeframe, featureSet } of specs) {
      const set = findFeatureSet(featureSet);
      const key = `${timeframe}|${featureSet}`;
      if (set !== undefined && !writers.has(key)) writers.set(key, new RowWriter(set, timeframe, take));
    }
    this.rows = [...writers.values()];
    this.aggregator = new Aggregator({ symbol, base, timeframes: this.rows.map(({ timeframe }) => timeframe) });
  }

  get total(): number {
    return this.columns.openTime.length;
  }

  get isDone(): boolean {
    return this.index >= this.total;
  }

  /** Takes up to `count` more candles; after the last one nothing is held back. */
  advance(count: number): void {
    const end = Math.min(this.total, this.index + count);
    for (; this.index < end; this.index++) {
      const candle = candleAt(this.columns, this.index);
      this.push(candle);
      for (const built of this.aggregator.push(candle)) this.push(built);
    }
    if (this.isDone) for (const writer of this.rows) writer.flush();
  }

  private push(candle: Candle): void {
    for (const writer of this.rows) if (writer.timeframe === candle.timeframe) writer.push(candle);
  }
}

class RowWriter implements FeatureRows {
  readonly timeframe: Timeframe;
  readonly set: FeatureSet;
  readonly rowAt = new Map<number, number>();
  readonly checks: number[] = [];
  private readonly window: FeatureWindow;
  private readonly take: TakeRows;
  private values: Float32Array<ArrayBuffer>;
  private held = 0;

  constructor(set: FeatureSet, timeframe: Timeframe, take: TakeRows) {
    this.set = set;
    this.timeframe = timeframe;
    this.take = take;
    this.window = new FeatureWindow(set, timeframe);
    this.values = this.fresh();
  }

  push(candle: Candle): void {
    this.window.push(candle);
    if (!this.window.isReady) return;
    const { values } = this.window;
    this.rowAt.set(closeTimeOf(candle), this.checks.length);
    this.checks.push(checkOf(values));
    this.values.set(values, this.held * values.length);
    this.held += 1;
    if (this.held === ROWS_AT_ONCE) this.flush();
  }

  flush(): void {
    if (this.held === 0) return;
    const full = this.values.slice(0, this.held * this.set.features.length);
    this.values = this.fresh();
    this.held = 0;
    this.take(this, full);
  }

  private fresh(): Float32Array<ArrayBuffer> {
    return new Float32Array(ROWS_AT_ONCE * this.set.features.length);
  }
}

/** Tells two vectors apart, all but certainly. */
export function checkOf(features: ArrayLike<number>): number {
  let sum = 0;
  for (let place = 0; place < features.length; place++) sum += (features[place] as number) * (place + 1);
  return sum;
}
