// What of a quantity one order can close at the venue.
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { Decimal, minDecimal } from '../../../shared/money.ts';

/** Whole lots, at most the largest order; zero where the rest is dust: less than the smallest order. */
export function closableQty(qty: Decimal, { lotSize, minQty, maxQty }: Instrument): Decimal {
  const lots = (maxQty === undefined ? qty : minDecimal(qty, maxQty)).toStep(lotSize, 'down');
  return lots.lt(minQty) ? Decimal.ZERO : lots;
}
