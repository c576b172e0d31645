// Seeded randomness: the only source of chance in the engine. One named stream per use, so that a new use changes no old one.
// Numbers are alike on every machine: sqrt is exact by IEEE 754, and V8 computes log and exp (the simulator's) in its own
// software ports rather than the platform's; sin, cos and fractional powers are not used.

/** A stream of random numbers that its seed determines. */
export interface Rng {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Standard normal, one `next` each. */
  gaussian(): number;
  /** The stream of that name below this one. Depends on the seed and the names only, never on what was drawn before. */
  fork(name: string): Rng;
  /** Four integers for a snapshot. */
  save(): RngState;
  /** Goes on where a stream of the same seed and name was saved. */
  load(state: RngState): void;
}

export type RngState = readonly [number, number, number, number];

/** The stream of `seed`. */
export const createRng = (seed: string | number): Rng => new Sfc32(String(seed));

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded by a 128-bit hash of its name. */
class Sfc32 implements Rng {
  readonly #name: string;
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 0;

  constructor(name: string) {
    this.#name = name;
    this.load(hash128(name));
    for (let i = 0; i < 12; i++) this.next();
  }

  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) * 2 ** -32;
  }

  gaussian(): number {
    return normalQuantile(this.next() + 2 ** -33);
  }

  fork(name: string): Rng {
    return new Sfc32(`${this.#name}>${name}`);
  }

  save(): RngState {
    return [this.#a, this.#b, this.#c, this.#counter];
  }

  load([a, b, c, counter]: RngState): void {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#counter = counter;
  }
}

/** The value below which a standard normal falls with chance `p` in (0, 1), to 1e-7 (Wichura 1988, AS 241 PPND7). */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) /
      (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    );
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const tail = r <= 5 ? nearTail(r - 1.6) : farTail(r - 5);
  return q < 0 ? -tail : tail;
}

const nearTail = (r: number): number =>
  (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) /
  ((0.12021132975 * r + 0.7370016425) * r + 1);

const farTail = (r: number): number =>
  (((0.017337203997 * r + 0.42868294337) * r + 3.081226386) * r + 6.657905115) /
  ((0.012258202635 * r + 0.24197894225) * r + 1);

/** Four well-mixed 32-bit integers from a text (cyrb128). */
function hash128(text: string): RngState {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [(a ^ b ^ c ^ d) | 0, (b ^ a) | 0, (c ^ a) | 0, (d ^ a) | 0];
}
