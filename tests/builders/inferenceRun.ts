// A predictor over test models in real workers, on a wall clock of the machine whose long waits can be shortened.
import { onTestFinished } from 'vitest';
import { join } from 'node:path';
import { toEpochMs, toModelId, toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Prediction, PredictionRequest } from '../../src/shared/domain/prediction.ts';
import { type CheckedModels, openModels } from '../../src/main/inference/modelRegistry.ts';
import { createPredictor } from '../../src/main/inference/onnxPredictor.ts';
import type { InferenceWall, Predictor } from '../../src/main/inference/ports.ts';
import type { InferenceThread } from '../../src/main/inference/worker/modelWorker.ts';
import type { Logger } from '../../src/main/logging/logger.ts';
import { slowModel } from './onnxModel.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { FEATURE_HASH, FEATURE_SET, testFeatures, type TestModel, WIDTH, writeModels } from './modelFolder.ts';

export const SILENT: Logger = {
  child: () => SILENT,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** `shorten` turns the milliseconds asked for into those waited. */
export const wallOf = (shorten: (ms: number) => number = (ms) => ms): InferenceWall => ({
  now: () => toEpochMs(Date.now()),
  elapsedMs: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, shorten(ms));
    return () => clearTimeout(timer);
  },
});

export interface InferenceOptions {
  readonly wall?: InferenceWall;
  readonly startThread?: () => InferenceThread;
}

/** Checks the models of a fresh folder. */
export function checkModelsOf(models: readonly TestModel[], options: InferenceOptions = {}): Promise<CheckedModels> {
  const folder = tempFolder();
  writeModels(folder, models);
  return checkFolder(folder, options);
}

export async function checkFolder(shippedFolder: string, options: InferenceOptions = {}): Promise<CheckedModels> {
  const dataDir = join(shippedFolder, 'data');
  const checked = await openModels({ dataDir, shippedFolder, features: testFeatures, wall: wallOf(), ...options });
  onTestFinished(() => checked.worker?.stop());
  return checked;
}

export async function aPredictor(models: readonly TestModel[], options: InferenceOptions = {}): Promise<Predictor> {
  const checked = await checkModelsOf(models, options);
  const predictor = createPredictor({ models: checked, wall: wallOf(), log: SILENT, ...options });
  onTestFinished(() => predictor.close());
  return predictor;
}

export const aRequest = (models: readonly string[], changes: Partial<PredictionRequest> = {}): PredictionRequest => ({
  symbol: toSymbolId('BTC/USDT'),
  timeframe: '15m',
  candleCloseTime: toEpochMs(1_700_000_000_000),
  models: models.map(toModelId),
  featureSet: FEATURE_SET,
  featureHash: FEATURE_HASH,
  features: Array.from({ length: WIDTH }, (_, place) => Math.fround(0.1 * (place + 1))),
  dataQuality: 1,
  ...changes,
});

const TRIED_TURNS = 4000;

/** As many turns of a slow model as take this machine `ms` now: no number would be slow enough on one and bearable on another. */
export async function turnsFor(ms: number): Promise<number> {
  const predictor = await aPredictor([{ id: 'slow', bytes: slowModel(WIDTH) }]);
  const startedAt = performance.now();
  await predictor.predictBatch(toModelId('slow'), Float32Array.of(TRIED_TURNS, 0, 0, 0));
  return Math.round((TRIED_TURNS * ms) / (performance.now() - startedAt));
}

/** Every answer of one request, by model. */
export function answersTo(predictor: Predictor, request: PredictionRequest): Promise<ReadonlyMap<string, Prediction>> {
  const answers = new Map<string, Prediction>();
  return new Promise((done) =>
    predictor.predict(request, (prediction) => {
      answers.set(prediction.model, prediction);
      if (answers.size === request.models.length) done(answers);
    }),
  );
}

/** `ok`, or the code of the failure. */
export const codeOf = (prediction: Prediction | undefined): string | undefined =>
  prediction?.ok === false ? prediction.code : prediction && 'ok';
