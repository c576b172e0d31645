// The feature vectors of one symbol over all its candles: the way of the candles is the engine's own, so the vectors are too.
import { type Candle, candleAt, type CandleColumns, closeTimeOf } from '../../../shared/domain/candle.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { VectorSource } from '../../engine/consensus/featureFeed.ts';
import { type FeatureSet, findFeatureSet } from '../../engine/features/featureSet.ts';
import { FeatureWindow } from '../../engine/features/featureWindow.ts';
import { Aggregator } from '../../engine/market/aggregator.ts';

/** Rows of one block: some milliseconds of a model's work. */
const BLOCK_ROWS = 2048;

/** Gets every block of rows once, in order. */
export type TakeBlock = (rows: FeatureRows, block: Float32Array<ArrayBuffer>) => void;

/** The rows of one timeframe and feature set, each at the close it is known at. */
export class FeatureRows {
  readonly timeframe: Timeframe;
  readonly set: FeatureSet;
  private readonly rowAt = new Map<number, number>();
  private readonly blocks: Float32Array<ArrayBuffer>[] = [];
  private readonly window: FeatureWindow;
  private readonly take: TakeBlock;

  constructor(set: FeatureSet, timeframe: Timeframe, take: TakeBlock) {
    this.set = set;
    this.timeframe = timeframe;
    this.take = take;
    this.window = new FeatureWindow(set, timeframe);
  }

  /** Undefined: no whole vector was known at that close. */
  rowOf(closeTime: number): number | undefined {
    return this.rowAt.get(closeTime);
  }

  push(candle: Candle): void {
    this.window.push(candle);
    if (!this.window.isReady) return;
    const { values } = this.window;
    const row = this.rowAt.size;
    const place = row % BLOCK_ROWS;
    if (place === 0) this.blocks.push(new Float32Array(BLOCK_ROWS * values.length));
    this.rowAt.set(closeTimeOf(candle), row);
    (this.blocks.at(-1) as Float32Array).set(values, place * values.length);
    if (place === BLOCK_ROWS - 1) this.take(this, (this.blocks.at(-1) as Float32Array<ArrayBuffer>).slice());
  }

  /** Hands on what no block was filled with. */
  end(): void {
    const rest = this.rowAt.size % BLOCK_ROWS;
    const last = this.blocks.at(-1);
    if (rest > 0 && last !== undefined) this.take(this, last.slice(0, rest * this.set.features.length));
  }

  /** The vectors again, candle by candle. */
  source(): VectorSource {
    const { rowAt, blocks, set } = this;
    const width = set.features.length;
    let row: number | undefined;
    return {
      push: (candle) => void (row = rowAt.get(closeTimeOf(candle))),
      get isReady() {
        return row !== undefined;
      },
      get values() {
        const place = ((row ?? 0) % BLOCK_ROWS) * width;
        return (blocks[Math.floor((row ?? 0) / BLOCK_ROWS)] as Float32Array).subarray(place, place + width);
      },
      save: () => (row === undefined ? [] : [row]),
      load: ([saved]) => void (row = saved),
    };
  }
}

/** Walks through the candles of one symbol. */
export class FeatureWalk {
  readonly rows: readonly FeatureRows[];
  private readonly columns: CandleColumns;
  private readonly aggregator: Aggregator;
  private index = 0;

  constructor(columns: CandleColumns, specs: readonly ModelSpec[], take: TakeBlock) {
    const { symbol, timeframe: base } = columns;
    this.columns = columns;
    const rows = new Map<string, FeatureRows>();
    for (const { timeframe, featureSet } of specs) {
      const set = findFeatureSet(featureSet);
      const key = `${timeframe}|${featureSet}`;
      if (set !== undefined && !rows.has(key)) rows.set(key, new FeatureRows(set, timeframe, take));
    }
    this.rows = [...rows.values()];
    this.aggregator = new Aggregator({ symbol, base, timeframes: this.rows.map(({ timeframe }) => timeframe) });
  }

  get total(): number {
    return this.columns.openTime.length;
  }

  get isDone(): boolean {
    return this.index >= this.total;
  }

  /** Takes up to `count` more candles; how many it took. After the last one nothing is held back. */
  advance(count: number): number {
    const from = this.index;
    const end = Math.min(this.total, from + count);
    for (; this.index < end; this.index++) {
      const candle = candleAt(this.columns, this.index);
      this.push(candle);
      for (const built of this.aggregator.push(candle)) this.push(built);
    }
    if (this.isDone) for (const rows of this.rows) rows.end();
    return end - from;
  }

  private push(candle: Candle): void {
    for (const rows of this.rows) if (rows.timeframe === candle.timeframe) rows.push(candle);
  }
}
