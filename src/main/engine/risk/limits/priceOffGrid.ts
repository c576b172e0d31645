// Limit and stop prices are positive multiples of the tick size.
import type { Decimal } from '../../../../shared/money.ts';
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

export const priceOffGrid: RiskLimit = {
  code: 'PRICE_OFF_GRID',
  relief: 'none',
  check: ({ limitPrice, stopPrice }, { market }) => {
    if (market === undefined) return ALLOW;
    const { tickSize } = market.instrument;
    const bad = isOff(limitPrice, tickSize) ? limitPrice : isOff(stopPrice, tickSize) ? stopPrice : undefined;
    if (bad === undefined) return ALLOW;
    return refuse(`price ${bad.toString()} is not a positive multiple of ${tickSize.toString()}`);
  },
};

const isOff = (price: Decimal | undefined, tickSize: Decimal): boolean =>
  price !== undefined && !(price.isPositive() && price.isMultipleOf(tickSize));
