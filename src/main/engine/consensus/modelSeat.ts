// One model in the consensus of one symbol: its newest answer, its health, its drift. Votes; never asks.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { Prediction, Vote } from '../../../shared/domain/prediction.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { FeatureSet } from '../features/featureSet.ts';
import type { DriftConfig } from './consensusConfig.ts';
import { directionOf } from './consensusOf.ts';
import { DriftWatch, type DriftWatchState } from './driftWatch.ts';

/** So many failures in a row make a model unhealthy, until it succeeds. */
const UNHEALTHY_AFTER = 3;

export interface ModelSeatState {
  readonly spec: ModelSpec;
  readonly newest: Prediction | null;
  readonly failures: number;
  readonly drift: DriftWatchState;
}

export class ModelSeat {
  readonly spec: ModelSpec;
  /** Undefined: this program does not know its feature set, so that it is never asked. */
  readonly set: FeatureSet | undefined;
  readonly drift: DriftWatch;
  /** The answer for the newest candle, a failure too. */
  newest: Prediction | undefined;
  private failures = 0;

  constructor(spec: ModelSpec, set: FeatureSet | undefined, drift: DriftConfig) {
    this.spec = spec;
    this.set = set;
    this.drift = new DriftWatch(spec, set, drift);
  }

  /** Keeps an answer; one that comes late does not replace the one for a newer candle. */
  answer(prediction: Prediction): void {
    const { newest } = this;
    const isSame = newest?.candleCloseTime === prediction.candleCloseTime;
    if (newest !== undefined && newest.candleCloseTime > prediction.candleCloseTime) return;
    // What failed may still succeed for its candle; what succeeded stays.
    if (isSame && newest.ok) return;
    this.newest = prediction;
    if (prediction.ok) {
      this.failures = 0;
      this.drift.predicted(prediction);
    } else if (!isSame) this.failures += 1;
  }

  vote({ now, graceMs, isReady }: { now: EpochMs; graceMs: number; isReady: boolean }): Vote {
    const { spec, newest, set } = this;
    const { id: model, timeframe, weight } = spec;
    const ageMs = newest === undefined ? Infinity : now - newest.candleCloseTime;
    return {
      ...{ model, timeframe, weight, drift: this.drift.state },
      isHealthy: set !== undefined && this.failures < UNHEALTHY_AFTER,
      isFresh: ageMs <= timeframeMs(timeframe) + graceMs,
      isWarmingUp: set !== undefined && !isReady,
      ...(newest === undefined ? {} : { candleCloseTime: newest.candleCloseTime }),
      ...(newest?.ok === true
        ? {
            probabilities: newest.probabilities,
            direction: directionOf(newest.probabilities),
            latencyMs: newest.latencyMs,
            dataQuality: newest.dataQuality,
          }
        : {}),
      ...(newest?.ok === false ? { failure: { code: newest.code, detail: newest.detail } } : {}),
      ...(set === undefined ? { failure: unknownSet(spec) } : {}),
    };
  }

  save(): ModelSeatState {
    const { spec, newest = null, failures, drift } = this;
    return { spec, newest, failures, drift: drift.save() };
  }

  /** Exact inverse of `save` on a seat of the same model. */
  load({ newest, failures, drift }: ModelSeatState): void {
    this.newest = newest ?? undefined;
    this.failures = failures;
    this.drift.load(drift);
  }
}

const unknownSet = ({ featureSet }: ModelSpec): Vote['failure'] => ({
  code: 'MODEL_REFUSED',
  detail: `this program has no feature set ${featureSet}`,
});
