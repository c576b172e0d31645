// Filters of trades, and the ones that closed since the list was asked for. Pure.
import type { TradeRow } from '../../shared/contract/records/portfolio.ts';
import { DAY_MS } from '../../shared/time.ts';

export interface TradeFilter {
  readonly strategy?: string;
  readonly symbol?: string;
}

interface TradeScope extends TradeFilter {
  readonly connection: string;
  readonly from?: number;
}

const fits = (trade: TradeRow, { connection, strategy, symbol, from }: TradeScope): boolean =>
  trade.connection === connection &&
  (strategy === undefined || trade.strategy === strategy) &&
  (symbol === undefined || trade.symbol === symbol) &&
  (from === undefined || trade.exitAt >= from);

/** Each trade once, asked ones and live ones of the same scope. */
export function mergeTrades(
  asked: readonly TradeRow[],
  live: readonly TradeRow[],
  scope: TradeScope,
): readonly TradeRow[] {
  const byId = new Map(asked.map((trade) => [trade.id, trade]));
  for (const trade of live) if (fits(trade, scope)) byId.set(trade.id, trade);
  return [...byId.values()];
}

/** Since when: `days` whole days before the connection's day; undefined: all time. */
export function daysFilter(days: string, now: number | undefined): number | undefined {
  if (days === '' || now === undefined) return undefined;
  return Math.max(0, Math.floor(now / DAY_MS) * DAY_MS - (Number(days) - 1) * DAY_MS);
}
