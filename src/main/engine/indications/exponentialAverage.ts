// Exponential smoothing seeded with the plain mean of the first n values: the EMA and Wilder's average.
import { Composite } from './state.ts';

const VALUE = 0;
const COUNT = 1;

/** `previous + alpha x (value - previous)`: flat input stays exactly flat. */
export class ExponentialAverage extends Composite {
  private readonly period: number;
  private readonly alpha: number;
  private readonly cells = this.own(new Float64Array(2));

  private constructor(period: number, alpha: number) {
    super();
    this.period = period;
    this.alpha = alpha;
  }

  /** alpha = 2 / (period + 1). */
  static ema(period: number): ExponentialAverage {
    return new ExponentialAverage(period, 2 / (period + 1));
  }

  /** alpha = 1 / period. */
  static wilder(period: number): ExponentialAverage {
    return new ExponentialAverage(period, 1 / period);
  }

  /** The average including `value`; NaN until `period` values have come. */
  push(value: number): number {
    const previous = this.cells[VALUE] as number;
    const count = this.cells[COUNT] as number;
    if (count >= this.period) {
      // With alpha 1 the difference would only lose digits.
      const next = this.alpha === 1 ? value : previous + this.alpha * (value - previous);
      this.cells[VALUE] = next;
      return next;
    }
    const mean = count === 0 ? value : previous + (value - previous) / (count + 1);
    this.cells[VALUE] = mean;
    this.cells[COUNT] = count + 1;
    return count + 1 === this.period ? mean : NaN;
  }
}
