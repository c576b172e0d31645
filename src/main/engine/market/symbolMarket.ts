// Everything the engine knows of one symbol's market: accepted candles, higher timeframes, series, indication sets, last price.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { IndicationSet } from '../indications/indicationSet.ts';
import type { IndicatorSpec } from '../indications/registry.ts';
import { Aggregator, type AggregatorState } from './aggregator.ts';
import { CandleBook, type CandleBookState } from './candleBook.ts';
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
  readonly base: Timeframe;
  readonly timeframes: readonly Timeframe[];
  readonly book: CandleBookState;
  readonly aggregator: AggregatorState;
  readonly series: readonly TimeframeState[];
  readonly sets: readonly (readonly number[])[];
  readonly price: number;
  readonly pricedAt: number;
  readonly bid: number;
  readonly ask: number;
}

export class SymbolMarket {
  readonly symbol: SymbolId;
  instrument: Instrument;
  readonly book: CandleBook;
  readonly series: SymbolSeries;
  readonly baseSeries: TimeframeSeries;
  readonly sets: readonly { readonly timeframe: Timeframe; readonly set: IndicationSet }[];
  readonly base: Timeframe;
  readonly baseMs: number;
  readonly timeframes: readonly Timeframe[];
  /** Last traded price, 0 before the first; when it was so; the quotes, 0 while there are only candles. */
  price = 0;
  pricedAt = 0;
  bid = 0;
  ask = 0;
  private readonly aggregator: Aggregator;

  constructor({ instrument, base, timeframes, indicationSets, graceMs }: MarketOptions) {
    const { symbol } = instrument;
    this.symbol = symbol;
    this.instrument = instrument;
    this.base = base;
    this.baseMs = timeframeMs(base);
    this.timeframes = timeframes;
    this.book = new CandleBook({ symbol, timeframe: base, graceMs });
    this.aggregator = new Aggregator({ symbol, base, timeframes });
    this.series = new SymbolSeries(symbol);
    this.baseSeries = this.series.timeframe(base);
    for (const timeframe of timeframes) this.series.timeframe(timeframe);
    this.sets = indicationSets.map(({ timeframe, specs }) => ({ timeframe, set: new IndicationSet(specs) }));
  }

  /** Takes an accepted base candle; returns the higher candles it completes, shortest first, their series already moved. */
  push(candle: Candle): readonly Candle[] {
    this.price = candle.close;
    this.pricedAt = candle.openTime + this.baseMs;
    this.baseSeries.push(candle);
    const built = this.aggregator.push(candle);
    for (const higher of built) this.series.timeframe(higher.timeframe).push(higher);
    return built;
  }

  /** Moves a higher series with the venue's own history, before the first base candle. */
  warmUp(candle: Candle): boolean {
    if (this.book.lastCloseTime() !== undefined || !this.timeframes.includes(candle.timeframe)) return false;
    this.series.timeframe(candle.timeframe).push(candle);
    return true;
  }

  /** A quote. */
  quote({ bid, ask, last }: { bid: number; ask: number; last: number }, at: EpochMs): void {
    this.bid = bid;
    this.ask = ask;
    this.price = last;
    this.pricedAt = at;
  }

  /** Takes over what another market of the same symbol and base knows, for the timeframes both have. */
  inherit(known: SymbolMarket): void {
    this.book.load(known.book.save());
    this.series.load(known.series.save());
    this.price = known.price;
    this.pricedAt = known.pricedAt;
    this.bid = known.bid;
    this.ask = known.ask;
  }

  save(): SymbolMarketState {
    const { base, timeframes, price, pricedAt, bid, ask } = this;
    return {
      base,
      timeframes,
      book: this.book.save(),
      aggregator: this.aggregator.save(),
      series: this.series.save(),
      sets: this.sets.map(({ set }) => set.save()),
      price,
      pricedAt,
      bid,
      ask,
    };
  }

  load(state: SymbolMarketState): void {
    this.book.load(state.book);
    this.aggregator.load(state.aggregator);
    this.series.load(state.series);
    state.sets.forEach((numbers, index) => this.sets[index]?.set.load(numbers));
    this.price = state.price;
    this.pricedAt = state.pricedAt;
    this.bid = state.bid;
    this.ask = state.ask;
  }
}
