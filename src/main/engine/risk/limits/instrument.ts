// Whether the venue trades the symbol at all.
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

export const instrumentUnknown: RiskLimit = {
  code: 'INSTRUMENT_UNKNOWN',
  relief: 'none',
  check: (order, view) => (view.market === undefined ? refuse(`no instrument ${order.symbol}`) : ALLOW),
};

export const instrumentInactive: RiskLimit = {
  code: 'INSTRUMENT_INACTIVE',
  relief: 'none',
  check: (order, view) =>
    view.market?.instrument.isActive === false ? refuse(`${order.symbol} is not traded at the venue now`) : ALLOW,
};
