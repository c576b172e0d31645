// One simulated symbol: turns the common climate and its own chance into 15-minute blocks on the tick and lot grid.
import type { Rng, RngState } from '../../kernel/rng.ts';
import { type Climate, jump } from './climate.ts';
import { Drifting } from './drifting.ts';
import type { GridCandle } from './gridCandle.ts';
import { BLOCK_MINUTES, BLOCKS_PER_YEAR, CLIMATE, type MarketParameters, OWN } from './parameters.ts';

export interface SymbolMarketState {
  readonly rng: RngState;
  readonly block: Readonly<GridCandle>;
  readonly logPrice: number;
  readonly volatility: number;
  readonly activity: number;
  readonly relativeVolatility: number;
}

export class SymbolMarket {
  readonly block: GridCandle;
  readonly parameters: MarketParameters;
  readonly ticksPerUnit: number;
  readonly lotsPerUnit: number;
  /** Volatility of the block over the symbol's usual one. */
  relativeVolatility = 1;

  readonly #rng: Rng;
  readonly #ownWeight: number;
  /** Standard deviation of a block's returns at unit climate. */
  readonly #scale: number;
  readonly #logLots: number;
  readonly #startTicks: number;
  readonly #volatility = new Drifting(OWN.volatility);
  readonly #activity = new Drifting(OWN.volume);
  /** Log of price over start price, before rounding to the tick. */
  #logPrice = 0;

  constructor(parameters: MarketParameters, rng: Rng) {
    this.parameters = parameters;
    this.#rng = rng;
    this.ticksPerUnit = 10 ** parameters.priceDecimals;
    this.lotsPerUnit = 10 ** parameters.lotDecimals;
    this.#ownWeight = Math.sqrt(1 - parameters.commonWeight ** 2);
    this.#scale = parameters.annualVolatility / Math.sqrt(BLOCKS_PER_YEAR * CLIMATE.meanSquare);
    this.#logLots = Math.log(parameters.blockVolume * this.lotsPerUnit) - OWN.volume.usualLog;
    this.#startTicks = Math.round(parameters.startPrice * this.ticksPerUnit);
    this.#volatility.start(rng);
    this.#activity.start(rng);
    const start = this.#startTicks;
    this.block = { open: start, high: start, low: start, close: start, volume: 0 };
  }

  /** Goes on by one block: afterwards `block` holds it. */
  advance(climate: Climate): void {
    const { block } = this;
    const rng = this.#rng;
    const own = Math.exp(this.#volatility.advance(rng) - OWN.volatility.deviation ** 2);
    const deviation = this.#scale * own * climate.volatility;
    this.relativeVolatility = own * climate.volatility;
    const shock = rng.gaussian() + jump(rng, OWN.jumpChance);
    const move =
      this.#scale * own * this.parameters.commonWeight * climate.move +
      deviation * this.#ownWeight * shock -
      OWN.homePull * this.#logPrice;

    const from = this.#startTicks * Math.exp(this.#logPrice);
    block.open = Math.max(1, block.close + this.#gap(block.close));
    const spread = deviation * OWN.rangeStretch;
    const above = bridgeMaximum(move, spread, rng.next());
    const below = -bridgeMaximum(-move, spread, rng.next());
    this.#logPrice += move;
    block.close = Math.max(1, Math.round(from * Math.exp(move)));
    block.high = Math.max(block.open, block.close, Math.round(from * Math.exp(above)));
    block.low = Math.min(block.open, block.close, Math.max(1, Math.round(from * Math.exp(below))));

    const { volatilityPower, rangePower, flickerDeviation } = OWN.volume;
    const logVolume =
      this.#logLots +
      climate.logVolume +
      volatilityPower * (climate.logVolatility + this.#volatility.value) +
      rangePower * Math.log((above - below) / deviation) +
      this.#activity.advance(rng) +
      flickerDeviation * rng.gaussian();
    block.volume = Math.max(2 * BLOCK_MINUTES, Math.round(Math.exp(logVolume)));
  }

  save(): SymbolMarketState {
    return {
      rng: this.#rng.save(),
      block: { ...this.block },
      logPrice: this.#logPrice,
      volatility: this.#volatility.value,
      activity: this.#activity.value,
      relativeVolatility: this.relativeVolatility,
    };
  }

  load(state: SymbolMarketState): void {
    this.#rng.load(state.rng);
    Object.assign(this.block, state.block);
    this.#logPrice = state.logPrice;
    this.#volatility.value = state.volatility;
    this.#activity.value = state.activity;
    this.relativeVolatility = state.relativeVolatility;
  }

  /** Ticks between the last close and the next open: usually none or one. */
  #gap(close: number): number {
    const draw = this.#rng.next();
    if (draw >= OWN.gap.chance) return 0;
    const ticks = 1 + Math.floor(-Math.log(1 - this.#rng.next()) * OWN.gap.meanBps * 1e-4 * close);
    return draw < OWN.gap.chance / 2 ? -ticks : ticks;
  }
}

/** Highest point of a Brownian path from 0 to `end` with that standard deviation, by inverting its distribution. */
const bridgeMaximum = (end: number, deviation: number, uniform: number): number =>
  (end + Math.sqrt(end * end - 2 * deviation * deviation * Math.log(1 - uniform))) / 2;
