// Which orders are let past limits because they make the account safer, and what price an order is valued at.
import type { OrderIntent, OrderPurpose } from '../../../shared/domain/order.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { Relief, RiskView } from './riskLimit.ts';

/**
 * Purposes that must work in every trading state: a halt may stop trading, never leave an open position unprotected. An order of
 * purpose `reversal` closes a position that nobody wanted.
 */
const PROTECTING: ReadonlySet<OrderPurpose> = new Set([
  'stopLoss',
  'takeProfit',
  'trailing',
  'breakEven',
  'liquidation',
  'killSwitch',
  'reversal',
]);

/** An order of this purpose that reduces goes out in every trading state. */
export const passesHalt = (purpose: OrderPurpose): boolean => PROTECTING.has(purpose);

/** `reducing`: it can only shrink its strategy's position; `protecting`: besides, it guards it or is the kill switch. */
export function reliefOf(order: OrderIntent, view: RiskView): Relief {
  if (!order.reduceOnly && (view.reducibleQty.isZero() || order.qty.gt(view.reducibleQty))) return 'none';
  return passesHalt(order.purpose) ? 'protecting' : 'reducing';
}

/** Limit price, else stop price, else the mark; undefined before the first price. */
export const referencePrice = (order: OrderIntent, view: RiskView): Decimal | undefined =>
  order.limitPrice ?? order.stopPrice ?? view.market?.mark;

/** A figure in a sentence for people. */
export const figure = (value: Decimal): string => value.roundTo(8, 'halfEven').toString();
