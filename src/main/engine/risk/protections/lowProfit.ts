// A symbol that earned too little lately rests.
import { Decimal, percentOf } from '../../../../shared/money.ts';
import { hoursAfter, within, type Protection } from './protection.ts';

export const lowProfit: Protection = (view) => {
  const { config, closed, equity } = view;
  const guard = config.lowProfitGuard;
  if (guard === null) return undefined;
  const trades = within(view, guard.lookbackHours, closed.symbol);
  if (trades.length < guard.minTrades) return undefined;
  const result = trades.reduce((sum, trade) => sum.plus(trade.result), Decimal.ZERO);
  if (result.gte(percentOf(equity, Decimal.of(guard.minReturnPct)))) return undefined;
  return {
    code: 'LOCK_LOW_PROFIT',
    symbol: closed.symbol,
    until: hoursAfter(closed.at, guard.lockHours),
    reason: `${trades.length} trades in ${closed.symbol} within ${guard.lookbackHours} h made ${result.toString()}, less than ${guard.minReturnPct} % of equity`,
  };
};
