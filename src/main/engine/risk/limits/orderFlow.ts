// Against a strategy that has gone wild: too many orders, or the same one twice.
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

export const orderRate: RiskLimit = {
  code: 'ORDER_RATE',
  relief: 'reducing',
  check: (_order, { config: { maxOrdersPer10s }, recentOrders }) =>
    maxOrdersPer10s === null || recentOrders < maxOrdersPer10s
      ? ALLOW
      : refuse(`${recentOrders} orders in the last 10 s, at most ${maxOrdersPer10s}`),
};

export const duplicateIntent: RiskLimit = {
  code: 'DUPLICATE_INTENT',
  relief: 'reducing',
  check: (order, view) =>
    view.hasSameWorkingOrder
      ? refuse(`${order.strategy} already has a working ${order.purpose} ${order.side} of ${order.symbol}`)
      : ALLOW,
};
