// The JSON document of `backtest --json`, as the contract has it, and the digest that stands for its trades.
import { createHash } from 'node:crypto';
import type { BacktestResult } from '../../engine/drivers/backtestResult.ts';
import type { Performance } from '../../engine/portfolio/metrics/performance.ts';
import type { ExitReason, PositionSide } from '../../../shared/domain/order.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { Position, Trade } from '../../../shared/domain/portfolio.ts';

/** Decimals are strings in plain notation; times epoch ms; undefined figures null. */
export interface BacktestDocument {
  /** The candles come from the market simulator. */
  readonly simulated: boolean;
  readonly summary: {
    readonly candles: number;
    readonly trades: number;
    readonly startEquity: string;
    readonly finalEquity: string;
    readonly netProfit: string;
    readonly returnPct: number | null;
    readonly maxDrawdownPct: number | null;
    readonly sharpe: number | null;
    readonly sortino: number | null;
    readonly profitFactor: number | null;
    /** Wins / trades, 0..1. */
    readonly winRate: number | null;
    readonly fees: string;
    readonly digest: string;
    /** Of the engine's loop. */
    readonly durationMs: number;
    readonly candlesPerSecond: number;
  };
  /** That took part; absent without. */
  readonly models?: readonly ModelRow[];
  readonly trades: readonly TradeRow[];
  readonly open: readonly OpenRow[];
  readonly equity?: readonly (readonly [at: number, equity: string])[];
  readonly refusals: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

/** A model file by its hash. */
export interface ModelRow {
  readonly id: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly weight: number;
  readonly sha256: string;
}

export interface TradeRow {
  readonly id: string;
  readonly symbol: string;
  readonly side: PositionSide;
  readonly entryAt: number;
  readonly entryPrice: string;
  readonly exitAt: number;
  readonly exitPrice: string;
  readonly qty: string;
  readonly fees: string;
  readonly pnl: string;
  readonly exitReason: ExitReason;
}

export interface OpenRow {
  readonly strategy: string;
  readonly symbol: string;
  readonly side: PositionSide;
  readonly entryAt: number;
  readonly entryPrice: string;
  readonly qty: string;
  readonly mark: string;
  readonly unrealisedPnl: string;
}

export interface DocumentInput {
  readonly isSimulated: boolean;
  readonly result: BacktestResult;
  readonly performance: Performance;
  readonly durationMs: number;
  readonly withEquity: boolean;
  readonly models: readonly ModelSpec[];
}

/** The document of one run. Everything but `durationMs` and `candlesPerSecond` is the same for the same input. */
export function toBacktestDocument(input: DocumentInput): BacktestDocument {
  const { isSimulated, result, performance, durationMs, withEquity } = input;
  const { metrics, netProfit, fees } = performance;
  const trades = result.trades.map(toTradeRow);
  return {
    simulated: isSimulated,
    summary: {
      candles: result.candles,
      trades: trades.length,
      startEquity: result.startEquity.toString(),
      finalEquity: result.finalEquity.toString(),
      netProfit: netProfit.toString(),
      returnPct: metrics.returnPct.value,
      maxDrawdownPct: metrics.maxDrawdownPct.value,
      sharpe: metrics.sharpe.value,
      sortino: metrics.sortino.value,
      profitFactor: metrics.profitFactor.value,
      winRate: metrics.winRate.value,
      fees: fees.toString(),
      digest: digestOf(trades),
      durationMs: Math.round(durationMs * 10) / 10,
      candlesPerSecond: Math.round((result.candles * 1000) / Math.max(durationMs, 0.001)),
    },
    ...(input.models.length === 0 ? {} : { models: input.models.map(toModelRow) }),
    trades,
    open: result.open.map(toOpenRow),
    ...(withEquity
      ? { equity: Array.from(result.equity.at, (at, row) => [at, result.equity.value.at(row).toString()]) }
      : {}),
    refusals: result.refusals,
    warnings: result.warnings,
  };
}

const toModelRow = ({ id, symbol, timeframe, weight, modelHash }: ModelSpec): ModelRow => ({
  ...{ id, symbol, timeframe, weight },
  sha256: modelHash,
});

/** sha256, in hexadecimal, of the trades as compact JSON with the keys in the contract's order. */
const digestOf = (trades: readonly TradeRow[]): string =>
  createHash('sha256').update(JSON.stringify(trades)).digest('hex');

export const toTradeRow = (trade: Trade): TradeRow => ({
  id: trade.id,
  symbol: trade.symbol,
  side: trade.side,
  entryAt: trade.entryAt,
  entryPrice: trade.entryPrice.toString(),
  exitAt: trade.exitAt,
  exitPrice: trade.exitPrice.toString(),
  qty: trade.qty.toString(),
  fees: trade.fees.toString(),
  pnl: trade.pnl.toString(),
  exitReason: trade.exitReason,
});

const toOpenRow = (position: Position): OpenRow => ({
  strategy: position.strategy,
  symbol: position.symbol,
  side: position.side,
  entryAt: position.openedAt,
  entryPrice: position.averageEntry.toString(),
  qty: position.qty.toString(),
  mark: position.mark.toString(),
  unrealisedPnl: position.unrealisedPnl.toString(),
});
