// Relative strength index of the close (Wilder).
import type { Bar } from './indicator.ts';
import { RelativeStrength } from './relativeStrength.ts';
import { BaseIndicator } from './state.ts';

export class Rsi extends BaseIndicator {
  private readonly strength: RelativeStrength;

  constructor(period: number) {
    super(['value']);
    this.strength = this.own(new RelativeStrength(period));
  }

  push(bar: Bar): void {
    this.values[0] = this.strength.push(bar.close);
  }
}
