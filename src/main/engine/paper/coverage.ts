// What an account lets an order fill: the position it may reduce and, on spot, the coins and the money there are.
import { positionKey } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { OrderIntent } from '../../../shared/domain/order.ts';
import { bpsOf, Decimal, minDecimal } from '../../../shared/money.ts';
import type { PaperAccount } from './paperAccount.ts';

/** How much of a deal `account` covers; zero for none of it. */
export function coveredQty(
  account: PaperAccount,
  intent: OrderIntent,
  { instrument, price, qty }: { readonly instrument: Instrument; readonly price: Decimal; readonly qty: Decimal },
): Decimal {
  // What one strategy holds on spot is not another's to sell.
  if (intent.reduceOnly || (instrument.kind === 'spot' && intent.side === 'sell')) {
    const position = account.position(positionKey(intent.strategy, intent.symbol));
    return position?.side === (intent.side === 'sell' ? 'long' : 'short')
      ? minDecimal(qty, position.qty)
      : Decimal.ZERO;
  }
  if (instrument.kind !== 'spot') return qty;
  const unitCost = price.times(instrument.contractSize);
  const withFee = unitCost.plus(bpsOf(unitCost, instrument.takerBps));
  if (withFee.times(qty).lte(account.balance)) return qty;
  return account.balance.isPositive() ? account.balance.floorQuotient(withFee, instrument.lotSize) : Decimal.ZERO;
}
