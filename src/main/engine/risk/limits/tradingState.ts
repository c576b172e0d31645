// Limits that depend on the trading state alone. Orders that protect a position pass all three.
import { ALLOW, refuse, type RiskLimit, type RiskView } from '../riskLimit.ts';

export const safeMode: RiskLimit = {
  code: 'SAFE_MODE',
  relief: 'protecting',
  check: (_order, view) => (view.isSafeMode ? refuse('the engine is in safe mode') : ALLOW),
};

export const tradingHalted: RiskLimit = {
  code: 'TRADING_HALTED',
  relief: 'protecting',
  check: (_order, view) => (view.tradingState === 'HALTED' ? refuseState(view) : ALLOW),
};

export const tradingReducing: RiskLimit = {
  code: 'TRADING_REDUCING',
  relief: 'reducing',
  check: (_order, view) => (view.tradingState === 'REDUCING' ? refuseState(view) : ALLOW),
};

const refuseState = ({ tradingState, stateChange }: RiskView) => {
  const why = stateChange === undefined ? '' : ` by ${stateChange.cause}: ${stateChange.reason}`;
  return refuse(`trading is ${tradingState}${why}`, stateChange?.until);
};
