// A made-up market as a source of prices. Nothing of its past is kept but its state at the start of each day: any range of
// candles is made again from there, the same as it was.
import { InvariantError } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import { type EpochMs, type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import { bucketOpen, DAY_MS, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import {
  createMarketSimulator,
  type MarketSimulator,
  type MarketSimulatorState,
} from '../../engine/paper/simulator/marketSimulator.ts';
import type { CandleRange } from '../ports.ts';
import type { Bucket, MarketSource } from './marketSource.ts';

export interface GeneratedMarketOptions {
  readonly seed: string;
  readonly symbols: readonly SymbolId[];
  readonly timeframe: Timeframe;
  readonly startAt: EpochMs;
  readonly historyDays: number;
  readonly steps: number;
}

export class GeneratedMarket implements MarketSource {
  readonly timeframe: Timeframe;
  readonly startAt: EpochMs;
  readonly identity: string;
  readonly steps: number;
  private readonly seed: string;
  private readonly symbols: readonly SymbolId[];
  private readonly historyFrom: EpochMs;
  private readonly days: DailyStates;
  private market: MarketSimulator;
  private openTime: EpochMs;

  constructor({ seed, symbols, timeframe, startAt, historyDays, steps }: GeneratedMarketOptions) {
    this.timeframe = timeframe;
    this.startAt = bucketOpen(startAt, '1d');
    this.steps = steps;
    this.seed = seed;
    this.symbols = symbols.toSorted();
    this.historyFrom = toEpochMs(this.startAt - historyDays * DAY_MS);
    this.identity = JSON.stringify([seed, this.symbols, timeframe, this.startAt, historyDays]);
    this.days = new DailyStates(this.simulator(this.symbols, '1d'));
    this.openTime = this.startAt;
    this.market = this.marketAt(this.openTime, this.symbols, timeframe);
  }

  nextBucket(): Bucket {
    const { market, openTime, steps } = this;
    const candles = market.next();
    this.openTime = toEpochMs(openTime + timeframeMs(this.timeframe));
    const rows = candles.map((candle) => ({
      symbol: candle.symbol,
      candle,
      quote: steps === 0 ? noQuote : market.route(candle.symbol, steps),
    }));
    return { openTime, rows };
  }

  seek(time: EpochMs): void {
    const lengthMs = timeframeMs(this.timeframe);
    const open = Math.ceil(time / lengthMs) * lengthMs - lengthMs;
    this.openTime = toEpochMs(Math.max(this.startAt, open));
    this.market = this.marketAt(this.openTime, this.symbols, this.timeframe);
  }

  candles({ symbol, timeframe, from, to }: CandleRange, now: EpochMs): readonly Candle[] {
    if (!this.symbols.includes(symbol)) {
      throw new AppError('NOT_FOUND', `expected one of ${this.symbols.join(' ')}, found ${symbol}`);
    }
    const lengthMs = timeframeMs(timeframe);
    const first = Math.ceil(Math.max(from, this.historyFrom) / lengthMs) * lengthMs;
    const end = Math.min(to, now - lengthMs + 1);
    if (first >= end) return [];
    const market = this.marketAt(toEpochMs(first), [symbol], timeframe);
    return Array.from({ length: Math.ceil((end - first) / lengthMs) }, () => market.next()[0] as Candle);
  }

  /** A market of some symbols whose next candle opens at `openTime`. */
  private marketAt(openTime: EpochMs, symbols: readonly SymbolId[], timeframe: Timeframe): MarketSimulator {
    const market = this.simulator(symbols, timeframe);
    const day = Math.floor((openTime - this.historyFrom) / DAY_MS);
    market.load({ ...this.days.at(day), timeframe });
    const lengthMs = timeframeMs(timeframe);
    for (let open = this.historyFrom + day * DAY_MS; open < openTime; open += lengthMs) market.next();
    return market;
  }

  private simulator(symbols: readonly SymbolId[], timeframe: Timeframe): MarketSimulator {
    return createMarketSimulator({ seed: this.seed, symbols, from: this.historyFrom, timeframe });
  }
}

/** The state of all markets before each day; each timeframe can go on from there, since all are one world. */
class DailyStates {
  private readonly market: MarketSimulator;
  private readonly states: MarketSimulatorState[] = [];

  constructor(market: MarketSimulator) {
    this.market = market;
  }

  at(day: number): MarketSimulatorState {
    for (; this.states.length <= day; this.market.next()) this.states.push(this.market.save());
    return this.states[day] as MarketSimulatorState;
  }
}

function noQuote(): never {
  throw new InvariantError('expected no question for quotes of a market without marks');
}
