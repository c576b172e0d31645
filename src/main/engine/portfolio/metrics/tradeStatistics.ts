// What the closed trades say: wins, losses, expectancy. A trade's net is its P&L after fees plus its funding.
import type { Trade } from '../../../../shared/domain/portfolio.ts';
import { Decimal } from '../../../../shared/money.ts';
import { type Metric, metric, noMetric } from './metric.ts';
import { mean, sampleDeviation } from './statistics.ts';

export interface TradeStatistics {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  /** Sums over the winning and the losing trades (both >= 0), and their difference. Exact, quote currency. */
  readonly grossProfit: Decimal;
  readonly grossLoss: Decimal;
  readonly net: Decimal;
  /** Wins / trades, 0..1. */
  readonly winRate: Metric;
  readonly profitFactor: Metric;
  /** Mean win / mean loss. */
  readonly payoff: Metric;
  /** Mean net per trade, quote currency. */
  readonly expectancy: Metric;
  /** Mean net in units of the initial risk. */
  readonly expectancyR: Metric;
  readonly sqn: Metric;
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
  /** Net of the best and worst trade, quote currency. */
  readonly bestTrade: Metric;
  readonly worstTrade: Metric;
  readonly averageHoldMs: Metric;
}

const NO_TRADES = noMetric('no closed trades');
const NO_LOSSES = noMetric('no losing trades');

/** Net of one trade: P&L after fees plus funding. */
export const netOf = (trade: Trade): Decimal => trade.pnl.plus(trade.funding);

/** Of `trades` in closing order. */
export function tradeStatistics(trades: readonly Trade[]): TradeStatistics {
  const nets = trades.map(netOf);
  const wins = nets.filter((net) => net.isPositive());
  const losses = nets.filter((net) => net.isNegative());
  const grossProfit = total(wins);
  const grossLoss = total(losses).negated();
  const net = grossProfit.minus(grossLoss);
  const values = nets.map((value) => value.toNumber());
  const perTrade = (value: () => number): Metric => (trades.length === 0 ? NO_TRADES : metric(value()));
  return {
    trades: trades.length,
    wins: wins.length,
    losses: losses.length,
    grossProfit,
    grossLoss,
    net,
    winRate: perTrade(() => wins.length / trades.length),
    profitFactor: profitFactor(trades.length, grossProfit, grossLoss),
    payoff: payoff(wins, losses),
    expectancy: perTrade(() => net.toNumber() / trades.length),
    ...riskMultiples(trades),
    longestWinStreak: longestStreak(nets, (value) => value.isPositive()),
    longestLossStreak: longestStreak(nets, (value) => value.isNegative()),
    bestTrade: perTrade(() => values.reduce((best, value) => Math.max(best, value))),
    worstTrade: perTrade(() => values.reduce((worst, value) => Math.min(worst, value))),
    averageHoldMs: perTrade(() => mean(trades.map(({ entryAt, exitAt }) => exitAt - entryAt))),
  };
}

const total = (amounts: readonly Decimal[]): Decimal => amounts.reduce((sum, amount) => sum.plus(amount), Decimal.ZERO);

function profitFactor(trades: number, grossProfit: Decimal, grossLoss: Decimal): Metric {
  if (trades === 0) return NO_TRADES;
  return grossLoss.isZero() ? NO_LOSSES : metric(grossProfit.dividedBy(grossLoss).toNumber());
}

function payoff(wins: readonly Decimal[], losses: readonly Decimal[]): Metric {
  if (wins.length + losses.length === 0) return NO_TRADES;
  if (losses.length === 0) return NO_LOSSES;
  if (wins.length === 0) return noMetric('no winning trades');
  const averageLoss = total(losses).negated().toNumber() / losses.length;
  return metric(total(wins).toNumber() / wins.length / averageLoss);
}

/** Expectancy in R, and SQN = sqrt(N) x mean(R) / deviation(R), over the trades that had a stop. */
function riskMultiples(trades: readonly Trade[]): Pick<TradeStatistics, 'expectancyR' | 'sqn'> {
  if (trades.length === 0) return { expectancyR: NO_TRADES, sqn: NO_TRADES };
  const multiples = trades.flatMap((trade) =>
    trade.initialRisk?.isPositive() === true ? [netOf(trade).toNumber() / trade.initialRisk.toNumber()] : [],
  );
  if (multiples.length === 0) {
    const reason = noMetric('no trade had a stop loss, so none has a risk to measure by');
    return { expectancyR: reason, sqn: reason };
  }
  const expectancyR = mean(multiples);
  if (multiples.length === 1) return { expectancyR: metric(expectancyR), sqn: noMetric('one trade has no variance') };
  const deviation = sampleDeviation(multiples);
  return {
    expectancyR: metric(expectancyR),
    sqn:
      deviation === 0
        ? noMetric('the results in R do not vary')
        : metric((Math.sqrt(multiples.length) * expectancyR) / deviation),
  };
}

function longestStreak(nets: readonly Decimal[], counts: (net: Decimal) => boolean): number {
  let [longest, current] = [0, 0];
  for (const net of nets) {
    current = counts(net) ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}
