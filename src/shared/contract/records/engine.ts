// What an engine shows of itself: the summary of the top bar, and the whole for health and markets.
import { z } from 'zod';
import type { ActivityLine, FeedStatusView, ProcessorStatus, SessionTotals } from '../../domain/engineStatus.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { Lock, TradingStateChange } from '../../domain/trading.ts';
import { count, decimal, id, recordOf, symbol, time, timeframe } from '../fields.ts';

export const tradingState = z.enum(['ACTIVE', 'REDUCING', 'HALTED']);
export const engineState = z.enum(['starting', 'running', 'safeMode', 'restarting', 'stopping', 'stopped', 'failed']);
export const mode = z.enum(['backtest', 'paper', 'live', 'replay']);

export const stateChangeRecord = recordOf<TradingStateChange>()(
  z.strictObject({
    from: tradingState,
    to: tradingState,
    at: time,
    cause: z.enum(['DAILY_LOSS', 'DRAWDOWN', 'command', 'killSwitch', 'newDay', 'safeMode']),
    reason: z.string(),
    until: time.optional(),
  }),
);

export const lockRecord = recordOf<Lock>()(
  z.strictObject({
    id: count,
    code: z.enum(['LOCK_COOLDOWN', 'LOCK_STOPLOSS_GUARD', 'LOCK_LOW_PROFIT', 'LOCK_MANUAL', 'CONSECUTIVE_LOSSES']),
    symbol: symbol.optional(),
    strategy: id.optional(),
    from: time,
    until: time,
    reason: z.string(),
  }),
);

const feedRecord = recordOf<FeedStatusView>()(
  z.strictObject({
    isConnected: z.boolean(),
    detail: z.string(),
    reconnects: count,
    rejected: count,
    clockSkewMs: z.number().optional(),
    isReconciling: z.boolean(),
    reconcilingSymbols: z.array(symbol),
    differences: count,
  }),
);

/** The data light, from the flow of data: `fresh` every market; `stale` some; `down` no connection; `waiting` before the first. */
const dataLight = z.strictObject({
  level: z.enum(['fresh', 'stale', 'down', 'waiting']),
  detail: z.string(),
  /** Time of the newest price; 0 before the first. */
  newestAt: time,
});

/** The report of a kill switch; ms from its start; null: not yet. */
export const killSwitchRecord = z.strictObject({
  startedAt: time,
  canceledMs: z.number().nullable(),
  flatMs: z.number().nullable(),
  verifiedMs: z.number().nullable(),
});

export const engineSummary = z.strictObject({
  connection: id,
  isSimulated: z.boolean(),
  mode,
  /** False in mode `live`: not switched on, orders are refused. */
  isLive: z.boolean(),
  state: engineState,
  detail: z.string(),
  /** The connection's own time. */
  at: time,
  /** Its seconds per second of the machine; absent: the machine's own time. */
  speed: z.number().optional(),
  notice: z.string().optional(),
  timeframe,
  symbols: z.array(symbol),
  strategies: z.array(id),
  tradingState,
  stateChange: stateChangeRecord.optional(),
  isSafeMode: z.boolean(),
  locks: z.array(lockRecord),
  killSwitch: killSwitchRecord.optional(),
  quote: z.string(),
  equity: decimal,
  dayPnl: decimal,
  dayPnlPct: z.number(),
  drawdownPct: z.number(),
  openPositions: count,
  workingOrders: count,
  /** Differences with the venue's account that wait for the trader. */
  differences: count,
  data: dataLight,
  /** Steps journaled so far. */
  steps: count,
});
export type EngineSummary = z.output<typeof engineSummary>;

export const processorRecord = recordOf<ProcessorStatus>()(
  z.strictObject({
    processor: z.enum(['indication', 'strategy', 'realtime', 'health']),
    cycles: count,
    lastMs: z.number(),
    p95Ms: z.number(),
    errors: count,
    lastError: z.string().optional(),
    heartbeatAt: time.optional(),
  }),
);

const sessionRecord = recordOf<SessionTotals>()(
  z.strictObject({
    startedAt: time,
    startEquity: decimal,
    signals: count,
    ordered: count,
    refused: z.record(z.string(), count),
    fills: count,
    trades: count,
    wins: count,
    realised: decimal,
    fees: decimal,
    funding: decimal,
  }),
);

/** One engine with everything that is measured of it. */
export const engineDetail = z.strictObject({
  ...engineSummary.shape,
  feed: feedRecord,
  processors: z.array(processorRecord),
  session: sessionRecord.optional(),
  journal: z.strictObject({ steps: count, lastCommitMs: z.number() }),
});
export type EngineDetail = z.output<typeof engineDetail>;

const instrumentRecord = recordOf<Instrument>()(
  z.strictObject({
    symbol,
    kind: z.enum(['spot', 'linear']),
    base: z.string(),
    quote: z.string(),
    settle: z.string(),
    tickSize: decimal,
    lotSize: decimal,
    minQty: decimal,
    maxQty: decimal.optional(),
    minNotional: decimal,
    contractSize: decimal,
    makerBps: decimal,
    takerBps: decimal,
    maxLeverage: decimal,
    maintenanceMarginPct: decimal,
    isActive: z.boolean(),
  }),
);

/** One market of a connection now; prices 0 before the first. */
export const marketRow = z.strictObject({
  connection: id,
  isSimulated: z.boolean(),
  symbol,
  instrument: instrumentRecord.optional(),
  price: z.number(),
  bid: z.number(),
  ask: z.number(),
  pricedAt: time,
  /** Timeframes with candles, the base timeframe first. */
  timeframes: z.array(timeframe),
  lastCandleClose: time.optional(),
  /** Of the last closed candle, from its open to its close, percent. */
  changePct: z.number().optional(),
  staleReason: z.string().optional(),
  hasGap: z.boolean(),
  indications: z.array(z.strictObject({ name: z.string(), value: z.number().nullable() })),
});
export type MarketRow = z.output<typeof marketRow>;

const lineFields = { at: time, level: z.enum(['info', 'warning', 'critical']), text: z.string() };
recordOf<ActivityLine>()(z.strictObject(lineFields));
export const activityRow = z.strictObject({ connection: id, ...lineFields });
export type ActivityRow = z.output<typeof activityRow>;

/** The newest price of a symbol. */
export const markRow = z.strictObject({
  connection: id,
  symbol,
  bid: z.number(),
  ask: z.number(),
  last: z.number(),
  at: time,
});
export type MarkRow = z.output<typeof markRow>;

/** A candle as it closes, or as it forms from the prices so far (`isClosed` false: for looking at, nothing decides on it). */
export const candleRow = z.strictObject({
  connection: id,
  symbol,
  timeframe,
  openTime: time,
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  /** Null while it forms. */
  volume: z.number().nullable(),
  isClosed: z.boolean(),
});
export type CandleRow = z.output<typeof candleRow>;
