// The mean of the last n values, correctly rounded: it depends on those values alone, never on where the stream began.
import { RollingWindow } from './rollingWindow.ts';

const SPLITTER = 2 ** 27 + 1;
const SUM = 0;
const REST = 1;

/**
 * Sums are kept as an unevaluated pair (sum + rest, Knuth's two-sum), and the division is corrected by its remainder. So flat
 * input gives exactly the input, and two averages that are equal do not cross because of rounding. Values >= 0, period < 2^26.
 */
export class RollingMean extends RollingWindow {
  private readonly sums: Float64Array;
  private readonly rests: Float64Array;
  private readonly head: Float64Array;

  constructor(period: number) {
    super(period);
    this.sums = this.own(new Float64Array(period));
    this.rests = this.own(new Float64Array(period));
    this.head = this.own(new Float64Array(2));
  }

  protected addToHead(value: number): void {
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

  /** (sum + rest) / period; the quotient is split in two so that its products with the period are exact. */
  private divided(sum: number, rest: number): number {
    const quotient = sum / this.period;
    const scaled = quotient * SPLITTER;
    const upper = scaled - (scaled - quotient);
    const remainder = sum - upper * this.period - (quotient - upper) * this.period;
    return quotient + (remainder + rest) / this.period;
  }
}
