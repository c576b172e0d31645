// Linearly weighted moving average of the close: the newest of n closes weighs n, the oldest 1.
import type { Bar } from './indicator.ts';
import { RollingWindow } from './rollingWindow.ts';
import { BaseIndicator } from './state.ts';

const SUM = 0;
const WEIGHTED = 1;

/** Weighted mean; a window's head weighs on from where its tail ends. */
class WeightedMean extends RollingWindow {
  private readonly sums: Float64Array;
  private readonly weighted: Float64Array;
  private readonly head: Float64Array;

  constructor(period: number) {
    super(period);
    this.sums = this.own(new Float64Array(period));
    this.weighted = this.own(new Float64Array(period));
    this.head = this.own(new Float64Array(2));
  }

  protected addToHead(value: number): void {
    const isNew = this.filled === 0;
    this.sums[this.filled] = value;
    this.head[SUM] = value + (isNew ? 0 : (this.head[SUM] as number));
    this.head[WEIGHTED] = value * (this.filled + 1) + (isNew ? 0 : (this.head[WEIGHTED] as number));
  }

  protected headAlone(): number {
    return this.divided(this.head[WEIGHTED] as number);
  }

  protected joined(): number {
    const inTail = this.period - this.filled;
    const head = (this.head[WEIGHTED] as number) + inTail * (this.head[SUM] as number);
    return this.divided(head + (this.weighted[this.filled] as number));
  }

  protected makeTails(): void {
    let sum = 0;
    let weighted = 0;
    for (let i = this.period - 1; i >= 0; i--) {
      // One more value at the old end: every weight grows by one.
      sum += this.sums[i] as number;
      weighted += sum;
      this.sums[i] = sum;
      this.weighted[i] = weighted;
    }
  }

  private divided(weighted: number): number {
    return weighted / ((this.period * (this.period + 1)) / 2);
  }
}

export class Wma extends BaseIndicator {
  private readonly mean: WeightedMean;

  constructor(period: number) {
    super(['value']);
    this.mean = this.own(new WeightedMean(period));
  }

  push(bar: Bar): void {
    this.values[0] = this.mean.push(bar.close);
  }
}
