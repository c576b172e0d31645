// What the program needs of a model backend, whoever stands behind it. Everything above knows only this.
import type { EpochMs, ModelId, SymbolId } from '../../shared/domain/ids.ts';
import type { ModelFailureCode, Prediction, PredictionRequest } from '../../shared/domain/prediction.ts';
import type { Timeframe } from '../../shared/time.ts';
import type { WallClock } from '../config/commandContext.ts';

export interface Predictor {
  /** One prediction per model of the request, each as soon as it is there; never rejects: a failure is a prediction with its code. */
  predict(request: PredictionRequest, answer: (prediction: Prediction) => void): void;
  /**
   * What one model says of many rows (row-major in; SELL HOLD BUY per row out), bit-identical to one row at a time and unchecked:
   * `readProbabilities` reads a row. `features` are given away: nobody else may write to them. Rejects with `AppError`.
   */
  predictBatch(model: ModelId, features: Float32Array<ArrayBuffer>): Promise<Float32Array>;
  /** The newest prediction of a model, a failure too. */
  latest(model: ModelId): Prediction | undefined;
  /** Probability of the likeliest class in its newest answer, 0..1; undefined while that is a failure. */
  confidence(model: ModelId): number | undefined;
  /** Every model of the manifests, refused ones too, in their order. */
  health(): readonly ModelHealth[];
  /** Ends the workers. Requests still open are answered WORKER_LOST. Never rejects; safe to call twice. */
  close(): Promise<void>;
}

/** Why a model of a manifest is left out. */
export type ModelRefusalCode =
  /** The manifest cannot be read: not JSON, a missing or unknown key, an id that is there twice. */
  | 'MANIFEST_INVALID'
  /** Weights of the set that do not add up to 1: a consensus over them would lie, so the whole set is left out. */
  | 'WEIGHTS_SUM'
  | 'FILE_MISSING'
  /** Not the bytes the manifest was made for. */
  | 'HASH_MISMATCH'
  /** A feature set that this program does not know, or computes otherwise. */
  | 'FEATURES_MISMATCH'
  /** The file's input is not `features` [n, width of the set]. */
  | 'WIDTH_MISMATCH'
  /** The file's output is not `probabilities` [n, 3]. */
  | 'OUTPUT_MISMATCH'
  /** The runtime cannot load or run the file. */
  | 'LOAD_FAILED'
  /** The self-check was not answered by three finite numbers in 0..1 that add up to 1. */
  | 'PROBABILITIES_INVALID'
  /** It was not answered within two seconds. */
  | 'MODEL_TIMEOUT'
  /** The worker ended in it. */
  | 'WORKER_LOST';

export interface ModelRefusal {
  readonly code: ModelRefusalCode;
  /** For people. */
  readonly detail: string;
}

export interface ModelHealth {
  readonly model: ModelId;
  readonly name: string;
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  /** As in its manifest, 0..1. */
  readonly weight: number;
  readonly state: 'healthy' | 'unhealthy' | 'refused';
  /** Undefined while it is healthy. */
  readonly code?: ModelRefusalCode | ModelFailureCode | undefined;
  /** For people. */
  readonly detail?: string | undefined;
  readonly requests: number;
  readonly failures: number;
  readonly failuresInARow: number;
  /** Of answers, undefined before the first; the quantiles are over the last 200. */
  readonly lastLatencyMs?: number | undefined;
  readonly p50LatencyMs?: number | undefined;
  readonly p95LatencyMs?: number | undefined;
  readonly lastSuccessAt?: EpochMs | undefined;
  readonly lastFailure?: { readonly at: EpochMs; readonly code: ModelFailureCode; readonly detail: string } | undefined;
}

/** The machine's time, as `app/wall.ts` has it. */
export interface InferenceWall extends WallClock {
  /** Runs `work` once after `ms`. Returns how to call it off. */
  after(ms: number, work: () => void): () => void;
}
