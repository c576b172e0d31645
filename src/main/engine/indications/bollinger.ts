// Bollinger bands: the simple average of the close and `stdDev` population standard deviations around it.
import type { Bar } from './indicator.ts';
import { RollingDeviation } from './rollingDeviation.ts';
import { RollingMean } from './rollingMean.ts';
import { BaseIndicator } from './state.ts';

export class Bollinger extends BaseIndicator {
  private readonly mean: RollingMean;
  private readonly deviation: RollingDeviation;
  private readonly stdDev: number;

  constructor(period: number, stdDev: number) {
    super(['middle', 'upper', 'lower']);
    this.mean = this.own(new RollingMean(period));
    this.deviation = this.own(new RollingDeviation(period));
    this.stdDev = stdDev;
  }

  push(bar: Bar): void {
    const middle = this.mean.push(bar.close);
    const width = this.stdDev * this.deviation.push(bar.close);
    this.values[0] = middle;
    this.values[1] = middle + width;
    this.values[2] = middle - width;
  }
}
