// Wilder's relative strength index as a part, for RSI and StochRSI.
import { ExponentialAverage } from './exponentialAverage.ts';
import { Ring } from './ring.ts';
import { Composite } from './state.ts';

/** 0..100; 50 while nothing has ever moved. First value at bar `period + 1`. */
export class RelativeStrength extends Composite {
  private readonly previousClose = this.own(new Ring(1));
  private readonly gain: ExponentialAverage;
  private readonly loss: ExponentialAverage;

  constructor(period: number) {
    super();
    this.gain = this.own(ExponentialAverage.wilder(period));
    this.loss = this.own(ExponentialAverage.wilder(period));
  }

  /** NaN during warm-up. */
  push(close: number): number {
    const change = close - this.previousClose.push(close);
    if (Number.isNaN(change)) return NaN;
    const gain = this.gain.push(change > 0 ? change : 0);
    const loss = this.loss.push(change < 0 ? -change : 0);
    return gain + loss === 0 ? 50 : 100 * (gain / (gain + loss));
  }
}
