// Average directional index with +DI and -DI (Wilder), all 0..100.
import { ExponentialAverage } from './exponentialAverage.ts';
import type { Bar } from './indicator.ts';
import { Ring } from './ring.ts';
import { BaseIndicator } from './state.ts';
import { AverageTrueRange } from './trueRange.ts';

/** Without any range, or without any direction, the index is 0. */
export class Adx extends BaseIndicator {
  private readonly previousHigh = this.own(new Ring(1));
  private readonly previousLow = this.own(new Ring(1));
  private readonly range: AverageTrueRange;
  private readonly plus: ExponentialAverage;
  private readonly minus: ExponentialAverage;
  private readonly index: ExponentialAverage;

  constructor(period: number) {
    super(['adx', 'plusDi', 'minusDi']);
    this.range = this.own(new AverageTrueRange(period));
    this.plus = this.own(ExponentialAverage.wilder(period));
    this.minus = this.own(ExponentialAverage.wilder(period));
    this.index = this.own(ExponentialAverage.wilder(period));
  }

  push(bar: Bar): void {
    const up = bar.high - this.previousHigh.push(bar.high);
    const down = this.previousLow.push(bar.low) - bar.low;
    const range = this.range.push(bar);
    if (Number.isNaN(up)) return;
    const plus = this.plus.push(up > down && up > 0 ? up : 0);
    const minus = this.minus.push(down > up && down > 0 ? down : 0);
    if (Number.isNaN(range)) return;
    this.values[0] = this.index.push(plus + minus === 0 ? 0 : 100 * (Math.abs(plus - minus) / (plus + minus)));
    this.values[1] = range === 0 ? 0 : 100 * (plus / range);
    this.values[2] = range === 0 ? 0 : 100 * (minus / range);
  }
}
