import type { Timeframe } from '../time.ts';
import type { EpochMs, ModelId, SymbolId } from './ids.ts';

export type Direction = 'SELL' | 'HOLD' | 'BUY';

/** Calibrated class probabilities; each 0..1, sum 1. */
export interface Probabilities {
  readonly sell: number;
  readonly hold: number;
  readonly buy: number;
}

/** Why a model gave no answer. */
export type ModelFailureCode =
  /** No answer within two seconds. */
  | 'MODEL_TIMEOUT'
  /** Three failures in a row; asked again when a probe succeeds. */
  | 'MODEL_UNHEALTHY'
  /** Its worker died twice on the request. */
  | 'WORKER_LOST'
  /** The queue of its worker is full. */
  | 'QUEUE_FULL'
  /** The runtime threw. */
  | 'INFERENCE_FAILED'
  /** Not three finite numbers in 0..1 that add up to 1. */
  | 'PROBABILITIES_INVALID'
  /** Refused at the start, or not loaded by this program. */
  | 'MODEL_REFUSED';

/** What the models of one symbol and timeframe are asked at one closed candle. */
export interface PredictionRequest {
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly candleCloseTime: EpochMs;
  readonly models: readonly ModelId[];
  readonly featureSet: string;
  readonly featureHash: string;
  /** Single-precision values in the order of the set. */
  readonly features: readonly number[];
  /** Accepted candles in the feature window / expected ones, 0..1. */
  readonly dataQuality: number;
}

/** One model's answer for one candle, or why there is none. */
export type Prediction = {
  readonly symbol: SymbolId;
  readonly model: ModelId;
  readonly timeframe: Timeframe;
  readonly candleCloseTime: EpochMs;
} & (
  | {
      readonly ok: true;
      readonly probabilities: Probabilities;
      /** Accepted candles in the feature window / expected ones, 0..1. */
      readonly dataQuality: number;
      readonly featureHash: string;
      readonly modelHash: string;
      readonly latencyMs: number;
    }
  | { readonly ok: false; readonly code: ModelFailureCode; readonly detail: string }
);

/** The fields of a consensus that a strategy can read. */
export interface ConsensusView {
  readonly direction: Direction;
  readonly confidence: number;
  readonly score: number;
  readonly agreement: number;
  readonly quorum: number;
  readonly isActionable: boolean;
}

/** Why a consensus is not acted on. */
export type ConsensusReason =
  'DIRECTION_HOLD' | 'LOW_CONFIDENCE' | 'LOW_AGREEMENT' | 'LOW_QUORUM' | 'LOW_DATA_QUALITY' | 'STALE' | 'NO_VOTES';

export type DriftState = 'ok' | 'watch' | 'demoted';

/** One model's part in a consensus. */
export interface Vote {
  readonly model: ModelId;
  readonly timeframe: Timeframe;
  /** As configured; a demoted model counts 0. */
  readonly weight: number;
  readonly isHealthy: boolean;
  readonly isFresh: boolean;
  readonly drift: DriftState;
  /** Undefined: no answer for its newest candle. */
  readonly probabilities?: Probabilities | undefined;
  readonly direction?: Direction | undefined;
  readonly candleCloseTime?: EpochMs | undefined;
  readonly latencyMs?: number | undefined;
  /** Of that answer. */
  readonly dataQuality?: number | undefined;
  /** True: too few candles so far for its features, so that it is not asked. */
  readonly isWarmingUp?: boolean | undefined;
  /** Of its last failure, while that is its newest answer. */
  readonly failure?: { readonly code: ModelFailureCode; readonly detail: string } | undefined;
}

/** Weighted combination of the fresh votes of healthy models on one symbol. */
export interface Consensus extends ConsensusView {
  readonly symbol: SymbolId;
  /** Undefined: over all timeframes. */
  readonly timeframe?: Timeframe | undefined;
  readonly at: EpochMs;
  /** Undefined where no vote counts. */
  readonly probabilities?: Probabilities | undefined;
  readonly reasons: readonly { readonly code: ConsensusReason; readonly detail: string }[];
  /** Lowest of the votes that count. */
  readonly dataQuality: number;
  readonly votes: readonly Vote[];
}

/** A consensus without its votes, as it is journaled. */
export type ConsensusSummary = Pick<
  Consensus,
  | 'symbol'
  | 'at'
  | 'direction'
  | 'confidence'
  | 'score'
  | 'agreement'
  | 'quorum'
  | 'isActionable'
  | 'dataQuality'
  | 'probabilities'
> & {
  /** The close whose predictions have settled; undefined: recomputed between closes. */
  readonly candleCloseTime?: EpochMs | undefined;
  readonly reasons: readonly ConsensusReason[];
};

/** What became of a prediction, by the triple barrier of its model. */
export interface ResolvedPrediction {
  readonly symbol: SymbolId;
  readonly model: ModelId;
  readonly candleCloseTime: EpochMs;
  readonly outcome: Direction;
  /** Sum over the classes of (probability - outcome)^2, 0..2. */
  readonly brier: number;
}

/** A bin of confidences: what was said, what came true. */
export interface ReliabilityPoint {
  readonly predicted: number;
  readonly observed: number;
  readonly count: number;
}

/** How a model does live, measured over its newest resolved predictions and feature vectors. */
export interface DriftMeasures {
  readonly state: DriftState;
  /** Resolved predictions that count in `brier` and `ece`, which are undefined without any. */
  readonly resolved: number;
  readonly brier?: number | undefined;
  readonly ece?: number | undefined;
  readonly reliability: readonly ReliabilityPoint[];
  /** Mean population stability index over the features; undefined before enough vectors. */
  readonly psi?: number | undefined;
  /** The feature that has moved furthest. */
  readonly worstFeature?: { readonly name: string; readonly psi: number } | undefined;
}
