// The shared shape of all rolling aggregates: nothing is ever subtracted, so nothing drifts and a huge old value leaves no trace.
import { Composite, type StateReader } from './state.ts';

/**
 * The stream is cut into blocks of `period` values. A window is the tail of the block before plus the head of the running one, so
 * it needs one aggregate per tail (made when a block is complete, from its newest value backwards) and one of the head.
 * Amortised O(1). Arrays of a subclass hold the running block's values in `[0, filled)` and tails of the block before in
 * `[filled, period)`.
 */
export abstract class RollingWindow extends Composite {
  protected readonly period: number;
  /** Values in the running block. */
  protected filled = 0;
  private hasTails = false;

  protected constructor(period: number) {
    super();
    this.period = period;
  }

  /** The aggregate of the last `period` values including `value`; NaN while there are fewer. */
  push(value: number): number {
    this.addToHead(value);
    this.filled++;
    if (this.filled < this.period) return this.hasTails ? this.joined() : NaN;
    const whole = this.headAlone();
    this.makeTails();
    this.filled = 0;
    this.hasTails = true;
    return whole;
  }

  /** Writes `value` at place `filled` of the running block and into the head's aggregate (a new head when `filled` is 0). */
  protected abstract addToHead(value: number): void;
  /** Aggregate of the head, which is a whole window. */
  protected abstract headAlone(): number;
  /** Aggregate of head and tail `filled`. */
  protected abstract joined(): number;
  /** Turns the complete block into its tails, in place. */
  protected abstract makeTails(): void;

  override write(out: number[]): void {
    out.push(this.filled, this.hasTails ? 1 : 0);
    super.write(out);
  }

  override read(from: StateReader): void {
    this.filled = from.next();
    this.hasTails = from.next() === 1;
    super.read(from);
  }
}
