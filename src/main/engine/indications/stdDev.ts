// Population standard deviation of the close.
import type { Bar } from './indicator.ts';
import { RollingDeviation } from './rollingDeviation.ts';
import { BaseIndicator } from './state.ts';

export class StdDev extends BaseIndicator {
  private readonly deviation: RollingDeviation;

  constructor(period: number) {
    super(['value']);
    this.deviation = this.own(new RollingDeviation(period));
  }

  push(bar: Bar): void {
    this.values[0] = this.deviation.push(bar.close);
  }
}
