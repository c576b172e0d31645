// Which funding rate of a contract is due next, whether the rates are recorded or made as time goes on.
import { invariant } from '../../../shared/assert.ts';
import { type EpochMs, type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import type { FundingRate, FundingSource } from './paperAccount.ts';

export class FundingSchedule {
  private readonly rateAfter: (after: EpochMs) => FundingRate | undefined;
  /** Rates up to here are done with; undefined before the first look. */
  private after: EpochMs | undefined;
  private next: FundingRate | undefined;

  constructor(symbol: SymbolId, source: FundingSource) {
    if (typeof source === 'function') {
      this.rateAfter = (after) => source(symbol, after);
    } else {
      const rates = source.get(symbol) ?? [];
      this.rateAfter = (after) => firstAfter(rates, after);
    }
  }

  /** The next rate, once its time has come. What came before the first look was nobody's here. */
  due(now: EpochMs): FundingRate | undefined {
    if (this.after === undefined) this.moveTo(toEpochMs(now - 1));
    return this.next !== undefined && this.next.at <= now ? this.next : undefined;
  }

  /** The rate that was due is done with. */
  pass({ at }: FundingRate): void {
    this.moveTo(at);
  }

  save(): EpochMs | undefined {
    return this.after;
  }

  load(after: EpochMs | undefined): void {
    if (after === undefined) this.after = undefined;
    else this.moveTo(after);
  }

  private moveTo(after: EpochMs): void {
    this.after = after;
    this.next = this.rateAfter(after);
    invariant(this.next === undefined || this.next.at > after, 'expected a funding rate later than the one before');
  }
}

/** By halving: the rates ascend. */
function firstAfter(rates: readonly FundingRate[], after: EpochMs): FundingRate | undefined {
  let [low, high] = [0, rates.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rates[middle] as FundingRate).at <= after) low = middle + 1;
    else high = middle;
  }
  return rates[low];
}
