// Stochastic oscillator of the candles: %K smoothed by a simple average, %D the average of %K.
import type { Bar } from './indicator.ts';
import { RollingExtreme } from './rollingExtreme.ts';
import { RollingMean } from './rollingMean.ts';
import { BaseIndicator } from './state.ts';

/** 0..100; a window without range counts as 50. */
export class Stochastic extends BaseIndicator {
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  private readonly smoothing: RollingMean;
  private readonly signal: RollingMean;

  constructor(period: number, signal: number, smoothing: number) {
    super(['k', 'd']);
    this.highest = this.own(new RollingExtreme(period, 1));
    this.lowest = this.own(new RollingExtreme(period, -1));
    this.smoothing = this.own(new RollingMean(smoothing));
    this.signal = this.own(new RollingMean(signal));
  }

  push(bar: Bar): void {
    const high = this.highest.push(bar.high);
    const low = this.lowest.push(bar.low);
    if (Number.isNaN(high)) return;
    const k = this.smoothing.push(high === low ? 50 : 100 * ((bar.close - low) / (high - low)));
    this.values[0] = k;
    if (!Number.isNaN(k)) this.values[1] = this.signal.push(k);
  }
}
