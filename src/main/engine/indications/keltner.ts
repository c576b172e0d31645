// Keltner channel: EMA of the close and `multiplier` average true ranges around it.
import { ExponentialAverage } from './exponentialAverage.ts';
import type { Bar } from './indicator.ts';
import { BaseIndicator } from './state.ts';
import { AverageTrueRange } from './trueRange.ts';

export class Keltner extends BaseIndicator {
  private readonly average: ExponentialAverage;
  private readonly range: AverageTrueRange;
  private readonly multiplier: number;

  constructor(period: number, multiplier: number, atrPeriod: number) {
    super(['middle', 'upper', 'lower']);
    this.average = this.own(ExponentialAverage.ema(period));
    this.range = this.own(new AverageTrueRange(atrPeriod));
    this.multiplier = multiplier;
  }

  push(bar: Bar): void {
    const middle = this.average.push(bar.close);
    const width = this.multiplier * this.range.push(bar);
    this.values[0] = middle;
    this.values[1] = middle + width;
    this.values[2] = middle - width;
  }
}
