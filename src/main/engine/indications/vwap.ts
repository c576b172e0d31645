// Volume-weighted average of the typical price, over the UTC day or since the first candle.
import { DAY_MS } from '../../../shared/time.ts';
import { type Bar, typicalPrice } from './indicator.ts';
import { BaseIndicator } from './state.ts';

const MONEY = 0;
const VOLUME = 1;
const DAY = 2;

/** While the session has no volume at all, the newest typical price stands in. */
export class Vwap extends BaseIndicator {
  private readonly isAnchored: boolean;
  private readonly session = this.own(new Float64Array(3));

  /** `isAnchored`: one session since the first candle instead of one for each UTC day (by open time). */
  constructor(isAnchored: boolean) {
    super(['value']);
    this.isAnchored = isAnchored;
  }

  push(bar: Bar): void {
    const day = this.isAnchored ? 0 : Math.floor(bar.openTime / DAY_MS);
    if (day !== this.session[DAY]) {
      this.session.fill(0);
      this.session[DAY] = day;
    }
    const price = typicalPrice(bar);
    const money = (this.session[MONEY] as number) + price * bar.volume;
    const volume = (this.session[VOLUME] as number) + bar.volume;
    this.session[MONEY] = money;
    this.session[VOLUME] = volume;
    this.values[0] = volume === 0 ? price : money / volume;
  }
}
