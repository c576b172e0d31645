// The population standard deviation of the last n values (Welford in each part, joined by Chan's formula: no cancellation).
import { RollingWindow } from './rollingWindow.ts';

const MEAN = 0;
const SQUARES = 1;

/** Exactly 0 for flat input; never the square root of a negative rounding error. */
export class RollingDeviation extends RollingWindow {
  private readonly means: Float64Array;
  /** Sums of squared differences from the mean. */
  private readonly squares: Float64Array;
  private readonly head: Float64Array;

  constructor(period: number) {
    super(period);
    this.means = this.own(new Float64Array(period));
    this.squares = this.own(new Float64Array(period));
    this.head = this.own(new Float64Array(2));
  }

  protected addToHead(value: number): void {
    this.means[this.filled] = value;
    const old = this.filled === 0 ? value : (this.head[MEAN] as number);
    const mean = old + (value - old) / (this.filled + 1);
    this.head[MEAN] = mean;
    this.head[SQUARES] = (this.filled === 0 ? 0 : (this.head[SQUARES] as number)) + (value - old) * (value - mean);
  }

  protected headAlone(): number {
    return Math.sqrt((this.head[SQUARES] as number) / this.period);
  }

  protected joined(): number {
    const apart = (this.head[MEAN] as number) - (this.means[this.filled] as number);
    const between = (apart * apart * this.filled * (this.period - this.filled)) / this.period;
    return Math.sqrt(((this.head[SQUARES] as number) + (this.squares[this.filled] as number) + between) / this.period);
  }

  protected makeTails(): void {
    let mean = this.means[this.period - 1] as number;
    let squares = 0;
    for (let i = this.period - 1; i >= 0; i--) {
      const value = this.means[i] as number;
      const apart = value - mean;
      mean += apart / (this.period - i);
      squares += apart * (value - mean);
      this.means[i] = mean;
      this.squares[i] = squares;
    }
  }
}
