// The market simulator: correlated made-up markets as a pure, seeded generator. It never stands in for real data: everything
// it makes is marked with its source and shows as SIMULATED wherever it is used.
import { InvariantError, invariant, need } from '../../../../shared/assert.ts';
import type { Candle, CandleColumns } from '../../../../shared/domain/candle.ts';
import { type EpochMs, type SymbolId, toEpochMs } from '../../../../shared/domain/ids.ts';
import { bucketOpen, MINUTE_MS, type Timeframe, timeframeMs } from '../../../../shared/time.ts';
import { createRng, type Rng } from '../../kernel/rng.ts';
import { Climate, type ClimateState } from './climate.ts';
import { cutCandle, type GridCandle, joinCandle, pathWithin } from './gridCandle.ts';
import { baseCoin, BLOCK_MINUTES, marketParameters, type Regime } from './parameters.ts';
import { quoteAt, type SimulatedQuote } from './quote.ts';
import { SymbolMarket, type SymbolMarketState } from './symbolMarket.ts';

const BLOCK_MS = BLOCK_MINUTES * MINUTE_MS;
const PATH_STEPS = 60;

export interface SimulatedCandle extends Candle {
  readonly source: 'simulator';
}

export interface SimulatedColumns extends CandleColumns {
  readonly source: 'simulator';
}

/**
 * One seed is one world: each timeframe of it is the aggregate of the shorter ones (from the same `from`, on the grid of
 * both), and a symbol's prices do not depend on which other symbols are simulated.
 */
export interface SimulatorOptions {
  readonly seed: string;
  readonly symbols: readonly SymbolId[];
  /** Moved back to the start of its bucket. */
  readonly from: EpochMs;
  readonly timeframe: Timeframe;
}

export interface MarketSimulator {
  readonly source: 'simulator';
  /** The next closed candle of every symbol, in the order of `symbols`. */
  next(): readonly SimulatedCandle[];
  /** The book at the close of the last candle; at the start price before the first. Asking twice gives the same. */
  book(symbol: SymbolId): SimulatedQuote;
  /** How the last candle came about: `steps + 1` even quotes from its open to its close, high and low among them. */
  path(symbol: SymbolId, steps?: number): readonly SimulatedQuote[];
  /** The same quotes one at a time, made when asked for; until the next `next()`. */
  route(symbol: SymbolId, steps: number): (step: number) => SimulatedQuote;
  /** What the market as a whole did in the last 15 minutes. */
  regime(): Regime;
  /** Plain JSON. */
  save(): MarketSimulatorState;
  /** Goes on where a simulator of the same options was saved. */
  load(state: MarketSimulatorState): void;
}

export interface MarketSimulatorState {
  readonly seed: string;
  readonly timeframe: Timeframe;
  readonly nextOpen: number;
  readonly blockOpen: number;
  readonly climate: ClimateState;
  readonly markets: Readonly<Record<string, { readonly market: SymbolMarketState; readonly candle: GridCandle }>>;
}

/** One symbol being simulated: its market, the last candle of the timeframe, and the minutes of the current block. */
interface Track {
  readonly symbol: SymbolId;
  readonly market: SymbolMarket;
  readonly details: Rng;
  readonly candle: GridCandle;
  minutes: readonly GridCandle[];
}

export const createMarketSimulator = (options: SimulatorOptions): MarketSimulator => new Simulator(options);

/** `count` candles of every symbol as columns. */
export function simulateCandles(
  options: SimulatorOptions & { readonly count: number },
): Map<SymbolId, SimulatedColumns> {
  return new Simulator(options).columns(options.count);
}

class Simulator implements MarketSimulator {
  readonly source = 'simulator';
  readonly #options: SimulatorOptions;
  readonly #length: number;
  readonly #climate: Climate;
  readonly #tracks: readonly Track[];
  /** Open time of the next candle. */
  #nextOpen: EpochMs;
  /** Open time of the newest block; one before the first at the start. */
  #blockOpen: EpochMs;

  constructor(options: SimulatorOptions) {
    const { seed, symbols, from, timeframe } = options;
    invariant(new Set(symbols).size === symbols.length, `expected distinct symbols, found ${symbols.join(' ')}`);
    const world = createRng(seed);
    this.#options = options;
    this.#length = timeframeMs(timeframe);
    this.#climate = new Climate(world.fork('climate'));
    this.#tracks = symbols.map((symbol) => createTrack(symbol, world.fork(`market ${baseCoin(symbol)}`)));
    this.#nextOpen = bucketOpen(from, timeframe);
    this.#blockOpen = toEpochMs(bucketOpen(this.#nextOpen, '15m') - BLOCK_MS);
  }

  next(): readonly SimulatedCandle[] {
    const openTime = this.#advance();
    return this.#tracks.map(({ symbol, market, candle }) => ({
      source: 'simulator',
      symbol,
      timeframe: this.#options.timeframe,
      openTime,
      open: candle.open / market.ticksPerUnit,
      high: candle.high / market.ticksPerUnit,
      low: candle.low / market.ticksPerUnit,
      close: candle.close / market.ticksPerUnit,
      volume: candle.volume / market.lotsPerUnit,
    }));
  }

  columns(count: number): Map<SymbolId, SimulatedColumns> {
    const all = this.#tracks.map(({ symbol }) => emptyColumns(symbol, this.#options.timeframe, count));
    for (let row = 0; row < count; row++) {
      const openTime = this.#advance();
      this.#tracks.forEach(({ market, candle }, i) => {
        const columns = all[i] as SimulatedColumns;
        columns.openTime[row] = openTime;
        columns.open[row] = candle.open / market.ticksPerUnit;
        columns.high[row] = candle.high / market.ticksPerUnit;
        columns.low[row] = candle.low / market.ticksPerUnit;
        columns.close[row] = candle.close / market.ticksPerUnit;
        columns.volume[row] = candle.volume / market.lotsPerUnit;
      });
    }
    return new Map(all.map((columns) => [columns.symbol, columns]));
  }

  book(symbol: SymbolId): SimulatedQuote {
    const track = this.#track(symbol);
    return this.#quote(track, this.#nextOpen, track.candle.close);
  }

  path(symbol: SymbolId, steps = PATH_STEPS): readonly SimulatedQuote[] {
    const quote = this.route(symbol, steps);
    return Array.from({ length: steps + 1 }, (_, step) => quote(step));
  }

  route(symbol: SymbolId, steps: number): (step: number) => SimulatedQuote {
    const track = this.#track(symbol);
    invariant(track.candle.volume > 0, 'expected next() before a path: there is no candle yet');
    const openTime = this.#nextOpen - this.#length;
    const prices = pathWithin(track.candle, steps, track.details.fork(`path ${openTime} ${this.#length}`));
    return (step) =>
      this.#quote(track, toEpochMs(openTime + Math.round((this.#length * step) / steps)), prices[step] as number);
  }

  regime(): Regime {
    return this.#climate.regime;
  }

  save(): MarketSimulatorState {
    const { seed, timeframe } = this.#options;
    return {
      seed,
      timeframe,
      nextOpen: this.#nextOpen,
      blockOpen: this.#blockOpen,
      climate: this.#climate.save(),
      markets: Object.fromEntries(
        this.#tracks.map(({ symbol, market, candle }) => [symbol, { market: market.save(), candle: { ...candle } }]),
      ),
    };
  }

  load(state: MarketSimulatorState): void {
    const { seed, timeframe } = this.#options;
    if (state.seed !== seed || state.timeframe !== timeframe) {
      throw new InvariantError(
        `expected the state of simulator ${seed} ${timeframe}, found that of ${state.seed} ${state.timeframe}`,
      );
    }
    this.#nextOpen = toEpochMs(state.nextOpen);
    this.#blockOpen = toEpochMs(state.blockOpen);
    this.#climate.load(state.climate);
    for (const track of this.#tracks) {
      const saved = need(state.markets[track.symbol], `the saved state of ${track.symbol}`);
      track.market.load(saved.market);
      Object.assign(track.candle, saved.candle);
      // The minutes of a block follow from the block.
      if (this.#length < BLOCK_MS && track.market.block.volume > 0) this.#cut(track);
    }
  }

  /** Makes every track's `candle` the next one and returns its open time. */
  #advance(): EpochMs {
    const openTime = this.#nextOpen;
    if (this.#length < BLOCK_MS) this.#joinMinutes(openTime);
    else this.#joinBlocks(openTime);
    this.#nextOpen = toEpochMs(openTime + this.#length);
    return openTime;
  }

  #joinBlocks(openTime: EpochMs): void {
    for (let at: number = openTime; at < openTime + this.#length; at += BLOCK_MS) {
      this.#advanceBlock();
      for (const { market, candle } of this.#tracks) {
        if (at === openTime) Object.assign(candle, market.block);
        else joinCandle(candle, market.block);
      }
    }
  }

  #joinMinutes(openTime: EpochMs): void {
    if (openTime >= this.#blockOpen + BLOCK_MS) {
      this.#advanceBlock();
      this.#tracks.forEach((track) => this.#cut(track));
    }
    const first = (openTime - this.#blockOpen) / MINUTE_MS;
    for (const { candle, minutes } of this.#tracks) {
      Object.assign(candle, minutes[first]);
      for (const minute of minutes.slice(first + 1, first + this.#length / MINUTE_MS)) joinCandle(candle, minute);
    }
  }

  #advanceBlock(): void {
    this.#blockOpen = toEpochMs(this.#blockOpen + BLOCK_MS);
    this.#climate.advance(this.#blockOpen);
    for (const { market } of this.#tracks) market.advance(this.#climate);
  }

  #cut(track: Track): void {
    track.minutes = cutCandle(track.market.block, BLOCK_MINUTES, track.details.fork(`minutes ${this.#blockOpen}`));
  }

  #quote({ market, details }: Track, at: EpochMs, lastTicks: number): SimulatedQuote {
    return quoteAt(market, { at, lastTicks }, details.fork(`quote ${at}`));
  }

  #track(symbol: SymbolId): Track {
    return need(
      this.#tracks.find((track) => track.symbol === symbol),
      `${symbol} among the simulated symbols`,
    );
  }
}

function createTrack(symbol: SymbolId, rng: Rng): Track {
  const market = new SymbolMarket(marketParameters(symbol), rng.fork('moves'));
  return { symbol, market, details: rng.fork('details'), candle: { ...market.block }, minutes: [] };
}

const emptyColumns = (symbol: SymbolId, timeframe: Timeframe, count: number): SimulatedColumns => ({
  source: 'simulator',
  symbol,
  timeframe,
  openTime: new Float64Array(count),
  open: new Float64Array(count),
  high: new Float64Array(count),
  low: new Float64Array(count),
  close: new Float64Array(count),
  volume: new Float64Array(count),
});
