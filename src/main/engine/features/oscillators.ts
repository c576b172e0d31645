// The indicators that features look at, with the parameters and formulas the trader knows them by.
import { Adx } from '../indications/adx.ts';
import { Bollinger } from '../indications/bollinger.ts';
import type { Bar } from '../indications/indicator.ts';
import { Macd } from '../indications/macd.ts';
import { Rsi } from '../indications/rsi.ts';
import { Composite } from '../indications/state.ts';
import { Stochastic } from '../indications/stochastic.ts';
import { Atr } from '../indications/atr.ts';

/**
 * Wilder's and exponential averages never quite forget their first value: what came before a full history weighs less than 2e-8
 * of theirs, which is less than the single precision of a feature.
 */
export class Oscillators extends Composite {
  readonly rsi = this.own(new Rsi(14));
  readonly macd = this.own(new Macd(12, 26, 9));
  readonly adx = this.own(new Adx(14));
  readonly atr = this.own(new Atr(14));
  readonly stochastic = this.own(new Stochastic(14, 3, 3));
  readonly bollinger = this.own(new Bollinger(20, 2));
  private readonly all = [this.rsi, this.macd, this.adx, this.atr, this.stochastic, this.bollinger];

  push(bar: Bar): void {
    for (const indicator of this.all) indicator.push(bar);
  }
}

/** Line `line` of an indicator with all its candles. */
export const lineOf = (indicator: { readonly values: Float64Array }, line = 0): number =>
  indicator.values[line] as number;
