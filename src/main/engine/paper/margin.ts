// Funding and liquidation of linear contracts, as a venue computes them from the account.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { Decimal, maxDecimal, minDecimal } from '../../../shared/money.ts';
import type { PaperAccount } from './paperAccount.ts';

/** What a signed base quantity receives (+) or pays (-) at `price`. */
export const fundingAmount = (rate: number, signedQty: Decimal, price: number): Decimal =>
  signedQty.times(Decimal.fromNumber(price)).times(Decimal.fromNumber(rate)).negated();

/**
 * The price within `candle` at which margin balance = maintenance margin, or undefined when it stays above.
 * Balance and maintenance are linear in the price, so the crossing follows from the candle's open and its worst price.
 */
export function liquidationPrice(account: PaperAccount, instrument: Instrument, candle: Candle): Decimal | undefined {
  const net = account.netQty(instrument.symbol);
  if (net.isZero()) return undefined;
  const excessAt = (price: Decimal): Decimal =>
    account.equityAt(instrument.symbol, price).minus(account.maintenanceAt(instrument.symbol, price));
  const worst = Decimal.fromNumber(net.isPositive() ? candle.low : candle.high);
  const excessAtWorst = excessAt(worst);
  if (excessAtWorst.isPositive()) return undefined;
  const open = Decimal.fromNumber(candle.open);
  const excessAtOpen = excessAt(open);
  if (!excessAtOpen.isPositive()) return open;
  const share = excessAtOpen.dividedBy(excessAtOpen.minus(excessAtWorst));
  const price = open.plus(worst.minus(open).times(share));
  return net.isPositive()
    ? maxDecimal(price.toStep(instrument.tickSize, 'down'), worst)
    : minDecimal(price.toStep(instrument.tickSize, 'up'), worst);
}
