// Moving average convergence divergence: EMA(fast) - EMA(slow), its EMA as signal, and their difference.
import { ExponentialAverage } from './exponentialAverage.ts';
import type { Bar } from './indicator.ts';
import { BaseIndicator } from './state.ts';

export class Macd extends BaseIndicator {
  private readonly fast: ExponentialAverage;
  private readonly slow: ExponentialAverage;
  private readonly signal: ExponentialAverage;

  constructor(fast: number, slow: number, signal: number) {
    super(['macd', 'signal', 'histogram']);
    this.fast = this.own(ExponentialAverage.ema(fast));
    this.slow = this.own(ExponentialAverage.ema(slow));
    this.signal = this.own(ExponentialAverage.ema(signal));
  }

  push(bar: Bar): void {
    const macd = this.fast.push(bar.close) - this.slow.push(bar.close);
    if (Number.isNaN(macd)) return;
    const signal = this.signal.push(macd);
    this.values[0] = macd;
    this.values[1] = signal;
    this.values[2] = macd - signal;
  }
}
