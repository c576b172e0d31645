// How far the feature vectors of today lie from those a model was trained on: population stability index per feature.
import { RollingSums } from './rollingSums.ts';

const BINS = 10;
/** Vectors between two measurements: the index moves slowly, and costs a logarithm per feature and bin. */
const MEASURED_EVERY = 32;

export interface Stability {
  /** Over the features that can be judged. */
  readonly mean: number;
  readonly worst: number;
  /** Its place in the set. */
  readonly worstPlace: number;
}

export class FeatureDrift {
  /** Nine for each judged feature, one after the other. */
  private readonly edges: Float64Array;
  /** Places of the features with ten distinct bins; the others (an hour at 4h, a weekday) say nothing. */
  private readonly judged: readonly number[];
  private readonly counts: RollingSums;
  private readonly enough: number;
  private sinceMeasured = 0;
  private found: Stability | undefined;

  constructor(deciles: readonly (readonly number[])[], window: number) {
    this.judged = deciles.flatMap((edges, place) => (isStrictlyAscending(edges) ? [place] : []));
    this.edges = Float64Array.from(this.judged.flatMap((place) => deciles[place] ?? []));
    this.counts = new RollingSums(this.judged.length * BINS, window);
    this.enough = Math.ceil(window / 2);
  }

  /** As measured last; undefined before there are vectors enough. */
  get stability(): Stability | undefined {
    return this.found;
  }

  /** Takes a vector in the order of the set. True: measured anew. */
  add(values: ArrayLike<number>): boolean {
    if (this.judged.length === 0) return false;
    const counts = this.counts.next();
    for (let index = 0; index < this.judged.length; index++) {
      const bin = index * BINS + this.binOf(values[this.judged[index] as number] as number, index * (BINS - 1));
      counts[bin] = (counts[bin] as number) + 1;
    }
    this.sinceMeasured += 1;
    if (this.sinceMeasured < MEASURED_EVERY || this.counts.count < this.enough) return false;
    this.sinceMeasured = 0;
    this.found = this.measure();
    return true;
  }

  save(): readonly number[] {
    const { mean = -1, worst = -1, worstPlace = -1 } = this.found ?? {};
    return [this.sinceMeasured, mean, worst, worstPlace, ...this.counts.save()];
  }

  load(state: readonly number[]): void {
    const [sinceMeasured = 0, mean = -1, worst = -1, worstPlace = -1, ...counts] = state;
    this.sinceMeasured = sinceMeasured;
    this.found = worstPlace === -1 ? undefined : { mean, worst, worstPlace };
    this.counts.load(counts);
  }

  /** How many of the nine edges from `first` on lie below the value. */
  private binOf(value: number, first: number): number {
    let [low, high] = [first, first + BINS - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.edges[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low - first;
  }

  private measure(): Stability {
    let [sum, worst, worstPlace] = [0, -1, -1];
    for (let index = 0; index < this.judged.length; index++) {
      const psi = this.indexOf(index);
      sum += psi;
      if (psi > worst) [worst, worstPlace] = [psi, this.judged[index] as number];
    }
    return { mean: sum / this.judged.length, worst, worstPlace };
  }

  /** Against a tenth in each bin; an empty bin counts as half a vector. */
  private indexOf(index: number): number {
    let psi = 0;
    for (let bin = 0; bin < BINS; bin++) {
      const share = (this.counts.sum(index * BINS + bin) + 0.5) / (this.counts.count + 0.5 * BINS);
      psi += (share - 1 / BINS) * Math.log(share * BINS);
    }
    return psi;
  }
}

const isStrictlyAscending = (edges: readonly number[]): boolean =>
  edges.length === BINS - 1 && edges.every((edge, place) => place === 0 || edge > (edges[place - 1] as number));
