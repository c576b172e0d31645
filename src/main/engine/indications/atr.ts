// Average true range (Wilder).
import type { Bar } from './indicator.ts';
import { BaseIndicator } from './state.ts';
import { AverageTrueRange } from './trueRange.ts';

export class Atr extends BaseIndicator {
  private readonly average: AverageTrueRange;

  constructor(period: number) {
    super(['value']);
    this.average = this.own(new AverageTrueRange(period));
  }

  push(bar: Bar): void {
    this.values[0] = this.average.push(bar);
  }
}
