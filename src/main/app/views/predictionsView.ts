// Everything behind the consensus of one symbol: each vote, the features it was made of, how fresh everything is. Read from the
// engine at the moment of asking.
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';
import type { Consensus, DriftMeasures, Vote } from '../../../shared/domain/prediction.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { SymbolModels } from '../../engine/consensus/symbolModels.ts';
import type { EngineCore } from '../../engine/kernel/core.ts';

export interface VoteView extends Vote {
  /** Since its candle closed, by the connection's clock; undefined before the first answer. */
  readonly ageMs?: number | undefined;
  readonly modelHash: string;
  readonly featureHash: string;
  readonly measures: DriftMeasures;
}

export interface FreshnessView {
  readonly timeframe: Timeframe;
  /** The newest candle that a model of it has answered for. */
  readonly candleCloseTime?: EpochMs | undefined;
  readonly ageMs?: number | undefined;
  /** Every healthy model of it has a fresh answer. */
  readonly isFresh: boolean;
}

/** The newest vector of a timeframe; no values while it warms up. */
export interface FeaturesView {
  readonly timeframe: Timeframe;
  readonly featureSet: string;
  readonly featureHash: string;
  readonly dataQuality: number;
  readonly features: readonly { readonly name: string; readonly unit: string; readonly value: number }[];
}

export interface PredictionsView extends Omit<Consensus, 'votes'> {
  /** The connection's time now. */
  readonly now: EpochMs;
  readonly votes: readonly VoteView[];
  readonly freshness: readonly FreshnessView[];
  readonly byTimeframe: readonly Consensus[];
  readonly features: readonly FeaturesView[];
}

/** A problem where no model speaks for the symbol: another symbol's answers are never shown in its place. */
export function predictionsView(core: EngineCore, symbol: SymbolId): Result<PredictionsView> {
  const models = core.models.get(symbol);
  const consensus = models?.consensus();
  if (models === undefined || consensus === undefined) return fail({ message: `no model for ${symbol}` });
  const now = core.clock;
  const votes = consensus.votes.map((vote) => voteOf(vote, models, now));
  const timeframes = [...new Set(votes.map(({ timeframe }) => timeframe))];
  return ok({
    ...{ ...consensus, now, votes },
    freshness: timeframes.map((timeframe) => freshnessOf(timeframe, votes)),
    byTimeframe: timeframes.flatMap((timeframe) => models.consensus(timeframe) ?? []),
    features: featuresOf(models),
  });
}

function voteOf(vote: Vote, models: SymbolModels, now: EpochMs): VoteView {
  const seat = models.seats.find(({ spec }) => spec.id === vote.model);
  const { modelHash = '', featureHash = '' } = seat?.spec ?? {};
  const ageMs = vote.candleCloseTime === undefined ? undefined : now - vote.candleCloseTime;
  const measures = seat?.drift.measures ?? { state: vote.drift, resolved: 0, reliability: [] };
  return { ...vote, ageMs, modelHash, featureHash, measures };
}

function freshnessOf(timeframe: Timeframe, votes: readonly VoteView[]): FreshnessView {
  const own = votes.filter((vote) => vote.timeframe === timeframe);
  const answered = own.filter(({ probabilities }) => probabilities !== undefined);
  const newest = answered.reduce<VoteView | undefined>(
    (best, vote) => ((vote.candleCloseTime ?? 0) > (best?.candleCloseTime ?? 0) ? vote : best),
    undefined,
  );
  const healthy = own.filter(({ isHealthy }) => isHealthy);
  return {
    ...{ timeframe, candleCloseTime: newest?.candleCloseTime, ageMs: newest?.ageMs },
    isFresh: healthy.length > 0 && healthy.every((vote) => vote.isFresh && vote.probabilities !== undefined),
  };
}

const featuresOf = ({ feeds, seats }: SymbolModels): readonly FeaturesView[] =>
  feeds.map(({ timeframe, set, dataQuality, isReady, values }) => ({
    ...{ timeframe, dataQuality, featureSet: set.id },
    featureHash: seats.find((seat) => seat.set === set)?.spec.featureHash ?? '',
    features: isReady ? set.features.map(({ name, unit }, place) => ({ name, unit, value: values[place] ?? NaN })) : [],
  }));
