// New risk needs fresh, complete data; exits stay possible without.
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

export const dataStale: RiskLimit = {
  code: 'DATA_STALE',
  relief: 'reducing',
  check: (order, { market }) => {
    if (market === undefined) return ALLOW;
    if (market.staleReason !== undefined) return refuse(market.staleReason);
    return market.mark === undefined ? refuse(`${order.symbol} has no price yet`) : ALLOW;
  },
};

export const dataGap: RiskLimit = {
  code: 'DATA_GAP',
  relief: 'reducing',
  check: (order, { market }) =>
    market?.hasGap === true ? refuse(`candles of ${order.symbol} are missing and not yet back-filled`) : ALLOW,
};
