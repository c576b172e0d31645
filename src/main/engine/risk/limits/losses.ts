// The account's loss limits, seen from one order. The trading state reacts to the same rule: see tradingControl.ts.
import type { Decimal } from '../../../../shared/money.ts';
import { isLossBreached, lossText } from '../lossLimit.ts';
import { ALLOW, refuse, type RiskLimit, type RiskVerdict } from '../riskLimit.ts';

export const dailyLoss: RiskLimit = {
  code: 'DAILY_LOSS',
  relief: 'reducing',
  check: (_order, view) => checkLoss(view.equity, view.dayStartEquity, view.amounts.maxDailyLossPct),
};

export const drawdown: RiskLimit = {
  code: 'DRAWDOWN',
  relief: 'reducing',
  check: (_order, view) => checkLoss(view.equity, view.peakEquity, view.amounts.maxDrawdownPct),
};

const checkLoss = (equity: Decimal, base: Decimal, pct: Decimal | undefined): RiskVerdict =>
  pct !== undefined && isLossBreached(equity, base, pct) ? refuse(lossText(equity, base, pct)) : ALLOW;
