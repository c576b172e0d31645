// How good the answers of a model turned out to be: Brier score and calibration error over its newest resolved predictions.
import type { Direction, Probabilities, ReliabilityPoint } from '../../../shared/domain/prediction.ts';
import { directionOf } from './consensusOf.ts';
import { RollingSums } from './rollingSums.ts';

/** Bins of equal width of the confidence. */
const BINS = 10;
const PER_BIN = 3;

/** Sum over the classes of (probability - outcome)^2, 0..2. */
export const brierOf = ({ sell, hold, buy }: Probabilities, outcome: Direction): number =>
  (sell - Number(outcome === 'SELL')) ** 2 +
  (hold - Number(outcome === 'HOLD')) ** 2 +
  (buy - Number(outcome === 'BUY')) ** 2;

type Bin = [count: number, confidence: number, hits: number];

export class DriftScores {
  private readonly sums: RollingSums;

  constructor(window: number) {
    this.sums = new RollingSums(1 + PER_BIN * BINS, window);
  }

  /** Resolved predictions that count. */
  get count(): number {
    return this.sums.count;
  }

  add(probabilities: Probabilities, outcome: Direction): void {
    const { sell, hold, buy } = probabilities;
    const confidence = Math.max(sell, hold, buy);
    const place = 1 + PER_BIN * Math.min(BINS - 1, Math.floor(confidence * BINS));
    const sums = this.sums.next();
    const add = (at: number, value: number): void => void (sums[at] = (sums[at] as number) + value);
    add(0, brierOf(probabilities, outcome));
    add(place, 1);
    add(place + 1, confidence);
    add(place + 2, Number(directionOf(probabilities) === outcome));
  }

  /** Mean Brier score; NaN without any. */
  get brier(): number {
    return this.sums.sum(0) / this.count;
  }

  /** Expected calibration error of the likeliest class: mean |confidence - hit rate| over the bins, by their counts; NaN without any. */
  get ece(): number {
    let error = 0;
    for (let bin = 0; bin < BINS; bin++) {
      const place = 1 + PER_BIN * bin;
      error += Math.abs(this.sums.sum(place + 1) - this.sums.sum(place + 2));
    }
    return error / this.count;
  }

  /** Confidence of the likeliest class against how often it came true, bin by bin; empty ones left out. */
  get reliability(): readonly ReliabilityPoint[] {
    return Array.from({ length: BINS }, (_, bin) => {
      const [count, confidence, hits] = [0, 1, 2].map((at) => this.sums.sum(1 + PER_BIN * bin + at)) as Bin;
      return { predicted: confidence / count, observed: hits / count, count };
    }).filter(({ count }) => count > 0);
  }

  save(): readonly number[] {
    return this.sums.save();
  }

  load(state: readonly number[]): void {
    this.sums.load(state);
  }
}
