// Simple moving average of the close.
import type { Bar } from './indicator.ts';
import { RollingMean } from './rollingMean.ts';
import { BaseIndicator } from './state.ts';

export class Sma extends BaseIndicator {
  private readonly mean: RollingMean;

  constructor(period: number) {
    super(['value']);
    this.mean = this.own(new RollingMean(period));
  }

  push(bar: Bar): void {
    this.values[0] = this.mean.push(bar.close);
  }
}
