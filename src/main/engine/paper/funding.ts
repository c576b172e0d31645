// The funding of one contract: which rate is due next, whether recorded or made as time goes on, and what it comes to.
import { invariant } from '../../../shared/assert.ts';
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { Decimal } from '../../../shared/money.ts';
import type { VenueReport } from '../kernel/inputs.ts';
import type { FundingRate, FundingSource, PaperAccount } from './paperAccount.ts';

export class FundingSchedule {
  private readonly instrument: Instrument;
  private readonly rateAfter: (after: EpochMs) => FundingRate | undefined;
  /** Rates up to here are done with; undefined before the first look. */
  private after: EpochMs | undefined;
  private next: FundingRate | undefined;

  constructor(instrument: Instrument, source: FundingSource) {
    const { symbol } = instrument;
    this.instrument = instrument;
    if (typeof source === 'function') {
      this.rateAfter = (after) => source(symbol, after);
    } else {
      const rates = source.get(symbol) ?? [];
      this.rateAfter = (after) => firstAfter(rates, after);
    }
  }

  /** The next payment due by `at`, on what is held at `price`; rates that find nothing held pass by. */
  pay(account: PaperAccount, { at, price }: { readonly at: EpochMs; readonly price: number }): VenueReport | undefined {
    // What came before the first look was nobody's here.
    if (this.after === undefined) this.moveTo(toEpochMs(at - 1));
    while (this.next !== undefined && this.next.at <= at) {
      const { rate, at: dueAt } = this.next;
      this.moveTo(dueAt);
      const { symbol, contractSize } = this.instrument;
      if (rate === 0 || account.positionsIn(symbol).length === 0) continue;
      const perUnit = contractSize.times(Decimal.fromNumber(price)).times(Decimal.fromNumber(rate)).negated();
      const amount = perUnit.times(account.netQty(symbol));
      return { type: 'funding', id: `funding-${symbol}-${String(dueAt)}`, symbol, rate, amount, perUnit };
    }
    return undefined;
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
