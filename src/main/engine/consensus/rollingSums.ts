// Sums over the newest samples: two halves of a window, of which the older is forgotten when the newer is full. Small to keep,
// exact to restore.
import { invariant } from '../../../shared/assert.ts';

export class RollingSums {
  private readonly half: number;
  private older: Float64Array;
  private newer: Float64Array;
  private olderCount = 0;
  private newerCount = 0;

  /** `width` sums over at least half of the newest `window` samples and at most all of them. */
  constructor(width: number, window: number) {
    this.half = Math.ceil(window / 2);
    this.older = new Float64Array(width);
    this.newer = new Float64Array(width);
  }

  /** Samples that count. */
  get count(): number {
    return this.olderCount + this.newerCount;
  }

  sum(place: number): number {
    return (this.older[place] as number) + (this.newer[place] as number);
  }

  /** The sums that one more sample is to be added to; valid until the next call. */
  next(): Float64Array {
    if (this.newerCount >= this.half) {
      [this.older, this.newer] = [this.newer, this.older];
      this.newer.fill(0);
      [this.olderCount, this.newerCount] = [this.newerCount, 0];
    }
    this.newerCount += 1;
    return this.newer;
  }

  save(): readonly number[] {
    return [this.olderCount, this.newerCount, ...this.older, ...this.newer];
  }

  /** Exact inverse of `save` on sums of the same width. */
  load(state: readonly number[]): void {
    const width = this.older.length;
    invariant(state.length === 2 + 2 * width, `expected ${2 + 2 * width} numbers of sums, found ${state.length}`);
    [this.olderCount, this.newerCount] = state as unknown as readonly [number, number];
    this.older.set(state.slice(2, 2 + width));
    this.newer.set(state.slice(2 + width));
  }
}
