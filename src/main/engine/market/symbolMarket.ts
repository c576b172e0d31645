// Everything the engine knows of one symbol's market: accepted candles, higher timeframes, series, indication sets, last price.
import { type Candle, closeTimeOf } from '../../../shared/domain/candle.ts';
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { isoUtc, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { IndicationSet, indicationSetText } from '../indications/indicationSet.ts';
import type { IndicatorSpec } from '../indications/registry.ts';
import { Aggregator, type AggregatorState } from './aggregator.ts';
import { CandleBook, type CandleBookState } from './candleBook.ts';
import { candleProblem } from './candleProblem.ts';
import { SymbolSeries, type TimeframeSeries, type TimeframeState } from './symbolSeries.ts';

export interface MarketOptions {
  readonly instrument: Instrument;
  readonly base: Timeframe;
  /** Every timeframe somebody reads. */
  readonly timeframes: readonly Timeframe[];
  readonly indicationSets: readonly { readonly timeframe: Timeframe; readonly specs: readonly IndicatorSpec[] }[];
  readonly graceMs: number;
}

export interface SymbolMarketState {
  readonly instrument: Instrument;
  readonly base: Timeframe;
  readonly timeframes: readonly Timeframe[];
  readonly book: CandleBookState;
  readonly aggregator: AggregatorState;
  readonly warmedTo: ReadonlyMap<Timeframe, number>;
  readonly series: readonly TimeframeState[];
  readonly sets: readonly (readonly number[])[];
  readonly price: number;
  readonly pricedAt: number;
  readonly bid: number;
  readonly ask: number;
  readonly failure?: string | undefined;
}

const NONE: readonly Candle[] = [];

export class SymbolMarket {
  readonly symbol: SymbolId;
  instrument: Instrument;
  readonly book: CandleBook;
  readonly series: SymbolSeries;
  readonly baseSeries: TimeframeSeries;
  sets: readonly { readonly timeframe: Timeframe; readonly set: IndicationSet }[] = [];
  readonly base: Timeframe;
  readonly baseMs: number;
  timeframes: readonly Timeframe[] = [];
  /** Last traded price, 0 before the first; when it was so; the quotes, 0 while there are only candles. */
  price = 0;
  pricedAt = 0;
  bid = 0;
  ask = 0;
  /** Why a candle could not be taken: the series stand half-way, so that only the price goes on. */
  failure: string | undefined;
  private readonly aggregator: Aggregator;
  /** Open time of the last candle of history, by timeframe. */
  private readonly warmedTo = new Map<Timeframe, number>();

  constructor(options: MarketOptions) {
    const { instrument, base, graceMs } = options;
    const { symbol } = instrument;
    this.symbol = symbol;
    this.instrument = instrument;
    this.base = base;
    this.baseMs = timeframeMs(base);
    this.book = new CandleBook({ symbol, timeframe: base, graceMs });
    this.aggregator = new Aggregator({ symbol, base, timeframes: [] });
    this.series = new SymbolSeries(symbol);
    this.baseSeries = this.series.timeframe(base);
    this.adapt(options);
  }

  /** Goes on under new settings of the same symbol and base: what was read stays, what is new starts cold. */
  adapt({ instrument, timeframes, indicationSets, graceMs }: MarketOptions): void {
    this.instrument = instrument;
    this.book.graceMs = graceMs;
    this.read(timeframes);
    this.sets = indicationSets.map(({ timeframe, specs }) => {
      const text = indicationSetText(specs);
      const known = this.sets.find(({ timeframe: its, set }) => its === timeframe && set.text === text);
      return known ?? { timeframe, set: new IndicationSet(specs) };
    });
  }

  private read(timeframes: readonly Timeframe[]): void {
    this.timeframes = [...new Set([...this.timeframes, ...timeframes])];
    this.aggregator.extend(timeframes);
    for (const timeframe of timeframes) this.series.timeframe(timeframe);
  }

  /** Takes an accepted base candle; returns the higher candles it completes, shortest first, their series already moved. */
  push(candle: Candle): readonly Candle[] {
    const closeTime = candle.openTime + this.baseMs;
    // A candle of a backfill is older than the quotes since.
    if (closeTime >= this.pricedAt) {
      this.price = candle.close;
      this.pricedAt = closeTime;
    }
    if (this.failure !== undefined) return NONE;
    this.baseSeries.push(candle);
    let built = this.aggregator.push(candle);
    if (built.length > 0 && this.warmedTo.size > 0) built = built.filter((higher) => this.isBeyondHistory(higher));
    for (const higher of built) this.series.timeframe(higher.timeframe).push(higher);
    return built;
  }

  /** Moves a higher series with the venue's own history, before the first base candle; or says why not. */
  warmUp(candle: Candle, now: EpochMs): string | undefined {
    const { timeframe, openTime } = candle;
    const before = this.warmedTo.get(timeframe) ?? -Infinity;
    if (this.book.lastCloseTime() !== undefined || !this.timeframes.includes(timeframe)) {
      return `expected ${this.base} candles of ${this.symbol}, or history of a timeframe in use before the first of them`;
    }
    if (openTime <= before || closeTimeOf(candle) > now) {
      return `expected a closed ${timeframe} candle newer than the one before, found ${isoUtc(openTime)}`;
    }
    const problem = candleProblem(candle, timeframeMs(timeframe));
    if (problem !== undefined) return problem;
    this.warmedTo.set(timeframe, openTime);
    this.series.timeframe(timeframe).push(candle);
    return undefined;
  }

  /** The venue's own history may reach into what is built here: no candle twice. */
  private isBeyondHistory({ timeframe, openTime }: Candle): boolean {
    return openTime > (this.warmedTo.get(timeframe) ?? -Infinity);
  }

  /** A quote. */
  quote({ bid, ask, last }: { bid: number; ask: number; last: number }, at: EpochMs): void {
    this.bid = bid;
    this.ask = ask;
    this.price = last;
    this.pricedAt = at;
  }

  /** Goes on from the prices of a market that has failed. */
  takePrices({ price, pricedAt, bid, ask }: SymbolMarket): void {
    Object.assign(this, { price, pricedAt, bid, ask });
  }

  save(): SymbolMarketState {
    const { instrument, base, timeframes, price, pricedAt, bid, ask, failure } = this;
    return {
      instrument,
      base,
      timeframes,
      book: this.book.save(),
      aggregator: this.aggregator.save(),
      warmedTo: new Map(this.warmedTo),
      series: this.series.save(),
      sets: this.sets.map(({ set }) => set.save()),
      price,
      pricedAt,
      bid,
      ask,
      failure,
    };
  }

  /** Exact inverse of `save` on a fresh market with the same indication sets. */
  load(state: SymbolMarketState): void {
    this.read(state.timeframes);
    this.timeframes = state.timeframes;
    this.book.load(state.book);
    this.aggregator.load(state.aggregator);
    for (const [timeframe, openTime] of state.warmedTo) this.warmedTo.set(timeframe, openTime);
    this.series.load(state.series);
    state.sets.forEach((numbers, index) => this.sets[index]?.set.load(numbers));
    this.price = state.price;
    this.pricedAt = state.pricedAt;
    this.bid = state.bid;
    this.ask = state.ask;
    this.failure = state.failure;
  }
}
