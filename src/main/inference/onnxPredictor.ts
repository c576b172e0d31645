// The one predictor over ONNX files: asks the workers, checks what they say, and keeps what is known of every model.
import { SECOND_MS } from '../../shared/time.ts';
import { AppError } from '../../shared/errors.ts';
import type { ModelId } from '../../shared/domain/ids.ts';
import type { ModelFailureCode, Prediction, PredictionRequest } from '../../shared/domain/prediction.ts';
import type { Logger } from '../logging/logger.ts';
import type { Outcome, Work } from './lanes/job.ts';
import { ModelLanes } from './lanes/modelLanes.ts';
import { ModelTally } from './lanes/modelTally.ts';
import type { CheckedModels, RegisteredModel } from './modelRegistry.ts';
import type { InferenceWall, ModelHealth, Predictor } from './ports.ts';
import { CLASSES, readProbabilities } from './probabilities.ts';
import { type InferenceThread, startInferenceThread } from './worker/modelWorker.ts';

const PROBE_EVERY_MS = 30 * SECOND_MS;
/** Rows of a batch between which live requests are let in: a few milliseconds. */
const BATCH_ROWS = 256;

export interface PredictorOptions {
  /** Its worker is the predictor's from now on. */
  readonly models: CheckedModels;
  readonly wall: InferenceWall;
  readonly log: Logger;
  readonly startThread?: () => InferenceThread;
}

/** A predictor over the models of the registry that were not refused. */
export const createPredictor = (options: PredictorOptions): Predictor => new OnnxPredictor(options);

/** A model that may be asked. */
interface LiveModel {
  readonly model: RegisteredModel;
  /** Features in a row. */
  readonly width: number;
  readonly tally: ModelTally;
  /** What a probe asks. */
  newest: Float32Array<ArrayBuffer>;
  callOffProbe: (() => void) | undefined;
}

class OnnxPredictor implements Predictor {
  private readonly wall: InferenceWall;
  private readonly log: Logger;
  private readonly registered: readonly RegisteredModel[];
  private readonly live: ReadonlyMap<ModelId, LiveModel>;
  /** Undefined: there is nothing to ask. */
  private readonly lanes: ModelLanes | undefined;
  private isClosed = false;

  constructor({ models, wall, log, startThread = startInferenceThread }: PredictorOptions) {
    const { registry, files, worker } = models;
    this.wall = wall;
    this.log = log;
    this.registered = registry.models;
    const widths = new Map(files.map(({ model, width }) => [model, width]));
    this.live = new Map(
      registry.models.flatMap((model): [ModelId, LiveModel][] => {
        const width = widths.get(model.spec.id);
        if (width === undefined) return [];
        const newest = new Float32Array(width);
        return [[model.spec.id, { model, width, tally: new ModelTally(), newest, callOffProbe: undefined }]];
      }),
    );
    if (files.length > 0) this.lanes = new ModelLanes(files, { startThread, wall, log }, worker);
  }

  predict(request: PredictionRequest, answer: (prediction: Prediction) => void): void {
    const submittedAt = this.wall.elapsedMs();
    for (const id of request.models) {
      const fail = (code: ModelFailureCode, detail: string): void => answer(failureOf(request, id, { code, detail }));
      const refusal = this.refusalOf(request, id);
      const live = this.live.get(id);
      if (refusal !== undefined || live === undefined) {
        queueMicrotask(() => fail('MODEL_REFUSED', refusal ?? 'it is not loaded'));
        continue;
      }
      live.newest = Float32Array.from(request.features);
      if (!live.tally.isHealthy) {
        queueMicrotask(() => this.keep(live, failureOf(request, id, unhealthy(live)), answer));
        continue;
      }
      this.ask(live, {
        rows: () => Float32Array.from(request.features),
        done: (outcome) => {
          const latencyMs = this.wall.elapsedMs() - submittedAt;
          this.keep(live, this.predictionOf(live, request, { outcome, latencyMs }), answer);
        },
      });
    }
  }

  async predictBatch(id: ModelId, features: Float32Array<ArrayBuffer>): Promise<Float32Array> {
    const live = this.live.get(id);
    if (live === undefined) throw new AppError('NOT_FOUND', `${id}: ${this.whyNotLive(id)}`);
    const count = features.length / live.width;
    if (!Number.isInteger(count)) {
      throw new AppError('BAD_INPUT', `expected rows of ${live.width} features, found ${features.length} values`);
    }
    const probabilities = new Float32Array(count * CLASSES);
    for (let row = 0; row < count; row += BATCH_ROWS) {
      const rows = features.subarray(row * live.width, (row + BATCH_ROWS) * live.width);
      const outcome = await new Promise<Outcome>((done) =>
        this.lanes?.submit({ model: id, isBatch: true, rows: () => Float32Array.from(rows), done }),
      );
      if (!outcome.ok) throw new AppError('UNREACHABLE', `${id}: ${outcome.code}, ${outcome.detail}`);
      probabilities.set(outcome.values, row * CLASSES);
    }
    return probabilities;
  }

  latest(model: ModelId): Prediction | undefined {
    return this.live.get(model)?.tally.latest;
  }

  confidence(model: ModelId): number | undefined {
    const latest = this.latest(model);
    if (latest?.ok !== true) return undefined;
    const { sell, hold, buy } = latest.probabilities;
    return Math.max(sell, hold, buy);
  }

  health(): readonly ModelHealth[] {
    return this.registered.map(({ spec, entry, refusal }) => {
      const { id: model, symbol, timeframe, weight } = spec;
      const known = { model, name: entry.name, symbol, timeframe, weight };
      const live = this.live.get(model);
      if (live !== undefined && refusal === undefined) return { ...known, ...live.tally.health() };
      return { ...known, state: 'refused', ...refusal, requests: 0, failures: 0, failuresInARow: 0 };
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { callOffProbe } of this.live.values()) callOffProbe?.();
    await this.lanes?.close();
  }

  private ask({ model }: LiveModel, work: Pick<Work, 'rows' | 'done'>): void {
    this.lanes?.submit({ ...work, model: model.spec.id, isBatch: false });
  }

  private keep(live: LiveModel, prediction: Prediction, answer: (prediction: Prediction) => void): void {
    live.tally.latest = prediction;
    answer(prediction);
  }

  /** Why a request cannot be put to a model at all. */
  private refusalOf({ features, featureHash }: PredictionRequest, id: ModelId): string | undefined {
    const live = this.live.get(id);
    if (live === undefined) return this.whyNotLive(id);
    const { featureHash: trained } = live.model.spec;
    if (featureHash !== trained) return `it was trained on features ${trained}, asked with ${featureHash}`;
    if (features.length === live.width) return undefined;
    return `expected ${live.width} features, found ${features.length}`;
  }

  private whyNotLive(id: ModelId): string {
    const refusal = this.registered.find(({ spec }) => spec.id === id)?.refusal;
    return refusal === undefined ? 'this program has no such model' : `${refusal.code}, ${refusal.detail}`;
  }

  private predictionOf(live: LiveModel, request: PredictionRequest, { outcome, latencyMs }: Timed): Prediction {
    const { id, modelHash, featureHash } = live.model.spec;
    const judged = this.judge(live, { outcome, latencyMs });
    if (!judged.ok) return failureOf(request, id, judged);
    const { dataQuality } = request;
    return {
      ...headOf(request, id),
      ok: true,
      probabilities: judged.value,
      dataQuality,
      featureHash,
      modelHash,
      latencyMs,
    };
  }

  /** Counts an answer, and starts probing the model where it was one failure too many. */
  private judge(live: LiveModel, { outcome, latencyMs }: Timed): Judged {
    const { tally, model } = live;
    const judged = judgedOf(outcome);
    const at = this.wall.now();
    if (judged.ok) {
      tally.succeed(latencyMs, at);
      return judged;
    }
    if (tally.fail(judged.code, judged.detail, at)) {
      this.log.warn('a model is unhealthy', { model: model.spec.id, detail: tally.trouble });
      this.probeLater(live);
    }
    return judged;
  }

  private probeLater(live: LiveModel): void {
    live.callOffProbe?.();
    if (this.isClosed) return;
    live.callOffProbe = this.wall.after(PROBE_EVERY_MS, () => {
      // An answer that was under way has brought it back already.
      if (live.tally.isHealthy) return;
      const submittedAt = this.wall.elapsedMs();
      this.ask(live, {
        rows: () => live.newest.slice(),
        done: (outcome) => {
          const judged = this.judge(live, { outcome, latencyMs: this.wall.elapsedMs() - submittedAt });
          if (judged.ok) this.log.info('a model is healthy again', { model: live.model.spec.id });
          else this.probeLater(live);
        },
      });
    });
  }
}

interface Timed {
  readonly outcome: Outcome;
  readonly latencyMs: number;
}

interface Failure {
  readonly code: ModelFailureCode;
  readonly detail: string;
}

type Judged =
  | { readonly ok: true; readonly value: Extract<Prediction, { ok: true }>['probabilities'] }
  | ({ readonly ok: false } & Failure);

function judgedOf(outcome: Outcome): Judged {
  if (!outcome.ok) return outcome;
  const read = readProbabilities(outcome.values);
  return read.ok ? read : { ok: false, code: 'PROBABILITIES_INVALID', detail: read.error.message };
}

const headOf = ({ symbol, timeframe, candleCloseTime }: PredictionRequest, model: ModelId) =>
  ({ symbol, model, timeframe, candleCloseTime }) as const;

const failureOf = (request: PredictionRequest, model: ModelId, { code, detail }: Failure): Prediction => ({
  ...headOf(request, model),
  ok: false,
  code,
  detail,
});

const unhealthy = ({ tally }: LiveModel): Failure => ({
  code: 'MODEL_UNHEALTHY',
  detail: `${tally.trouble}; it is asked again every ${PROBE_EVERY_MS / SECOND_MS} s`,
});
