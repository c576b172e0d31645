// Money flow index: the share of money (typical price x volume) that flowed while the typical price rose.
import { type Bar, typicalPrice } from './indicator.ts';
import { Ring } from './ring.ts';
import { RollingMean } from './rollingMean.ts';
import { BaseIndicator } from './state.ts';

/** 0..100; 50 while no money has flowed either way (flat price or zero volume). First value at bar `period + 1`. */
export class Mfi extends BaseIndicator {
  private readonly previous = this.own(new Ring(1));
  private readonly rising: RollingMean;
  private readonly falling: RollingMean;

  constructor(period: number) {
    super(['value']);
    this.rising = this.own(new RollingMean(period));
    this.falling = this.own(new RollingMean(period));
  }

  push(bar: Bar): void {
    const price = typicalPrice(bar);
    const change = price - this.previous.push(price);
    if (Number.isNaN(change)) return;
    const flow = price * bar.volume;
    const rising = this.rising.push(change > 0 ? flow : 0);
    const falling = this.falling.push(change < 0 ? flow : 0);
    this.values[0] = rising + falling === 0 ? 50 : 100 * (rising / (rising + falling));
  }
}
