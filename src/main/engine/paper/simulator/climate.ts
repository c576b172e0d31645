// What all simulated markets share in a block: the regime, the level of volatility, and the common move.
import type { EpochMs } from '../../../../shared/domain/ids.ts';
import type { Rng, RngState } from '../../kernel/rng.ts';
import { Drifting } from './drifting.ts';
import { CLIMATE, type Regime, REGIMES } from './parameters.ts';
import { seasonalLogMove, seasonalLogVolume } from './seasonality.ts';

export interface ClimateState {
  readonly rng: RngState;
  readonly regime: Regime;
  readonly direction: number;
  readonly slow: number;
  readonly fast: number;
  readonly level: number;
  readonly middle: number;
}

/** The common part of the market, at unit scale: a symbol multiplies by its own volatility. */
export class Climate {
  regime: Regime = 'range';
  /** Log volatility of this block, the time of day and week included. */
  logVolatility = 0;
  /** exp of it: standard deviation of a block's moves. */
  volatility = 1;
  /** Common return of this block, jump included. */
  move = 0;
  /** Log of how much larger than usual the volume of this time is. */
  logVolume = 0;

  readonly #rng: Rng;
  readonly #slow = new Drifting(CLIMATE.slow);
  readonly #fast = new Drifting(CLIMATE.fast);
  #direction = 1;
  /** Sum of moves, and where it was when the range began. */
  #level = 0;
  #middle = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
    this.#slow.start(rng);
    this.#fast.start(rng);
    this.regime = rng.next() < 0.5 ? 'range' : 'trend';
  }

  /** Goes on by one block, the one that opens at `openTime`. */
  advance(openTime: EpochMs): void {
    const rng = this.#rng;
    if (rng.next() * REGIMES[this.regime].blocks < 1) this.#changeRegime();
    const regime = REGIMES[this.regime];
    this.logVolatility =
      seasonalLogMove(openTime) +
      regime.logVolatility +
      this.#slow.advance(rng) +
      this.#fast.advance(rng) +
      CLIMATE.flickerDeviation * rng.gaussian();
    this.volatility = Math.exp(this.logVolatility);
    this.logVolume = seasonalLogVolume(openTime) - seasonalLogMove(openTime);
    this.move = this.volatility * (rng.gaussian() + jump(rng, regime.jumpChance)) + this.#drift();
    this.#level += this.move;
  }

  save(): ClimateState {
    return {
      rng: this.#rng.save(),
      regime: this.regime,
      direction: this.#direction,
      slow: this.#slow.value,
      fast: this.#fast.value,
      level: this.#level,
      middle: this.#middle,
    };
  }

  load(state: ClimateState): void {
    this.#rng.load(state.rng);
    this.regime = state.regime;
    this.#direction = state.direction;
    this.#slow.value = state.slow;
    this.#fast.value = state.fast;
    this.#level = state.level;
    this.#middle = state.middle;
  }

  #changeRegime(): void {
    const [first, chance, second] = REGIMES[this.regime].next;
    this.regime = this.#rng.next() < chance ? first : second;
    this.#direction = this.#rng.next() < 0.5 ? -1 : 1;
    this.#middle = this.#level;
  }

  #drift(): number {
    switch (this.regime) {
      case 'trend':
        return this.#direction * CLIMATE.trendDrift;
      case 'range':
        return (this.#middle - this.#level) * CLIMATE.rangePull;
      case 'turbulence':
        return 0;
    }
  }
}

/** Mostly 0; with `chance` a sudden move of either sign, in standard deviations. */
export function jump(rng: Rng, chance: number): number {
  const draw = rng.next();
  if (draw >= chance) return 0;
  const size = CLIMATE.jump.least - CLIMATE.jump.meanExtra * Math.log(1 - rng.next());
  return draw < chance / 2 ? -size : size;
}
