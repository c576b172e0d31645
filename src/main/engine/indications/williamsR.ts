// Williams %R: where the close stands in the range of the last n candles, -100 (low) to 0 (high).
import type { Bar } from './indicator.ts';
import { RollingExtreme } from './rollingExtreme.ts';
import { BaseIndicator } from './state.ts';

/** -50 in a window without range. */
export class WilliamsR extends BaseIndicator {
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;

  constructor(period: number) {
    super(['value']);
    this.highest = this.own(new RollingExtreme(period, 1));
    this.lowest = this.own(new RollingExtreme(period, -1));
  }

  push(bar: Bar): void {
    const high = this.highest.push(bar.high);
    const low = this.lowest.push(bar.low);
    this.values[0] = high === low ? -50 : 100 * ((bar.close - high) / (high - low));
  }
}
