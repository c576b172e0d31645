// Models, their votes and the consensus of them.
import { z } from 'zod';
import type { Barriers } from '../../domain/model.ts';
import type { Consensus, ModelFailureCode, Probabilities, Vote } from '../../domain/prediction.ts';
import { count, id, recordOf, share, symbol, time, timeframe } from '../fields.ts';

const direction = z.enum(['SELL', 'HOLD', 'BUY']);
const driftState = z.enum(['ok', 'watch', 'demoted']);
const failureCode = z.enum([
  'MODEL_TIMEOUT',
  'MODEL_UNHEALTHY',
  'WORKER_LOST',
  'QUEUE_FULL',
  'INFERENCE_FAILED',
  'PROBABILITIES_INVALID',
  'MODEL_REFUSED',
] satisfies readonly ModelFailureCode[]);

const probabilitiesRecord = recordOf<Probabilities>()(
  z.strictObject({ sell: z.number(), hold: z.number(), buy: z.number() }),
);

const voteRecord = recordOf<Vote>()(
  z.strictObject({
    model: id,
    timeframe,
    weight: z.number(),
    isHealthy: z.boolean(),
    isFresh: z.boolean(),
    drift: driftState,
    probabilities: probabilitiesRecord.optional(),
    direction: direction.optional(),
    candleCloseTime: time.optional(),
    latencyMs: z.number().optional(),
    dataQuality: z.number().optional(),
    /** True: too few candles so far for its features, so that it is not asked. */
    isWarmingUp: z.boolean().optional(),
    failure: z.strictObject({ code: failureCode, detail: z.string() }).optional(),
  }),
);

const consensusFields = {
  direction,
  confidence: z.number(),
  score: z.number(),
  agreement: z.number(),
  quorum: z.number(),
  isActionable: z.boolean(),
  symbol,
  timeframe: timeframe.optional(),
  at: time,
  probabilities: probabilitiesRecord.optional(),
  reasons: z.array(
    z.strictObject({
      code: z.enum([
        'DIRECTION_HOLD',
        'LOW_CONFIDENCE',
        'LOW_AGREEMENT',
        'LOW_QUORUM',
        'LOW_DATA_QUALITY',
        'STALE',
        'NO_VOTES',
      ]),
      detail: z.string(),
    }),
  ),
  dataQuality: z.number(),
  votes: z.array(voteRecord),
};
recordOf<Consensus>()(z.strictObject(consensusFields));

/** The consensus of one symbol of one connection. Upsert by connection, symbol and timeframe (absent: over all timeframes). */
export const consensusRow = z.strictObject({ connection: id, ...consensusFields });
export type ConsensusRow = z.output<typeof consensusRow>;

export const reliabilityPoint = z.strictObject({ predicted: share, observed: share, count });

const evaluation = z.strictObject({
  from: time,
  to: time,
  rows: count,
  classShares: probabilitiesRecord,
  logLoss: z.number(),
  priorLogLoss: z.number(),
  brier: z.number(),
  priorBrier: z.number(),
  brierLow: z.number(),
  brierHigh: z.number(),
  ece: z.number(),
  eceLow: z.number(),
  eceHigh: z.number(),
  auc: probabilitiesRecord,
  directionalAuc: z.number(),
});

const barriersRecord = recordOf<Barriers>()(
  z.strictObject({
    horizonCandles: count,
    upMultiple: z.number(),
    downMultiple: z.number(),
    halfLifeCandles: z.number(),
  }),
);

/** What one model said at one candle, and what came of it. */
export const predictionRow = z.strictObject({
  connection: id,
  symbol,
  model: id,
  timeframe,
  candleCloseTime: time,
  /** Absent: it failed. */
  probabilities: probabilitiesRecord.optional(),
  direction: direction.optional(),
  failure: z.strictObject({ code: failureCode, detail: z.string() }).optional(),
  /** By the triple barrier of the model; absent: not known yet. */
  outcome: direction.optional(),
});
export type PredictionRow = z.output<typeof predictionRow>;

/** How a model does on one connection, over its newest resolved predictions. */
const liveFigures = z.strictObject({
  connection: id,
  symbol,
  drift: driftState,
  resolved: count,
  brier: z.number().optional(),
  ece: z.number().optional(),
  /** Mean population stability index of its features. */
  psi: z.number().optional(),
  worstFeature: z.strictObject({ name: z.string(), psi: z.number() }).optional(),
});

/** One model of the manifest with what is measured of it here. */
export const modelRow = z.strictObject({
  id,
  name: z.string(),
  algorithm: z.string(),
  symbol,
  timeframe,
  weight: share,
  featureSet: z.string(),
  features: count,
  calibration: z.string(),
  barriers: barriersRecord,
  created: z.string(),
  training: z.strictObject({ from: time, to: time, rows: count, classShares: probabilitiesRecord }),
  holdout: evaluation,
  /** `refused`: its file failed the check at the start. */
  health: z.enum(['healthy', 'unhealthy', 'refused']),
  /** Why it is not healthy; empty while it is. */
  detail: z.string(),
  /** The worst of `live`. */
  drift: driftState,
  live: z.array(liveFigures),
  requests: count,
  failures: count,
  lastMs: z.number().optional(),
  p95Ms: z.number().optional(),
  lastAt: time.optional(),
});
export type ModelRow = z.output<typeof modelRow>;
