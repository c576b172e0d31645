// The shipped models and the feature vectors they are asked about in the benchmarks.
import { need } from '../../../shared/assert.ts';
import { AppError } from '../../../shared/errors.ts';
import { candleAt } from '../../../shared/domain/candle.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { PredictionRequest } from '../../../shared/domain/prediction.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { CommandContext } from '../../config/commandContext.ts';
import { nodeWall } from '../../app/nodeWall.ts';
import { findFeatureSet } from '../../engine/features/featureSet.ts';
import { FeatureWindow } from '../../engine/features/featureWindow.ts';
import { Aggregator } from '../../engine/market/aggregator.ts';
import { type CheckedModels, openModels, refusalText, type RegisteredModel } from '../../inference/modelRegistry.ts';
import { createPredictor } from '../../inference/onnxPredictor.ts';
import type { Predictor } from '../../inference/ports.ts';
import { programFeatures } from '../../inference/programFeatures.ts';
import { smaCrossCandles, SYMBOL } from './smaCrossRun.ts';

const BASE = '15m';

export interface ModelsUnderTest {
  readonly predictor: Predictor;
  readonly models: readonly RegisteredModel[];
}

/** The models that come with the program, whatever the data folder has. */
export async function shippedModels({ log }: CommandContext): Promise<ModelsUnderTest> {
  const checked = await openModels({ dataDir: '', features: programFeatures, wall: nodeWall });
  const { models } = checked.registry;
  try {
    refuseUnsound(checked);
  } catch (error) {
    await checked.worker?.stop();
    throw error;
  }
  return { predictor: createPredictor({ models: checked, wall: nodeWall, log }), models };
}

function refuseUnsound({ registry: { models, problems, remarks } }: CheckedModels): void {
  const refused = models.flatMap(({ spec, refusal }) => (refusal === undefined ? [] : [refusalText(spec.id, refusal)]));
  const said = [...problems, ...refused, ...(models.length === 0 ? remarks : [])];
  if (said.length > 0) throw new AppError('NOT_FOUND', `the shipped models cannot be measured: ${said.join('; ')}`);
}

export interface Vectors {
  readonly width: number;
  /** Row-major. */
  readonly values: Float32Array;
  readonly closeTimes: readonly EpochMs[];
}

/** At most `count` feature vectors of `model` over the simulated candles of the backtest benchmarks. */
export function vectorsFor({ spec }: RegisteredModel, count: number): Vectors {
  const set = need(findFeatureSet(spec.featureSet), 'the feature set', spec.featureSet);
  const { timeframe } = spec;
  const width = set.features.length;
  const values = new Float32Array(count * width);
  const closeTimes: EpochMs[] = [];
  const window = new FeatureWindow(set, timeframe);
  const candles = smaCrossCandles();
  const aggregator = new Aggregator({ symbol: SYMBOL, base: BASE, timeframes: [timeframe] });
  for (let row = 0; row < candles.openTime.length && closeTimes.length < count; row++) {
    const candle = candleAt(candles, row);
    for (const whole of timeframe === BASE ? [candle] : aggregator.push(candle)) {
      window.push(whole);
      if (!window.isReady) continue;
      values.set(window.values, closeTimes.length * width);
      closeTimes.push(whole.openTime);
    }
  }
  return { width, values: values.subarray(0, closeTimes.length * width), closeTimes };
}

/** What one close asks: a request per timeframe with all its models. */
export function requestsAt(models: readonly RegisteredModel[], rows: ReadonlyMap<Timeframe, Vectors>, turn: number) {
  return [...rows].map(([timeframe, { width, values, closeTimes }]): PredictionRequest => {
    const asked = models.filter(({ spec }) => spec.timeframe === timeframe);
    const { featureSet, featureHash } = need(asked[0], 'a model of', timeframe).spec;
    const row = turn % closeTimes.length;
    return {
      ...{ symbol: SYMBOL, timeframe, candleCloseTime: need(closeTimes[row], 'a candle') },
      ...{ models: asked.map(({ spec }) => spec.id), featureSet, featureHash, dataQuality: 1 },
      features: [...values.subarray(row * width, (row + 1) * width)],
    };
  });
}
