// A quantity that wanders around zero and forgets: the discrete Ornstein-Uhlenbeck process.
import type { Rng } from '../../kernel/rng.ts';

export class Drifting {
  value = 0;
  readonly #deviation: number;
  readonly #keep: number;
  readonly #shock: number;

  /** Of that stationary standard deviation, with a memory of `blocks`. */
  constructor({ deviation, blocks }: { readonly deviation: number; readonly blocks: number }) {
    this.#deviation = deviation;
    this.#keep = Math.exp(-1 / blocks);
    this.#shock = deviation * Math.sqrt(1 - this.#keep * this.#keep);
  }

  /** Draws the first value. */
  start(rng: Rng): void {
    this.value = this.#deviation * rng.gaussian();
  }

  /** The value one block on. */
  advance(rng: Rng): number {
    this.value = this.#keep * this.value + this.#shock * rng.gaussian();
    return this.value;
  }
}
