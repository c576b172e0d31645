// Limits of the connection itself. They stop new risk; an open position can always be closed.
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

export const connectionDisabled: RiskLimit = {
  code: 'CONNECTION_DISABLED',
  relief: 'reducing',
  check: (_order, view) => (view.isConnectionEnabled ? ALLOW : refuse('the connection is disabled')),
};

export const liveNotAllowed: RiskLimit = {
  code: 'LIVE_NOT_ALLOWED',
  relief: 'reducing',
  check: (_order, view) =>
    view.mode === 'live' && !view.isLiveAllowed ? refuse('live trading is not switched on') : ALLOW,
};

export const reconciling: RiskLimit = {
  code: 'RECONCILING',
  relief: 'reducing',
  check: (order, view) =>
    view.isReconciling ? refuse(`${order.symbol} is still being compared with the venue`) : ALLOW,
};
