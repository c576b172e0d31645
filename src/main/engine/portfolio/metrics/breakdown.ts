// Closed trades grouped by strategy, symbol, side, exit reason, hour of entry and month of exit.
import type { Trade } from '../../../../shared/domain/portfolio.ts';
import { HOUR_MS } from '../../../../shared/time.ts';
import { type TradeStatistics, tradeStatistics } from './tradeStatistics.ts';

const KEYS = {
  strategy: (trade: Trade): string => trade.strategy,
  symbol: (trade: Trade): string => trade.symbol,
  side: (trade: Trade): string => trade.side,
  exitReason: (trade: Trade): string => trade.exitReason,
  /** 00 to 23, UTC. */
  hour: (trade: Trade): string => String(Math.floor(trade.entryAt / HOUR_MS) % 24).padStart(2, '0'),
  /** `2025-12`, UTC. */
  month: (trade: Trade): string => new Date(trade.exitAt).toISOString().slice(0, 7),
} as const;

export type BreakdownKey = keyof typeof KEYS;

export interface TradeGroup {
  readonly key: string;
  readonly statistics: TradeStatistics;
}

export type Breakdown = Readonly<Record<BreakdownKey, readonly TradeGroup[]>>;

/** Groups in the order of their keys. */
export const breakDown = (trades: readonly Trade[]): Breakdown => ({
  strategy: groupBy(trades, KEYS.strategy),
  symbol: groupBy(trades, KEYS.symbol),
  side: groupBy(trades, KEYS.side),
  exitReason: groupBy(trades, KEYS.exitReason),
  hour: groupBy(trades, KEYS.hour),
  month: groupBy(trades, KEYS.month),
});

function groupBy(trades: readonly Trade[], keyOf: (trade: Trade) => string): readonly TradeGroup[] {
  const groups = new Map<string, Trade[]>();
  for (const trade of trades) {
    const group = groups.get(keyOf(trade));
    if (group === undefined) groups.set(keyOf(trade), [trade]);
    else group.push(trade);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => ({ key, statistics: tradeStatistics(group) }));
}
