// Commodity channel index of the typical price.
import { type Bar, typicalPrice } from './indicator.ts';
import { Ring } from './ring.ts';
import { BaseIndicator } from './state.ts';

const LAMBERT = 0.015;

/**
 * The mean absolute deviation changes for every value when the mean moves, so each push walks the window once more: O(period).
 * All sums are of differences from the newest price: flat input gives exactly 0.
 */
export class Cci extends BaseIndicator {
  private readonly window: Ring;

  constructor(period: number) {
    super(['value']);
    this.window = this.own(new Ring(period));
  }

  push(bar: Bar): void {
    const newest = typicalPrice(bar);
    this.window.push(newest);
    const prices = this.window.values;
    const period = prices.length;
    let sum = 0;
    for (let i = 0; i < period; i++) sum += newest - (prices[i] as number);
    if (Number.isNaN(sum)) return;
    const aboveMean = sum / period;
    let deviations = 0;
    for (let i = 0; i < period; i++) deviations += Math.abs((prices[i] as number) - newest + aboveMean);
    this.values[0] = deviations === 0 ? 0 : aboveMean / (LAMBERT * (deviations / period));
  }
}
