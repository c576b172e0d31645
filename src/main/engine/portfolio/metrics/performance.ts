// All metrics of one backtest, computed once for terminal, files and window.
import type { CandleColumns } from '../../../../shared/domain/candle.ts';
import { Decimal } from '../../../../shared/money.ts';
import type { BacktestResult } from '../../drivers/backtestResult.ts';
import { type BuyAndHold, buyAndHold } from './benchmark.ts';
import { type Breakdown, breakDown } from './breakdown.ts';
import { type Drawdown, findDrawdown } from './drawdown.ts';
import { type DailyReturn, dailyReturns, type EquityCurve, toEquityCurve } from './equityCurve.ts';
import { type Metric, metric, noMetric } from './metric.ts';
import type { MetricId } from './metricDefinitions.ts';
import { type MonthlyReturn, monthlyReturns } from './monthlyReturns.ts';
import { cagrPct, calmar, sharpe, sortino } from './ratios.ts';
import { type TradeStatistics, tradeStatistics } from './tradeStatistics.ts';

export interface Performance {
  readonly metrics: Readonly<Record<MetricId, Metric>>;
  /** Final minus start equity; exact. */
  readonly netProfit: Decimal;
  /** Of the closed trades, positive when paid; exact. */
  readonly fees: Decimal;
  readonly drawdown: Drawdown;
  readonly buyAndHold: BuyAndHold;
  readonly months: readonly MonthlyReturn[];
  readonly breakdown: Breakdown;
  readonly curve: EquityCurve;
}

/** Of `result` over the `series` it ran on. */
export function measurePerformance(result: BacktestResult, series: readonly CandleColumns[]): Performance {
  const curve = toEquityCurve(result);
  const drawdown = findDrawdown(curve);
  const benchmark = buyAndHold(series);
  const netProfit = result.finalEquity.minus(result.startEquity);
  const fees = result.trades.reduce((sum, trade) => sum.plus(trade.fees), Decimal.ZERO);
  const spanMs = result.to - result.from;
  const share = (ms: number): Metric => (spanMs === 0 ? noMetric('an empty span') : metric((ms / spanMs) * 100));
  return {
    metrics: {
      ...curveMetrics(curve, drawdown),
      ...tradeMetrics(tradeStatistics(result.trades)),
      returnPct: metric((netProfit.toNumber() / result.startEquity.toNumber()) * 100),
      buyAndHoldPct: benchmark.equalWeightPct,
      exposurePct: share(result.exposureMs),
      underWaterPct: share(drawdown.underWaterMs),
      fees: metric(fees.toNumber()),
      funding: metric(result.ledgerTotals.funding.toNumber()),
      turnover: metric(result.turnover.toNumber()),
      feesOfTurnoverBps: result.turnover.isZero()
        ? noMetric('nothing was traded')
        : metric((-result.ledgerTotals.fee.toNumber() / result.turnover.toNumber()) * 10_000),
    },
    netProfit,
    fees,
    drawdown,
    buyAndHold: benchmark,
    months: monthlyReturns(curve),
    breakdown: breakDown(result.trades),
    curve,
  };
}

/** Of the equity alone. */
export function curveMetrics(curve: EquityCurve, drawdown: Drawdown) {
  const returns = dailyReturns(curve);
  const cagr = cagrPct(curve);
  return {
    cagrPct: cagr,
    sharpe: sharpe(returns),
    sortino: sortino(returns),
    calmar: calmar(cagr, drawdown.pct),
    maxDrawdownPct: metric(drawdown.pct),
    longestUnderWaterMs: metric(drawdown.longestUnderWaterMs),
    bestDayPct: extremeDay(returns, Math.max),
    worstDayPct: extremeDay(returns, Math.min),
  };
}

function extremeDay(returns: readonly DailyReturn[] | undefined, pick: (a: number, b: number) => number): Metric {
  if (returns === undefined) return noMetric('equity fell to zero');
  if (returns.length === 0) return noMetric('no whole day');
  return metric(returns.map(({ value }) => value).reduce((a, b) => pick(a, b)) * 100);
}

/** Of the closed trades alone. */
export const tradeMetrics = (statistics: TradeStatistics) => ({
  trades: metric(statistics.trades),
  winRate: statistics.winRate,
  profitFactor: statistics.profitFactor,
  payoff: statistics.payoff,
  expectancy: statistics.expectancy,
  expectancyR: statistics.expectancyR,
  sqn: statistics.sqn,
  longestWinStreak: metric(statistics.longestWinStreak),
  longestLossStreak: metric(statistics.longestLossStreak),
  bestTrade: statistics.bestTrade,
  worstTrade: statistics.worstTrade,
  averageHoldMs: statistics.averageHoldMs,
});
