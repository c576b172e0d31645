// On-balance volume in base coin: starts at 0, adds the volume of a rising close, takes away that of a falling one.
import type { Bar } from './indicator.ts';
import { Ring } from './ring.ts';
import { BaseIndicator } from './state.ts';

export class Obv extends BaseIndicator {
  private readonly previousClose = this.own(new Ring(1));

  constructor() {
    super(['value']);
  }

  push(bar: Bar): void {
    const change = bar.close - this.previousClose.push(bar.close);
    const flow = change > 0 ? bar.volume : change < 0 ? -bar.volume : 0;
    this.values[0] = Number.isNaN(change) ? 0 : (this.values[0] as number) + flow;
  }
}
