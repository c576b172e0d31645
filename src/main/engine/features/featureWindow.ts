// One symbol and timeframe's newest feature vector, from its closed candles as they come.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { Timeframe } from '../../../shared/time.ts';
import { decodeState, encodeState, StateReader } from '../indications/state.ts';
import type { FeatureSet } from './featureSet.ts';
import { History } from './history.ts';

/** The same code live, in backtests and in `features export`. */
export class FeatureWindow {
  readonly set: FeatureSet;
  /** The newest vector in the order of the set; one array, written anew by each candle; NaN until `isReady`. */
  readonly values: Float32Array;
  private readonly history: History;

  constructor(set: FeatureSet, timeframe: Timeframe) {
    this.set = set;
    this.values = new Float32Array(set.features.length).fill(NaN);
    this.history = new History(timeframe);
  }

  /** True once the set's look-back is full of candles; then every value is finite. */
  get isReady(): boolean {
    return this.history.isFull;
  }

  /** Takes the next closed candle of the timeframe; allocation-free. */
  push(candle: Candle): void {
    this.history.push(candle);
    this.compute();
  }

  /** The whole state as finite numbers, so that it survives JSON. */
  save(): readonly number[] {
    const numbers: number[] = [];
    this.history.write(numbers);
    return encodeState(numbers);
  }

  /** Exact inverse of `save` on a window of the same set and timeframe: continuing gives identical bits. */
  load(state: readonly number[]): void {
    const reader = new StateReader(decodeState(state));
    this.history.read(reader);
    reader.end();
    this.values.fill(NaN);
    this.compute();
  }

  private compute(): void {
    if (!this.isReady) return;
    const { features } = this.set;
    for (let place = 0; place < features.length; place++) {
      this.values[place] = (features[place] as (typeof features)[number]).value(this.history);
    }
  }
}
