// The highest or lowest of the last n values.
import { RollingWindow } from './rollingWindow.ts';

/** `sign` +1 for the highest, -1 for the lowest value of the window. */
export class RollingExtreme extends RollingWindow {
  private readonly sign: 1 | -1;
  private readonly extremes: Float64Array;
  private readonly head: Float64Array;

  constructor(period: number, sign: 1 | -1) {
    super(period);
    this.sign = sign;
    this.extremes = this.own(new Float64Array(period));
    this.head = this.own(new Float64Array(1));
  }

  protected addToHead(value: number): void {
    this.extremes[this.filled] = value;
    this.head[0] = this.filled === 0 ? value : this.further(this.head[0] as number, value);
  }

  protected headAlone(): number {
    return this.head[0] as number;
  }

  protected joined(): number {
    return this.further(this.head[0] as number, this.extremes[this.filled] as number);
  }

  protected makeTails(): void {
    let extreme = this.extremes[this.period - 1] as number;
    for (let i = this.period - 2; i >= 0; i--) {
      extreme = this.further(extreme, this.extremes[i] as number);
      this.extremes[i] = extreme;
    }
  }

  private further(a: number, b: number): number {
    return (b - a) * this.sign > 0 ? b : a;
  }
}
