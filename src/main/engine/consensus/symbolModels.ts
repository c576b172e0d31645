// The models of one symbol: their feature vectors, what is asked of them, their answers, and the consensus they come to. The
// consensus stands until it is renewed; what goes into it is looked at when it is read.
import type { Candle } from '../../../shared/domain/candle.ts';
import { closeTimeOf } from '../../../shared/domain/candle.ts';
import { type EpochMs, type ModelId, type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { Consensus, Prediction, PredictionRequest } from '../../../shared/domain/prediction.ts';
import { type Timeframe, TIMEFRAMES } from '../../../shared/time.ts';
import { type FeatureSet, findFeatureSet } from '../features/featureSet.ts';
import type { ConsensusConfig } from './consensusConfig.ts';
import { consensusOf } from './consensusOf.ts';
import type { DriftNews } from './driftWatch.ts';
import { FeatureFeed, type FeatureFeedState } from './featureFeed.ts';
import { ModelSeat, type ModelSeatState } from './modelSeat.ts';

export interface SymbolModelsOptions {
  readonly specs: readonly ModelSpec[];
  readonly config: ConsensusConfig;
  /** An answer outlives its candle by so much. */
  readonly graceMs: number;
  readonly isSame: (a: unknown, b: unknown) => boolean;
}

export interface SymbolModelsState {
  readonly at: EpochMs;
  readonly staleReason: string | null;
  readonly told: string;
  readonly feeds: readonly FeatureFeedState[];
  readonly seats: readonly ModelSeatState[];
}

export class SymbolModels {
  readonly symbol: SymbolId;
  seats: readonly ModelSeat[] = [];
  feeds: readonly FeatureFeed[] = [];
  /** When the consensus was made. */
  at: EpochMs = toEpochMs(0);
  /** What was said of it last: see `SymbolModels.isNews`. */
  private told = '';
  private staleReason: string | undefined;
  private config: ConsensusConfig;
  private graceMs: number;
  private readonly made = new Map<Timeframe | 'all', Consensus | undefined>();

  constructor(symbol: SymbolId, options: SymbolModelsOptions) {
    this.symbol = symbol;
    this.config = options.config;
    this.graceMs = options.graceMs;
    this.adapt(options);
  }

  /** Goes on under new settings: a model that is the same keeps what it has, a new one starts cold. */
  adapt({ specs, config, graceMs, isSame }: SymbolModelsOptions): void {
    const isWindowKept = config.drift.window === this.config.drift.window;
    this.config = config;
    this.graceMs = graceMs;
    this.seats = specs.map((spec) => {
      const known = this.seats.find((seat) => isWindowKept && isSame(seat.spec, spec));
      if (known === undefined) return new ModelSeat(spec, findFeatureSet(spec.featureSet), config.drift);
      known.drift.config = config.drift;
      return known;
    });
    const wanted = new Map<string, { readonly set: FeatureSet; readonly timeframe: Timeframe }>();
    for (const { set, spec } of this.seats)
      if (set !== undefined) wanted.set(`${spec.timeframe}|${set.id}`, { set, timeframe: spec.timeframe });
    this.feeds = [...wanted.values()]
      .sort((a, b) => TIMEFRAMES.indexOf(a.timeframe) - TIMEFRAMES.indexOf(b.timeframe))
      .map(({ set, timeframe }) => this.feedOf(timeframe, set) ?? new FeatureFeed(set, timeframe));
    this.made.clear();
  }

  /** The feature vectors of a timeframe. */
  feedOf(timeframe: Timeframe, set: FeatureSet): FeatureFeed | undefined {
    return this.feeds.find((feed) => feed.timeframe === timeframe && feed.set === set);
  }

  seat(model: ModelId): ModelSeat | undefined {
    return this.seats.find(({ spec }) => spec.id === model);
  }

  /** The next closed candle of a timeframe; what it says of older predictions, oldest first. */
  push(candle: Candle): readonly (DriftNews & { readonly model: ModelId })[] {
    const { timeframe } = candle;
    for (const feed of this.feeds) if (feed.timeframe === timeframe) feed.push(candle);
    let news = NO_NEWS;
    for (const seat of this.seats) {
      if (seat.spec.timeframe !== timeframe) continue;
      const of = seat.drift.push(candle);
      if (of.length > 0) news = [...news, ...of.map((one) => ({ ...one, model: seat.spec.id }))];
    }
    return news;
  }

  /** What is asked at the close of `candle`: one request per feature set with a whole vector. */
  requestsAt(candle: Candle): readonly PredictionRequest[] {
    const requests: PredictionRequest[] = [];
    for (const feed of this.feeds) {
      if (feed.timeframe !== candle.timeframe || !feed.isReady) continue;
      const asked = this.seatsOf(feed);
      requests.push({
        ...{ symbol: this.symbol, timeframe: feed.timeframe, candleCloseTime: closeTimeOf(candle) },
        models: asked.map(({ spec }) => spec.id),
        featureSet: feed.set.id,
        featureHash: asked[0]?.spec.featureHash ?? '',
        features: Array.from(feed.values),
        dataQuality: feed.dataQuality,
      });
    }
    return requests;
  }

  /** Measures the vectors that were just asked about. */
  measure(request: PredictionRequest): readonly (DriftNews & { readonly model: ModelId })[] {
    let news = NO_NEWS;
    for (const { spec, drift } of this.seats) {
      if (!request.models.includes(spec.id)) continue;
      const of = drift.asked(request.features);
      if (of.length > 0) news = [...news, ...of.map((one) => ({ ...one, model: spec.id }))];
    }
    return news;
  }

  answer(prediction: Prediction): void {
    this.seat(prediction.model)?.answer(prediction);
  }

  /** The consensus from now on is that of `at`; `staleReason` says why the market's candles are too old then. */
  renew(at: EpochMs, staleReason: string | undefined): void {
    this.at = at;
    this.staleReason = staleReason;
    this.made.clear();
  }

  /** When it has to be renewed by itself. */
  get renewAt(): number {
    return this.at + this.config.signalIntervalMs;
  }

  /** Over all models, or over those of one timeframe; undefined where there are none. */
  consensus(timeframe?: Timeframe): Consensus | undefined {
    const key = timeframe ?? 'all';
    if (!this.made.has(key)) this.made.set(key, this.make(timeframe));
    return this.made.get(key);
  }

  /** True when its direction, or whether it is acted on, is not what it was when this was asked last. */
  isNews(): boolean {
    const { direction = '', isActionable = false } = this.consensus() ?? {};
    const now = `${direction} ${String(isActionable)}`;
    const isNew = now !== this.told;
    this.told = now;
    return isNew;
  }

  save(): SymbolModelsState {
    const { at, staleReason = null, told, feeds, seats } = this;
    return { at, staleReason, told, feeds: feeds.map((feed) => feed.save()), seats: seats.map((seat) => seat.save()) };
  }

  /** Exact inverse of `save` on the models of the same configuration. */
  load({ at, staleReason, told, feeds, seats }: SymbolModelsState): void {
    this.renew(at, staleReason ?? undefined);
    this.told = told;
    feeds.forEach((state, place) => this.feeds[place]?.load(state));
    seats.forEach((state, place) => this.seats[place]?.load(state));
  }

  private seatsOf({ timeframe, set }: FeatureFeed): readonly ModelSeat[] {
    return this.seats.filter((seat) => seat.set === set && seat.spec.timeframe === timeframe);
  }

  private make(timeframe: Timeframe | undefined): Consensus | undefined {
    const seats = timeframe === undefined ? this.seats : this.seats.filter(({ spec }) => spec.timeframe === timeframe);
    if (seats.length === 0) return undefined;
    const { at: now, graceMs, staleReason, symbol } = this;
    const votes = seats.map((seat) => {
      const feed = seat.set === undefined ? undefined : this.feedOf(seat.spec.timeframe, seat.set);
      return seat.vote({ now, graceMs, isReady: feed?.isReady === true });
    });
    return consensusOf(votes, this.config, { symbol, timeframe, at: now, staleReason });
  }
}

const NO_NEWS: readonly (DriftNews & { readonly model: ModelId })[] = [];
