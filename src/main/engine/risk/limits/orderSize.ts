// The venue's own bounds on the size of one order.
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';
import { figure, referencePrice } from '../orderRelief.ts';

export const qtyBelowMin: RiskLimit = {
  code: 'QTY_BELOW_MIN',
  relief: 'none',
  check: ({ qty }, { market }) => {
    if (market === undefined) return ALLOW;
    const { minQty, lotSize } = market.instrument;
    if (!qty.isPositive()) return refuse(`quantity ${qty.toString()} is not above zero`);
    if (qty.lt(minQty)) return refuse(`quantity ${qty.toString()}, at least ${minQty.toString()}`);
    if (qty.isMultipleOf(lotSize)) return ALLOW;
    return refuse(`quantity ${qty.toString()} is not a multiple of the lot ${lotSize.toString()}`);
  },
};

export const qtyAboveMax: RiskLimit = {
  code: 'QTY_ABOVE_MAX',
  relief: 'none',
  check: ({ qty }, { market }) => {
    const maxQty = market?.instrument.maxQty;
    if (maxQty === undefined || qty.lte(maxQty)) return ALLOW;
    return refuse(`quantity ${qty.toString()}, at most ${maxQty.toString()}`);
  },
};

/** Not for reducing orders: a position that lost value must not become one that cannot be closed. The venue has the last word. */
export const notionalBelowMin: RiskLimit = {
  code: 'NOTIONAL_BELOW_MIN',
  relief: 'reducing',
  check: (order, view) => {
    const price = referencePrice(order, view);
    if (view.market === undefined || price === undefined) return ALLOW;
    const { contractSize, minNotional, quote } = view.market.instrument;
    const notional = order.qty.times(contractSize).times(price);
    if (notional.gte(minNotional)) return ALLOW;
    return refuse(`order of ${figure(notional)} ${quote}, at least ${minNotional.toString()} ${quote}`);
  },
};
