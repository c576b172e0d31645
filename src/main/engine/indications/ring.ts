// The last `size` values of a stream.
import type { Stateful, StateReader } from './state.ts';

/** Fixed window over a stream; with size 1 it is simply the previous value. */
export class Ring implements Stateful {
  /** The window's values in no particular order, NaN where none has come yet. */
  readonly values: Float64Array;
  private next = 0;

  constructor(size: number) {
    this.values = new Float64Array(size).fill(NaN);
  }

  /** Takes `value` and returns the one that came `size` pushes before it; NaN if there is none. */
  push(value: number): number {
    const evicted = this.values[this.next] as number;
    this.values[this.next] = value;
    this.next = this.next + 1 === this.values.length ? 0 : this.next + 1;
    return evicted;
  }

  write(out: number[]): void {
    out.push(...this.values, this.next);
  }

  read(from: StateReader): void {
    from.fill(this.values);
    this.next = from.next();
  }
}
