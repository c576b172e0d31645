// Performance figures, computed in main by the engine's own metric code.
import { z } from 'zod';
import { METRIC_SECTIONS, METRIC_UNITS } from '../metricWords.ts';
import { count, decimal, id, time } from '../fields.ts';

/** One figure; `value` null: undefined, and `reason` says why. */
export const metricRow = z.strictObject({
  id: z.string(),
  section: z.enum(METRIC_SECTIONS),
  label: z.string(),
  unit: z.enum(METRIC_UNITS),
  definition: z.string(),
  value: z.number().nullable(),
  reason: z.string().optional(),
});
export type MetricRow = z.output<typeof metricRow>;

/** Closed trades of one kind: of a strategy, a symbol, an hour of entry, ... */
export const groupRow = z.strictObject({
  key: z.string(),
  trades: count,
  wins: count,
  losses: count,
  net: decimal,
  grossProfit: decimal,
  grossLoss: decimal,
  winRate: z.number().nullable(),
  profitFactor: z.number().nullable(),
  expectancy: z.number().nullable(),
  expectancyR: z.number().nullable(),
  averageHoldMs: z.number().nullable(),
});
export type GroupRow = z.output<typeof groupRow>;

export const breakdownRecord = z.strictObject({
  strategy: z.array(groupRow),
  symbol: z.array(groupRow),
  side: z.array(groupRow),
  exitReason: z.array(groupRow),
  /** `00` to `23`, UTC, of entry. */
  hour: z.array(groupRow),
  /** `2026-01`, UTC, of exit. */
  month: z.array(groupRow),
});

export const drawdownRecord = z.strictObject({
  pct: z.number(),
  amount: z.number(),
  startAt: time.nullable(),
  troughAt: time.nullable(),
  recoveryAt: time.nullable(),
  longestUnderWaterMs: z.number(),
  underWaterMs: z.number(),
});

/** One day of an account in the zone of its risk day. */
export const dayRow = z.strictObject({
  /** `2026-01-31`. */
  day: z.string(),
  from: time,
  startEquity: decimal,
  endEquity: decimal,
  /** Change of equity, open positions included. */
  pnl: decimal,
  returnPct: z.number(),
  trades: count,
  wins: count,
  losses: count,
  /** Of the trades closed that day, after fees and funding. */
  realised: decimal,
  fees: decimal,
  funding: decimal,
});
export type DayRow = z.output<typeof dayRow>;

export const dailyRow = z.strictObject({
  connection: id,
  isSimulated: z.boolean(),
  quote: z.string(),
  zone: z.string(),
  today: dayRow.optional(),
  /** Newest first, today included. */
  days: z.array(dayRow),
});

/** Trades by their result in R; the first and last bin are open-ended. */
export const distributionRecord = z.strictObject({
  bins: z.array(z.strictObject({ from: z.number().nullable(), to: z.number().nullable(), trades: count })),
  /** Trades without a stop have no R. */
  withoutR: count,
});
