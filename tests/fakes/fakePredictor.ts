// A predictor without a runtime: says what it is told to say, and keeps the promises of the real one.
import { AppError } from '../../src/shared/errors.ts';
import { type ModelId, toEpochMs } from '../../src/shared/domain/ids.ts';
import type { ModelSpec } from '../../src/shared/domain/model.ts';
import type {
  ModelFailureCode,
  Prediction,
  PredictionRequest,
  Probabilities,
} from '../../src/shared/domain/prediction.ts';
import type { ModelHealth, Predictor } from '../../src/main/inference/ports.ts';

export type FakeAnswer = Probabilities | ModelFailureCode;

export class FakePredictor implements Predictor {
  readonly requests: PredictionRequest[] = [];
  private readonly specs: ReadonlyMap<ModelId, ModelSpec>;
  private readonly say: (model: ModelId, features: Float32Array) => FakeAnswer;
  private readonly newest = new Map<ModelId, Prediction>();
  private isClosed = false;

  constructor(specs: readonly ModelSpec[], say: (model: ModelId, features: Float32Array) => FakeAnswer) {
    this.specs = new Map(specs.map((spec) => [spec.id, spec]));
    this.say = say;
  }

  predict(request: PredictionRequest, answer: (prediction: Prediction) => void): void {
    this.requests.push(request);
    for (const model of request.models) {
      const prediction = this.predictionOf(request, model);
      queueMicrotask(() => {
        if (prediction.ok || prediction.code !== 'MODEL_REFUSED') this.newest.set(model, prediction);
        answer(prediction);
      });
    }
  }

  predictBatch(model: ModelId, features: Float32Array<ArrayBuffer>): Promise<Float32Array> {
    const width = this.specs.get(model)?.reference.deciles.length;
    if (width === undefined)
      return Promise.reject(new AppError('NOT_FOUND', `${model}: this program has no such model`));
    const count = features.length / width;
    if (!Number.isInteger(count)) {
      const found = `found ${features.length} values`;
      return Promise.reject(new AppError('BAD_INPUT', `expected rows of ${width} features, ${found}`));
    }
    const probabilities = new Float32Array(count * 3);
    for (let row = 0; row < count; row++) {
      const said = this.say(model, features.subarray(row * width, (row + 1) * width));
      if (typeof said === 'string') return Promise.reject(new AppError('UNREACHABLE', `${model}: ${said}`));
      probabilities.set([said.sell, said.hold, said.buy], row * 3);
    }
    return Promise.resolve(probabilities);
  }

  latest(model: ModelId): Prediction | undefined {
    return this.newest.get(model);
  }

  confidence(model: ModelId): number | undefined {
    const latest = this.latest(model);
    return latest?.ok === true
      ? Math.max(latest.probabilities.sell, latest.probabilities.hold, latest.probabilities.buy)
      : undefined;
  }

  health(): readonly ModelHealth[] {
    return [...this.specs.values()].map(({ id, symbol, timeframe, weight }) => {
      const asked = this.requests.filter(({ models }) => models.includes(id)).length;
      const known = { model: id, name: id, symbol, timeframe, weight, requests: asked };
      const latest = this.latest(id);
      if (latest?.ok !== false) return { ...known, state: 'healthy', failures: 0, failuresInARow: 0 };
      const { code, detail } = latest;
      const lastFailure = { at: toEpochMs(0), code, detail };
      return { ...known, state: 'healthy', failures: 1, failuresInARow: 1, lastFailure };
    });
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  private predictionOf(request: PredictionRequest, model: ModelId): Prediction {
    const { symbol, timeframe, candleCloseTime, dataQuality } = request;
    const head = { symbol, model, timeframe, candleCloseTime };
    const said = this.answerOf(request, model);
    if (typeof said === 'string') return { ...head, ok: false, code: said, detail: 'as the test wants it' };
    const { featureHash = '', modelHash = '' } = this.specs.get(model) ?? {};
    return { ...head, ok: true, probabilities: said, dataQuality, featureHash, modelHash, latencyMs: 0 };
  }

  private answerOf({ features, featureHash }: PredictionRequest, model: ModelId): FakeAnswer {
    const spec = this.specs.get(model);
    const isFit = spec?.featureHash === featureHash && spec.reference.deciles.length === features.length;
    if (!isFit) return 'MODEL_REFUSED';
    return this.isClosed ? 'WORKER_LOST' : this.say(model, Float32Array.from(features));
  }
}
