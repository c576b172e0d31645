// Donchian channel: highest high and lowest low of the n candles BEFORE the current one, so that a close can break out of it.
import type { Bar } from './indicator.ts';
import { RollingExtreme } from './rollingExtreme.ts';
import { BaseIndicator } from './state.ts';

export class Donchian extends BaseIndicator {
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  /** The channel including the current candle: what the next one sees. */
  private readonly next = this.own(new Float64Array(2).fill(NaN));

  constructor(period: number) {
    super(['middle', 'upper', 'lower']);
    this.highest = this.own(new RollingExtreme(period, 1));
    this.lowest = this.own(new RollingExtreme(period, -1));
  }

  push(bar: Bar): void {
    const upper = this.next[0] as number;
    const lower = this.next[1] as number;
    this.values[0] = (upper + lower) / 2;
    this.values[1] = upper;
    this.values[2] = lower;
    this.next[0] = this.highest.push(bar.high);
    this.next[1] = this.lowest.push(bar.low);
  }
}
