// Backtests started from the window: their jobs, and the runs that are kept.
import { z } from 'zod';
import { candleFields, column, count, decimal, id, symbol, time, timeframe } from '../fields.ts';
import { breakdownRecord, distributionRecord, drawdownRecord, metricRow } from './analytics.ts';
import { tradeRow } from './portfolio.ts';

/** Where the candles of a run come from. */
const dataChoice = z.discriminatedUnion('kind', [
  /** Of market.db: see `data.list`. */
  z.strictObject({ kind: z.literal('stored'), source: id, symbol, timeframe }),
  /** What a running connection has of its history. */
  z.strictObject({ kind: z.literal('connection'), connection: id, symbol, days: z.int().min(1).max(365) }),
  /** A made-up market, always labelled SIMULATED. */
  z.strictObject({
    kind: z.literal('simulated'),
    symbol: z.string().regex(/^[A-Z0-9]+\/USDT$/, 'expected a symbol such as BTC/USDT'),
    timeframe,
    days: z.int().min(1).max(730),
    seed: z.string().min(1).max(64).default('foredeck'),
  }),
]);

export const backtestRequest = z.strictObject({
  /** A name of one's own for the run. */
  label: z.string().trim().max(120).default(''),
  strategies: z.array(id).min(1).max(20),
  data: z.array(dataChoice).min(1).max(10),
  from: time.optional(),
  to: time.optional(),
  cash: decimal.optional(),
  /** False: strategies that read the consensus find none. */
  withModels: z.boolean().default(true),
  takerBps: z.number().min(0).max(1000).optional(),
  makerBps: z.number().min(0).max(1000).optional(),
  slippageBps: z.number().min(0).max(1000).optional(),
  volumeCapPct: z.number().min(0).max(100).optional(),
});
export type BacktestTicket = z.input<typeof backtestRequest>;

/** Long work that can be watched and called off. Upsert by id. */
export const jobRow = z.strictObject({
  id,
  kind: z.enum(['backtest']),
  label: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'canceled', 'failed']),
  /** What it is at, in words. */
  phase: z.string(),
  done: count,
  /** 0 while unknown. */
  total: count,
  /** Remaining, ms; absent while unknown. */
  etaMs: z.number().optional(),
  /** Wall clock. */
  startedAt: time,
  finishedAt: time.optional(),
  /** Of a failed one, a sentence. */
  error: z.string().optional(),
});
export type JobRow = z.output<typeof jobRow>;

/** A kept run in short. */
export const runRow = z.strictObject({
  id,
  label: z.string(),
  /** Wall clock. */
  finishedAt: time,
  isSimulated: z.boolean(),
  strategies: z.array(id),
  symbols: z.array(symbol),
  timeframe,
  from: time,
  to: time,
  quote: z.string(),
  candles: count,
  trades: count,
  netProfit: decimal,
  returnPct: z.number().nullable(),
  maxDrawdownPct: z.number().nullable(),
  sharpe: z.number().nullable(),
  profitFactor: z.number().nullable(),
  winRate: z.number().nullable(),
  buyAndHoldPct: z.number().nullable(),
  digest: z.string(),
  durationMs: z.number(),
});
export type RunRow = z.output<typeof runRow>;

/** A kept run whole. */
export const runDetail = z.strictObject({
  run: runRow,
  request: backtestRequest,
  programVersion: z.string(),
  costs: z.strictObject({ slippageBps: decimal, volumeCapPct: decimal }),
  sources: z.array(z.string()),
  metrics: z.array(metricRow),
  drawdown: drawdownRecord,
  breakdown: breakdownRecord,
  distribution: distributionRecord,
  months: z.array(
    z.strictObject({
      year: z.int(),
      month: z.int(),
      returnPct: z.number().nullable(),
      isPartial: z.boolean(),
    }),
  ),
  /** Points for drawing: the account, its fall below the peak in percent, and buy-and-hold with the same money. */
  curve: z.strictObject({ at: column, equity: column, drawdownPct: column, buyAndHold: column }),
  trades: z.array(tradeRow),
  open: z.array(
    z.strictObject({
      strategy: id,
      symbol,
      side: z.enum(['long', 'short']),
      entryAt: time,
      entryPrice: decimal,
      qty: decimal,
      mark: decimal,
      unrealisedPnl: decimal,
    }),
  ),
  refusals: z.record(z.string(), count),
  warnings: z.array(z.string()),
});
export type RunDetail = z.output<typeof runDetail>;

/** Candles of a kept run, ascending. */
export const runCandles = z.strictObject(candleFields);
export type RunCandles = z.output<typeof runCandles>;

export const seriesRow = z.strictObject({
  /** `stored`: market.db. `connection`: what a running connection can give. */
  kind: z.enum(['stored', 'connection']),
  source: id,
  isSimulated: z.boolean(),
  symbol,
  timeframe,
  candles: count,
  from: time,
  to: time,
});
export type SeriesRow = z.output<typeof seriesRow>;
