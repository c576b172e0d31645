// Models for tests: their specs, how their votes are combined, and answers that follow from the features alone.
import type { ConsensusConfig } from '../../src/main/engine/consensus/consensusConfig.ts';
import { CORE_1 } from '../../src/main/engine/features/core1/core1.ts';
import { configSchema } from '../../src/shared/config/schema.ts';
import { type ModelId, toEpochMs, toModelId } from '../../src/shared/domain/ids.ts';
import type { ModelSpec } from '../../src/shared/domain/model.ts';
import type { Prediction, PredictionRequest, Probabilities, Vote } from '../../src/shared/domain/prediction.ts';
import { consensusConfigOf } from '../../src/main/config/consensusConfigOf.ts';
import { SPOT } from './engineRun.ts';

/** A model of the 15m candles of spot BTC with the whole weight, and no reference deciles. */
export const aModelSpec = (changes: Partial<ModelSpec> = {}): ModelSpec => ({
  ...{ id: toModelId('m15'), symbol: SPOT.symbol, timeframe: '15m', weight: 1, featureSet: CORE_1.id },
  ...{ featureHash: 'feature hash', modelHash: 'model hash' },
  barriers: { horizonCandles: 8, upMultiple: 1, downMultiple: 1, halfLifeCandles: 16 },
  reference: { brier: 0.6, brierHigh: 0.62, ece: 0.02, eceHigh: 0.03, deciles: [] },
  ...changes,
});

/** Three models on two timeframes: 0.5, 0.3 and 0.2. */
export const threeModels = (changes: Partial<ModelSpec> = {}): readonly ModelSpec[] => [
  aModelSpec({ id: toModelId('m15'), weight: 0.5, ...changes }),
  aModelSpec({ id: toModelId('m1h'), weight: 0.3, timeframe: '1h', ...changes }),
  aModelSpec({ id: toModelId('n1h'), weight: 0.2, timeframe: '1h', ...changes }),
];

/** The defaults of the configuration. */
export const aConsensusConfig = (changes: Partial<ConsensusConfig> = {}): ConsensusConfig => ({
  ...consensusConfigOf(configSchema.parse({})),
  ...changes,
});

/** A healthy, fresh vote of a model that nothing is wrong with. */
export const aVote = (probabilities: Probabilities | undefined, changes: Partial<Vote> = {}): Vote => ({
  ...{ model: toModelId('m'), timeframe: '15m', weight: 1, isHealthy: true, isFresh: true, drift: 'ok' },
  ...(probabilities === undefined ? {} : { probabilities, dataQuality: 1, candleCloseTime: toEpochMs(0) }),
  ...changes,
});

/** What a made-up model says of a vector: always the same, lively, and different from model to model. */
export function madeUpProbabilities(model: string, features: ArrayLike<number>): Probabilities {
  const seed = Array.from(model).reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  let [buy, sell] = [0, 0];
  for (let place = 0; place < features.length; place++) {
    buy += Math.sin((features[place] as number) * 7 + place + seed);
    sell += Math.cos((features[place] as number) * 5 + place * 3 + seed);
  }
  const weights = [Math.exp(sell / 3), 1, Math.exp(buy / 3)] as const;
  const sum = weights[0] + weights[1] + weights[2];
  // Single precision, as a model gives them.
  const [s, h, b] = weights.map((weight) => Math.fround(weight / sum)) as [number, number, number];
  return { sell: s, hold: h, buy: b };
}

/** The answer of one model to a request. */
export function madeUpAnswer(request: PredictionRequest, model: ModelId): Prediction {
  const { symbol, timeframe, candleCloseTime, dataQuality, featureHash, features } = request;
  return {
    ...{ symbol, model, timeframe, candleCloseTime, ok: true, dataQuality, featureHash },
    ...{ probabilities: madeUpProbabilities(model, features), modelHash: `hash of ${model}`, latencyMs: 0 },
  };
}

/** A failure of one model to answer a request. */
export const aFailure = (
  { symbol, timeframe, candleCloseTime }: PredictionRequest,
  model: ModelId,
  code: Extract<Prediction, { ok: false }>['code'] = 'INFERENCE_FAILED',
): Prediction => ({ symbol, model, timeframe, candleCloseTime, ok: false, code, detail: 'made up' });
