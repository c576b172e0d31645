// Signals, the decisions on them, and their evidence.
import { z } from 'zod';
import { REFUSALS, type RefusalCode, type Verdict } from '../../domain/refusal.ts';
import type { Decision, Evidence, GateVerdict, Measure, Signal } from '../../domain/signal.ts';
import { count, decimal, id, recordOf, share, symbol, time, timeframe, type Wire } from '../fields.ts';

export const refusalCode = z.enum(Object.keys(REFUSALS) as readonly RefusalCode[]);

export const verdictRecord = recordOf<Verdict>()(
  z.strictObject({ code: refusalCode, allow: z.boolean(), detail: z.string(), until: time.optional() }),
);

export const positionSide = z.enum(['long', 'short']);

/** The tree of what was asked and what was found; `result` null: a value is absent. */
export const evidenceRecord: z.ZodType<Wire<Evidence>> = z.strictObject({
  label: z.string(),
  result: z.boolean().nullable(),
  values: z
    .array(
      z.strictObject({
        name: z.string(),
        now: z.union([z.number(), z.string()]).nullable(),
        before: z.number().nullable().optional(),
      }),
    )
    .optional(),
  get children() {
    return z.array(evidenceRecord).optional();
  },
}) as z.ZodType<Wire<Evidence>>;

const measureRecord = recordOf<Measure>()(
  z.union([z.strictObject({ found: z.number(), wanted: z.number() }), z.strictObject({ until: time })]),
);

const gateVerdictRecord = recordOf<GateVerdict>()(
  z.strictObject({
    gate: z.enum(['profitFactor', 'modelQuorum', 'coolDown', 'dataQuality', 'sessionHours', 'lock']),
    allow: z.boolean(),
    detail: z.string(),
    measure: measureRecord.optional(),
  }),
);

const signalRecord = recordOf<Signal>()(
  z.strictObject({
    id,
    strategy: id,
    symbol,
    timeframe,
    action: z.enum(['entry', 'exit']),
    side: positionSide,
    candleCloseTime: time,
    strength: share,
    evidence: evidenceRecord,
  }),
);

const decisionRecord = recordOf<Decision>()(
  z.strictObject({
    signal: id,
    at: time,
    outcome: z.enum(['ordered', 'refused', 'ignored']),
    reason: z.string(),
    gates: z.array(gateVerdictRecord),
    sizing: z.strictObject({ qty: decimal, detail: z.string() }).optional(),
    verdicts: z.array(verdictRecord),
    orders: z.array(id),
  }),
);

/** A signal of one connection with what became of it. */
export const signalRow = z.strictObject({
  connection: id,
  signal: signalRecord,
  decision: decisionRecord.optional(),
});
export type SignalRow = z.output<typeof signalRow>;

/** How far a condition, gate or limit was from letting it through. */
const distanceRecord = z.strictObject({
  label: z.string(),
  text: z.string(),
  difference: z.number().nullable(),
  percent: z.number().nullable(),
  remainingMs: z.number().optional(),
});

const stopRecord = z.strictObject({
  side: positionSide.optional(),
  what: z.string(),
  text: z.string(),
  /** Close of the first candle of the unbroken run that the same thing stopped. */
  since: time,
  /** False: the records begin there, and it may have begun before. */
  isSinceWhole: z.boolean(),
  missing: z.array(distanceRecord),
});

/** One look of a strategy at one candle, in short. `stops`: what stopped it, nearest first; empty where an order went out. */
export const decisionHead = z.strictObject({
  connection: id,
  isSimulated: z.boolean(),
  strategy: id,
  symbol,
  timeframe,
  closeTime: time,
  asked: z.enum(['entry', 'exitLong', 'exitShort', 'nothing']),
  stage: z.enum(['conditions', 'gates', 'exitPlan', 'sizing', 'risk', 'working', 'failed', 'ordered']),
  code: z.string().optional(),
  detail: z.string(),
  stops: z.array(stopRecord),
});
export type DecisionHead = z.output<typeof decisionHead>;

/** A page of decisions counts candles, so no more than this. */
export const decisionLimit = count.min(1).max(500).default(100);
