// Exponential moving average of the close, seeded with the simple one.
import { ExponentialAverage } from './exponentialAverage.ts';
import type { Bar } from './indicator.ts';
import { BaseIndicator } from './state.ts';

export class Ema extends BaseIndicator {
  private readonly average: ExponentialAverage;

  constructor(period: number) {
    super(['value']);
    this.average = this.own(ExponentialAverage.ema(period));
  }

  push(bar: Bar): void {
    this.values[0] = this.average.push(bar.close);
  }
}
