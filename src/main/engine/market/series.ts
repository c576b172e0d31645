// The newest values of one line: what conditions look back at.
import { invariant } from '../../../shared/assert.ts';

/** A ring of values that starts filled with `initial`. Capacity is a power of two, so that looking back is one mask. */
export class Series {
  private values: Float64Array;
  private mask: number;
  private newest = 0;

  /** Keeps at least `depth` values. */
  constructor(depth: number, initial = NaN) {
    this.values = new Float64Array(capacityFor(depth)).fill(initial);
    this.mask = this.values.length - 1;
  }

  /** How many values it keeps. */
  get depth(): number {
    return this.values.length;
  }

  /** The value `back` pushes ago, 0 the newest; NaN while it is absent. `back` below `depth`. */
  at(back: number): number {
    if (back > this.mask) invariant(false, `expected to look back less than ${this.depth} values, got ${back}`);
    return this.values[(this.newest - back) & this.mask] as number;
  }

  push(value: number): void {
    this.newest = (this.newest + 1) & this.mask;
    this.values[this.newest] = value;
  }

  /** Keeps at least `depth` values from now on; what is older than it kept so far stays absent. */
  deepen(depth: number): void {
    if (depth <= this.depth) return;
    const known = this.save();
    this.values = new Float64Array(capacityFor(depth)).fill(NaN);
    this.mask = this.values.length - 1;
    this.load(known);
  }

  /** All values it keeps, newest first. */
  save(): readonly number[] {
    return Array.from(this.values, (_, back) => this.at(back));
  }

  /** Exact inverse of `save` on a series that is at least as deep. */
  load(newestFirst: readonly number[]): void {
    for (const value of newestFirst.toReversed()) this.push(value);
  }
}

const capacityFor = (depth: number): number => (depth <= 1 ? 1 : 2 ** (32 - Math.clz32(depth - 1)));
