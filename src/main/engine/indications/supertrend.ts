// Supertrend: a band of `multiplier` average true ranges that only tightens while the close stays on its side.
import type { Bar } from './indicator.ts';
import { Ring } from './ring.ts';
import { BaseIndicator } from './state.ts';
import { AverageTrueRange } from './trueRange.ts';

const UPPER = 0;
const LOWER = 1;

/** `direction` is 1 (the value is the lower band, trend up) or -1 (the upper band, trend down). */
export class Supertrend extends BaseIndicator {
  private readonly previousClose = this.own(new Ring(1));
  private readonly bands = this.own(new Float64Array(2).fill(NaN));
  private readonly range: AverageTrueRange;
  private readonly multiplier: number;

  constructor(period: number, multiplier: number) {
    super(['value', 'direction']);
    this.range = this.own(new AverageTrueRange(period));
    this.multiplier = multiplier;
  }

  push(bar: Bar): void {
    const previousClose = this.previousClose.push(bar.close);
    const width = this.multiplier * this.range.push(bar);
    if (Number.isNaN(width)) return;
    const middle = (bar.high + bar.low) / 2;
    const isFirst = Number.isNaN(this.bands[UPPER]);
    const wasUp = isFirst ? bar.close >= middle : this.values[1] === 1;
    let upper = this.bands[UPPER] as number;
    let lower = this.bands[LOWER] as number;
    if (isFirst || middle + width < upper || previousClose > upper) upper = middle + width;
    if (isFirst || middle - width > lower || previousClose < lower) lower = middle - width;
    const isUp = bar.close > (wasUp ? lower : upper);
    this.bands[UPPER] = upper;
    this.bands[LOWER] = lower;
    this.values[0] = isUp ? lower : upper;
    this.values[1] = isUp ? 1 : -1;
  }
}
