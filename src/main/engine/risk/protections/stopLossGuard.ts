// Many stop losses in a short time: the market does not suit the strategies now.
import { hoursAfter, within, type Protection } from './protection.ts';

export const stopLossGuard: Protection = (view) => {
  const guard = view.config.stopLossGuard;
  if (guard === null || !view.closed.isStop) return undefined;
  const symbol = guard.perSymbol ? view.closed.symbol : undefined;
  const stops = within(view, guard.lookbackHours, symbol).filter(({ isStop }) => isStop).length;
  if (stops <= guard.maxStops) return undefined;
  return {
    code: 'LOCK_STOPLOSS_GUARD',
    ...(symbol !== undefined && { symbol }),
    until: hoursAfter(view.closed.at, guard.lockHours),
    reason: `${stops} stop losses${symbol === undefined ? '' : ` in ${symbol}`} within ${guard.lookbackHours} h, at most ${guard.maxStops}`,
  };
};
