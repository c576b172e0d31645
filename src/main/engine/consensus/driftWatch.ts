// Whether one model is still as good as its card says. Outcomes come later, by the triple barrier; between two limits a model
// stays what it is, so that it does not change its state with every outcome.
import type { Candle } from '../../../shared/domain/candle.ts';
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type {
  DriftMeasures,
  DriftState,
  Prediction,
  Probabilities,
  ResolvedPrediction,
} from '../../../shared/domain/prediction.ts';
import { timeframeMs } from '../../../shared/time.ts';
import { BarrierLabeler } from '../features/barrierLabels.ts';
import type { FeatureSet } from '../features/featureSet.ts';
import type { DriftConfig, DriftLimits } from './consensusConfig.ts';
import { brierOf, DriftScores } from './driftScores.ts';
import { FeatureDrift } from './featureDrift.ts';

export interface DriftChange {
  readonly from: DriftState;
  readonly to: DriftState;
  /** A sentence. */
  readonly reason: string;
  readonly measures: Omit<DriftMeasures, 'reliability'>;
}

/** What the watch has to say. */
export interface DriftNews {
  readonly resolved?: ResolvedPrediction;
  readonly change?: DriftChange;
}

export interface DriftWatchState {
  readonly state: DriftState;
  readonly labeler: readonly number[];
  /** Four numbers each: open time, SELL, HOLD, BUY. */
  readonly unresolved: readonly number[];
  readonly scores: readonly number[];
  readonly features: readonly number[];
}

const NO_NEWS: readonly DriftNews[] = [];

export class DriftWatch {
  config: DriftConfig;
  state: DriftState = 'ok';
  private readonly spec: ModelSpec;
  private readonly set: FeatureSet | undefined;
  private readonly lengthMs: number;
  private readonly labeler: BarrierLabeler;
  private readonly scores: DriftScores;
  private readonly features: FeatureDrift;
  /** Answers whose outcome is still to come, by the open time of their candle. */
  private readonly unresolved = new Map<EpochMs, Probabilities>();

  constructor(spec: ModelSpec, set: FeatureSet | undefined, config: DriftConfig) {
    this.spec = spec;
    this.set = set;
    this.config = config;
    this.lengthMs = timeframeMs(spec.timeframe);
    this.labeler = new BarrierLabeler(spec.barriers);
    this.scores = new DriftScores(config.window);
    this.features = new FeatureDrift(spec.reference.deciles, config.window);
  }

  get measures(): DriftMeasures {
    const { state, scores } = this;
    const { stability } = this.features;
    const resolved = scores.count;
    return {
      ...{ state, resolved, reliability: scores.reliability },
      ...(resolved === 0 ? {} : { brier: scores.brier, ece: scores.ece }),
      ...(stability === undefined
        ? {}
        : {
            psi: stability.mean,
            worstFeature: { name: this.nameOf(stability.worstPlace), psi: stability.worst },
          }),
    };
  }

  /** An answer; the same candle's again takes the place of the first. */
  predicted(prediction: Extract<Prediction, { ok: true }>): void {
    this.unresolved.set(toEpochMs(prediction.candleCloseTime - this.lengthMs), prediction.probabilities);
  }

  /** A vector it is asked about. */
  asked(values: ArrayLike<number>): readonly DriftNews[] {
    return this.features.add(values) ? this.judged() : NO_NEWS;
  }

  /** The next closed candle of its timeframe: what it resolves, and what follows from that. */
  push(candle: Candle): readonly DriftNews[] {
    const labels = this.labeler.push(candle);
    if (this.unresolved.size === 0) return NO_NEWS;
    const news: DriftNews[] = [];
    for (const { openTime, direction } of labels) {
      const probabilities = this.unresolved.get(openTime);
      if (probabilities === undefined) continue;
      this.unresolved.delete(openTime);
      this.scores.add(probabilities, direction);
      const { symbol, id } = this.spec;
      const candleCloseTime = toEpochMs(openTime + this.lengthMs);
      const brier = brierOf(probabilities, direction);
      news.push({ resolved: { symbol, model: id, candleCloseTime, outcome: direction, brier } }, ...this.judged());
    }
    this.forget(candle.openTime);
    return news;
  }

  save(): DriftWatchState {
    return {
      state: this.state,
      labeler: this.labeler.save(),
      unresolved: [...this.unresolved].flatMap(([openTime, { sell, hold, buy }]) => [openTime, sell, hold, buy]),
      scores: this.scores.save(),
      features: this.features.save(),
    };
  }

  /** Exact inverse of `save` on a watch of the same model. */
  load({ state, labeler, unresolved, scores, features }: DriftWatchState): void {
    this.state = state;
    this.labeler.load(labeler);
    for (let at = 0; at < unresolved.length; at += 4) {
      const [openTime, sell, hold, buy] = unresolved.slice(at, at + 4) as [EpochMs, number, number, number];
      this.unresolved.set(openTime, { sell, hold, buy });
    }
    this.scores.load(scores);
    this.features.load(features);
  }

  /** Answers that no label will come for: given too late, or across a hole. */
  private forget(openTime: EpochMs): void {
    const oldest = openTime - this.spec.barriers.horizonCandles * this.lengthMs;
    for (const of of this.unresolved.keys()) {
      if (of >= oldest) return;
      this.unresolved.delete(of);
    }
  }

  private judged(): readonly DriftNews[] {
    const { state: from } = this;
    const { to, reason } = this.verdict();
    if (to === from) return NO_NEWS;
    this.state = to;
    const { reliability, ...measures } = this.measures;
    return [{ change: { from, to, reason, measures } }];
  }

  private verdict(): { readonly to: DriftState; readonly reason: string } {
    const excesses = this.excesses();
    const beyond = (bound: 'demote' | 'watch' | 'recover'): Excess | undefined =>
      excesses.find(({ value, limits }) => value > (limits[bound] ?? Infinity));
    const demoting = beyond('demote');
    if (demoting !== undefined) return { to: 'demoted', reason: demoting.text() };
    const watched = beyond('watch');
    if (watched !== undefined && this.state === 'ok') return { to: 'watch', reason: watched.text() };
    if (this.state === 'ok' || beyond('recover') !== undefined) return { to: this.state, reason: '' };
    // Demoted by its outcomes, it needs outcomes to come back.
    if (this.state === 'demoted' && this.scores.count < this.config.minResolved) return { to: 'demoted', reason: '' };
    return { to: 'ok', reason: 'everything measured is within its limits again' };
  }

  /** Each measure that can be judged, as far as it lies beyond its reference. */
  private excesses(): readonly Excess[] {
    const { scores, config, spec, features } = this;
    const { brierHigh, eceHigh } = spec.reference;
    const { stability } = features;
    const found: Excess[] = [];
    if (scores.count >= config.minResolved) {
      const { brier, ece } = scores;
      const over = (): string => `over ${String(scores.count)} outcomes`;
      found.push(
        {
          value: (brier / brierHigh - 1) * 100,
          limits: config.brierPct,
          text: () =>
            `its Brier score is ${brier.toFixed(4)} ${over()}, at most ${brierHigh.toFixed(4)} in its holdout`,
        },
        {
          value: ece - eceHigh,
          limits: config.ece,
          text: () =>
            `its calibration error is ${ece.toFixed(4)} ${over()}, at most ${eceHigh.toFixed(4)} in its holdout`,
        },
      );
    }
    if (stability !== undefined) {
      const { mean, worst, worstPlace } = stability;
      const text = (): string =>
        `its features have moved: stability index ${mean.toFixed(3)}, most of all ${this.nameOf(worstPlace)} (${worst.toFixed(3)})`;
      found.push({ value: mean, limits: config.psi, text });
    }
    return found;
  }

  private nameOf(place: number): string {
    return this.set?.features[place]?.name ?? `feature ${String(place)}`;
  }
}

interface Excess {
  readonly value: number;
  readonly limits: DriftLimits & { readonly demote?: number };
  readonly text: () => string;
}
