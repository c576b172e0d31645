// Metrics, groups and distributions as the window gets them: the report's own figures, with their words.
import type { GroupRow, MetricRow } from '../../../../shared/contract/records/analytics.ts';
import type { Trade } from '../../../../shared/domain/portfolio.ts';
import type { Breakdown, TradeGroup } from '../../../engine/portfolio/metrics/breakdown.ts';
import type { Metric } from '../../../engine/portfolio/metrics/metric.ts';
import { METRIC_DEFINITIONS, type MetricId } from '../../../engine/portfolio/metrics/metricDefinitions.ts';
import { netOf } from '../../../engine/portfolio/metrics/tradeStatistics.ts';

/** Those that are there, in the order they are shown. */
export const metricRows = (metrics: Partial<Readonly<Record<MetricId, Metric>>>): MetricRow[] =>
  Object.entries(METRIC_DEFINITIONS).flatMap(([id, [section, label, unit, definition]]) => {
    const found = metrics[id as MetricId];
    if (found === undefined) return [];
    const { value, reason } = found;
    return [{ id, section, label, unit, definition, value, ...(reason === undefined ? {} : { reason }) }];
  });

export function groupRow({ key, statistics }: TradeGroup): GroupRow {
  const { trades, wins, losses, net, grossProfit, grossLoss } = statistics;
  return {
    ...{ key, trades, wins, losses },
    ...{ net: net.toString(), grossProfit: grossProfit.toString(), grossLoss: grossLoss.toString() },
    winRate: statistics.winRate.value,
    profitFactor: statistics.profitFactor.value,
    expectancy: statistics.expectancy.value,
    expectancyR: statistics.expectancyR.value,
    averageHoldMs: statistics.averageHoldMs.value,
  };
}

export const breakdownRows = ({ strategy, symbol, side, exitReason, hour, month }: Breakdown) => ({
  strategy: strategy.map(groupRow),
  symbol: symbol.map(groupRow),
  side: side.map(groupRow),
  exitReason: exitReason.map(groupRow),
  hour: hour.map(groupRow),
  month: month.map(groupRow),
});

/** Edges of the bins, in R. */
const EDGES = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5];

/** A result on an edge counts above it. */
export function distributionOf(trades: readonly Trade[]) {
  const counts = new Array<number>(EDGES.length + 1).fill(0);
  let withoutR = 0;
  for (const trade of trades) {
    const risk = trade.initialRisk?.toNumber() ?? 0;
    if (risk === 0) {
      withoutR += 1;
      continue;
    }
    const r = netOf(trade).toNumber() / risk;
    const above = EDGES.findIndex((edge) => r < edge);
    const bin = above < 0 ? EDGES.length : above;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return {
    bins: counts.map((count, bin) => ({ from: EDGES[bin - 1] ?? null, to: EDGES[bin] ?? null, trades: count })),
    withoutR,
  };
}
