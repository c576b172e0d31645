// A reduce-only order is never larger than what it reduces: on spot no venue would stop it.
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

export const reduceOnlyIncreases: RiskLimit = {
  code: 'REDUCE_ONLY_INCREASES',
  relief: 'none',
  check: (order, view) =>
    order.reduceOnly && order.qty.gt(view.reducibleQty)
      ? refuse(`reduce-only ${order.qty.toString()}, but only ${view.reducibleQty.toString()} can be reduced`)
      : ALLOW,
};
