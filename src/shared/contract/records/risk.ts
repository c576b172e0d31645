// Limits with their use, and trading state.
import { z } from 'zod';
import { count, id, time } from '../fields.ts';
import { killSwitchRecord, lockRecord, stateChangeRecord, tradingState } from './engine.ts';

/** The key of a limit in the configuration, `risk.` left out. */
export const limitKey = z.enum([
  'maxDailyLossPct',
  'maxDrawdownPct',
  'maxConsecutiveLosses',
  'maxOpenPositions',
  'maxExposurePerSymbolPct',
  'maxExposureTotalPct',
  'maxLeverage',
  'maxOrdersPer10s',
  'priceCollarPct',
  'maxNotionalPerOrder',
  'maxClockSkewMs',
]);

/** One limit with its use now. */
export const limitRow = z.strictObject({
  key: limitKey,
  label: z.string(),
  description: z.string(),
  unit: z.enum(['percent', 'count', 'ratio', 'quote', 'ms']),
  /** Null: off. */
  limit: z.number().nullable(),
  /** Null: this limit is of single orders, so nothing of it is in use. */
  used: z.number().nullable(),
  /** used / limit, percent; null where either is. */
  usedPct: z.number().nullable(),
  isReached: z.boolean(),
  /** What holds most of it: a symbol, for example. */
  detail: z.string(),
});
export type LimitRow = z.output<typeof limitRow>;

const protectionRow = z.strictObject({
  key: z.enum(['consecutiveLosses', 'stopLossGuard', 'lowProfitGuard', 'coolDown']),
  label: z.string(),
  isOn: z.boolean(),
  /** In words: what it does, with its numbers. */
  detail: z.string(),
});

export const riskView = z.strictObject({
  connection: id,
  at: time,
  limits: z.array(limitRow),
  protections: z.array(protectionRow),
  locks: z.array(lockRecord),
  tradingState,
  stateChange: stateChangeRecord.optional(),
  /** Newest first. */
  history: z.array(z.strictObject({ at: time, text: z.string(), change: stateChangeRecord.optional() })),
  isSafeMode: z.boolean(),
  killSwitch: killSwitchRecord.optional(),
  consecutiveLosses: count,
});
export type RiskView = z.output<typeof riskView>;

/** What one engine did with a command. */
export const commandOutcome = z.strictObject({
  connection: id,
  isAccepted: z.boolean(),
  detail: z.string(),
  /** Of a kill switch, ms; null: not yet. */
  tookMs: z
    .strictObject({
      canceled: z.number().nullable(),
      flat: z.number().nullable(),
      verified: z.number().nullable(),
    })
    .optional(),
});
export type CommandOutcomeRow = z.output<typeof commandOutcome>;
