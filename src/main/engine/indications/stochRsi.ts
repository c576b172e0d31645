// Stochastic oscillator of the RSI.
import type { Bar } from './indicator.ts';
import { RelativeStrength } from './relativeStrength.ts';
import { RollingExtreme } from './rollingExtreme.ts';
import { RollingMean } from './rollingMean.ts';
import { BaseIndicator } from './state.ts';

/** While the close stands still the RSI differs only in its last digits; a range below this is that noise, not a movement. */
const NO_RANGE = 1e-9;

interface StochRsiPeriods {
  readonly rsiPeriod: number;
  readonly stochPeriod: number;
  readonly signal: number;
  readonly smoothing: number;
}

/** 0..100; a window without range counts as 50. */
export class StochRsi extends BaseIndicator {
  private readonly strength: RelativeStrength;
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  private readonly smoothing: RollingMean;
  private readonly signal: RollingMean;

  constructor({ rsiPeriod, stochPeriod, signal, smoothing }: StochRsiPeriods) {
    super(['k', 'd']);
    this.strength = this.own(new RelativeStrength(rsiPeriod));
    this.highest = this.own(new RollingExtreme(stochPeriod, 1));
    this.lowest = this.own(new RollingExtreme(stochPeriod, -1));
    this.smoothing = this.own(new RollingMean(smoothing));
    this.signal = this.own(new RollingMean(signal));
  }

  push(bar: Bar): void {
    const rsi = this.strength.push(bar.close);
    if (Number.isNaN(rsi)) return;
    const high = this.highest.push(rsi);
    const low = this.lowest.push(rsi);
    if (Number.isNaN(high)) return;
    const k = this.smoothing.push(high - low < NO_RANGE ? 50 : 100 * ((rsi - low) / (high - low)));
    this.values[0] = k;
    if (!Number.isNaN(k)) this.values[1] = this.signal.push(k);
  }
}
