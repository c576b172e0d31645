// Rate of change: the close against the close `period` candles ago, in percent.
import type { Bar } from './indicator.ts';
import { Ring } from './ring.ts';
import { BaseIndicator } from './state.ts';

export class Roc extends BaseIndicator {
  private readonly closes: Ring;

  constructor(period: number) {
    super(['value']);
    this.closes = this.own(new Ring(period));
  }

  push(bar: Bar): void {
    const past = this.closes.push(bar.close);
    this.values[0] = 100 * ((bar.close - past) / past);
  }
}
