// The mean of the last n values, correctly rounded: it depends on those values alone, never on where the stream began. Values are
// taken for the decimals they print as where those are short, as prices are: equal averages of prices are equal to the bit.
import { RollingWindow } from './rollingWindow.ts';

const SPLITTER = 2 ** 27 + 1;
const SUM = 0;
const REST = 1;
/** Places in `offGrid`. */
const COARSE = 0;
const FINE = 1;
const COARSE_UNITS = 1e4;
const FINE_UNITS = 1e8;
/** Sums of fewer units than this are off by less than half a unit, however many values they are of. */
const MAX_UNITS = 2 ** 50;

/**
 * Sums are kept as an unevaluated pair (sum + rest, Knuth's two-sum), and the division is corrected by its remainder. So flat
 * input gives exactly the input, and two averages that are equal do not cross because of rounding. Values >= 0, period < 2^26.
 */
export class RollingMean extends RollingWindow {
  private readonly sums: Float64Array;
  private readonly rests: Float64Array;
  private readonly head: Float64Array;
  /** For how many more values the window holds one that is no whole number of 1e-4 or of 1e-8. */
  private readonly offGrid: Float64Array;

  constructor(period: number) {
    super(period);
    this.sums = this.own(new Float64Array(period));
    this.rests = this.own(new Float64Array(period));
    this.head = this.own(new Float64Array(2));
    this.offGrid = this.own(new Float64Array(2));
  }

  protected addToHead(value: number): void {
    const isCoarse = Math.round(value * COARSE_UNITS) / COARSE_UNITS === value;
    this.noteGrid(COARSE, isCoarse);
    this.noteGrid(FINE, isCoarse || Math.round(value * FINE_UNITS) / FINE_UNITS === value);
    this.sums[this.filled] = value;
    const old = this.filled === 0 ? 0 : (this.head[SUM] as number);
    const sum = old + value;
    const added = sum - old;
    const lost = old - (sum - added) + (value - added);
    this.head[SUM] = sum;
    this.head[REST] = (this.filled === 0 ? 0 : (this.head[REST] as number)) + lost;
  }

  protected headAlone(): number {
    return this.divided(this.head[SUM] as number, this.head[REST] as number);
  }

  protected joined(): number {
    const head = this.head[SUM] as number;
    const tail = this.sums[this.filled] as number;
    const sum = head + tail;
    const added = sum - head;
    const lost = head - (sum - added) + (tail - added);
    return this.divided(sum, (this.head[REST] as number) + (this.rests[this.filled] as number) + lost);
  }

  protected makeTails(): void {
    let tail = 0;
    let rest = 0;
    for (let i = this.period - 1; i >= 0; i--) {
      const value = this.sums[i] as number;
      const sum = tail + value;
      const added = sum - tail;
      rest += tail - (sum - added) + (value - added);
      tail = sum;
      this.sums[i] = tail;
      this.rests[i] = rest;
    }
  }

  private noteGrid(grid: number, isOn: boolean): void {
    const left = this.offGrid[grid] as number;
    if (!isOn) this.offGrid[grid] = this.period;
    else if (left > 0) this.offGrid[grid] = left - 1;
  }

  /** Decimals have a sum of whole units, and that divided once is right. */
  private divided(sum: number, rest: number): number {
    if (this.offGrid[COARSE] === 0 && sum < MAX_UNITS / COARSE_UNITS) {
      return Math.round((sum + rest) * COARSE_UNITS) / (this.period * COARSE_UNITS);
    }
    if (this.offGrid[FINE] === 0 && sum < MAX_UNITS / FINE_UNITS) {
      return Math.round((sum + rest) * FINE_UNITS) / (this.period * FINE_UNITS);
    }
    return this.dividedAsFloats(sum, rest);
  }

  /** (sum + rest) / period; the quotient is split in two so that its products with the period are exact. */
  private dividedAsFloats(sum: number, rest: number): number {
    const quotient = sum / this.period;
    const scaled = quotient * SPLITTER;
    const upper = scaled - (scaled - quotient);
    const remainder = sum - upper * this.period - (quotient - upper) * this.period;
    return quotient + (remainder + rest) / this.period;
  }
}
