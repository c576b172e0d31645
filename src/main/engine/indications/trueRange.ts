// True range and its Wilder average. The first bar has no previous close and therefore no true range.
import { ExponentialAverage } from './exponentialAverage.ts';
import type { Bar } from './indicator.ts';
import { Ring } from './ring.ts';
import { Composite } from './state.ts';

/** max(high - low, |high - previous close|, |low - previous close|). */
class TrueRange extends Composite {
  private readonly previousClose = this.own(new Ring(1));

  /** NaN for the first bar. */
  push(bar: Bar): number {
    const previous = this.previousClose.push(bar.close);
    return Math.max(bar.high, previous) - Math.min(bar.low, previous);
  }
}

/** Wilder's average of the true range, first value at bar `period + 1`. */
export class AverageTrueRange extends Composite {
  private readonly range = this.own(new TrueRange());
  private readonly average: ExponentialAverage;

  constructor(period: number) {
    super();
    this.average = this.own(ExponentialAverage.wilder(period));
  }

  /** NaN during warm-up. */
  push(bar: Bar): number {
    const range = this.range.push(bar);
    return Number.isNaN(range) ? NaN : this.average.push(range);
  }
}
