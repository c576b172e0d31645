// Liquidation of linear contracts, as a venue computes it from the account.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { Decimal, maxDecimal, minDecimal } from '../../../shared/money.ts';
import type { PaperAccount } from './paperAccount.ts';

/** True: at `price` the margin balance does not exceed the maintenance margin. */
export const isMarginUsedUp = (account: PaperAccount, symbol: SymbolId, price: Decimal): boolean =>
  account.equityAt(symbol, price).lte(account.maintenanceAt(symbol, price));

/**
 * The price within `candle` at which margin balance = maintenance margin, or undefined when it stays above.
 * Balance and maintenance are linear in the price, so the crossing follows from the candle's open and its worst price.
 */
export function liquidationPrice(account: PaperAccount, instrument: Instrument, candle: Candle): Decimal | undefined {
  const positions = account.positionsIn(instrument.symbol);
  if (positions.length === 0) return undefined;
  const excessAt = (price: Decimal): Decimal =>
    account.equityAt(instrument.symbol, price).minus(account.maintenanceAt(instrument.symbol, price));
  const worst = worstPrice(candle, positions, excessAt);
  const excessAtWorst = excessAt(worst);
  if (excessAtWorst.isPositive()) return undefined;
  const open = Decimal.fromNumber(candle.open);
  const excessAtOpen = excessAt(open);
  if (!excessAtOpen.isPositive()) return open;
  const share = excessAtOpen.dividedBy(excessAtOpen.minus(excessAtWorst));
  const price = open.plus(worst.minus(open).times(share));
  return worst.lt(open)
    ? maxDecimal(price.toStep(instrument.tickSize, 'down'), worst)
    : minDecimal(price.toStep(instrument.tickSize, 'up'), worst);
}

/** The low against longs, the high against shorts; against both, whichever leaves less over the maintenance of all. */
function worstPrice(
  candle: Candle,
  positions: ReturnType<PaperAccount['positionsIn']>,
  excessAt: (price: Decimal) => Decimal,
): Decimal {
  const [low, high] = [Decimal.fromNumber(candle.low), Decimal.fromNumber(candle.high)];
  let longs = 0;
  for (const { side } of positions) if (side === 'long') longs += 1;
  if (longs === positions.length) return low;
  return longs === 0 || excessAt(high).lt(excessAt(low)) ? high : low;
}
