// The newest feature vector of one symbol and timeframe, and how whole the candles are that it was made of.
import type { Candle } from '../../../shared/domain/candle.ts';
import { type Timeframe, timeframeMs } from '../../../shared/time.ts';
import type { FeatureSet } from '../features/featureSet.ts';
import { FeatureWindow } from '../features/featureWindow.ts';

/** Candles that never came: so many buckets before the candle that opens at `before`. */
interface Hole {
  readonly before: number;
  readonly missing: number;
}

export interface FeatureFeedState {
  readonly timeframe: Timeframe;
  readonly featureSet: string;
  readonly firstOpen: number;
  readonly lastOpen: number;
  readonly holes: readonly Hole[];
  readonly window: readonly number[];
}

/** Where the vectors of a feed come from: its own window, or a backtest that has computed them already with one. */
export type VectorSource = Pick<FeatureWindow, 'push' | 'isReady' | 'values' | 'save' | 'load'>;

export class FeatureFeed {
  readonly set: FeatureSet;
  readonly timeframe: Timeframe;
  private readonly lengthMs: number;
  private window: VectorSource;
  private firstOpen = -1;
  private lastOpen = -1;
  /** Within the look-back, oldest first. */
  private holes: readonly Hole[] = NO_HOLES;

  constructor(set: FeatureSet, timeframe: Timeframe) {
    this.set = set;
    this.timeframe = timeframe;
    this.lengthMs = timeframeMs(timeframe);
    this.window = new FeatureWindow(set, timeframe);
  }

  get isReady(): boolean {
    return this.window.isReady;
  }

  /** From the first candle on. */
  takeFrom(source: VectorSource): void {
    this.window = source;
  }

  /** Valid until the next candle. */
  get values(): Float32Array {
    return this.window.values;
  }

  /** Accepted candles in the look-back / expected ones, 0..1; those before the first are not expected. */
  get dataQuality(): number {
    if (this.lastOpen === -1) return 0;
    const buckets = (this.lastOpen - this.firstOpen) / this.lengthMs + 1;
    const missing = this.holes.reduce((sum, hole) => sum + hole.missing, 0);
    return 1 - missing / Math.min(buckets, this.set.lookback + missing);
  }

  /** Takes the next closed candle of the timeframe. */
  push(candle: Candle): void {
    const { openTime } = candle;
    const missing = this.lastOpen === -1 ? 0 : (openTime - this.lastOpen) / this.lengthMs - 1;
    if (this.lastOpen === -1) this.firstOpen = openTime;
    if (missing > 0 || this.holes.length > 0) {
      const oldest = openTime - this.set.lookback * this.lengthMs;
      const kept = this.holes.filter(({ before }) => before > oldest);
      this.holes = missing > 0 ? [...kept, { before: openTime, missing }] : kept;
    }
    this.lastOpen = openTime;
    this.window.push(candle);
  }

  save(): FeatureFeedState {
    const { timeframe, firstOpen, lastOpen, holes, set, window } = this;
    return { timeframe, featureSet: set.id, firstOpen, lastOpen, holes, window: window.save() };
  }

  /** Exact inverse of `save` on a feed of the same set and timeframe. */
  load({ firstOpen, lastOpen, holes, window }: FeatureFeedState): void {
    Object.assign(this, { firstOpen, lastOpen, holes });
    this.window.load(window);
  }
}

const NO_HOLES: readonly Hole[] = [];
