// The last candles of one timeframe and their sums over every span back from the newest. All of it is computed anew at each
// candle, so that it follows from these candles alone and nothing drifts or remembers where the history began.
import { timeframeMs, type Timeframe } from '../../../shared/time.ts';
import type { Bar } from '../indications/indicator.ts';
import type { Stateful, StateReader } from '../indications/state.ts';
import { Oscillators } from './oscillators.ts';

/** Returns that a history holds; it takes one candle more to have them. */
export const SPAN = 288;
/** Candles of a full history. */
export const CANDLES = SPAN + 1;

/** Half-life of the volatility that everything is measured in: that of the barriers of our labels. */
const HALF_LIFE = 96;
/** Variance of a random walk from its squared log range (Parkinson). */
const PARKINSON = 1 / (4 * Math.LN2);

/** Longest span of the sums that only short ones are asked of. */
const SHORT_SPAN = 96;

const column = (): Float64Array => new Float64Array(2 * CANDLES);
const sums = (span: number): Float64Array => new Float64Array(span + 1);

/**
 * Candle `back` = 0 is the newest. `squares[n]` and its like are sums over the newest `n` candles, `n` in 1..SPAN, or
 * in 1..SHORT_SPAN where so made. Methods are for a full history only.
 */
export class History implements Stateful {
  readonly timeframe: Timeframe;
  readonly lengthMs: number;
  readonly oscillators = new Oscillators();
  /** Open time of the newest candle. */
  openTime = 0;
  /** Weighted volatility of one candle's log return, half-life 96 candles, over the history. */
  sigma = 0;

  /** Sums of squared log returns. */
  readonly squares = sums(SPAN);
  /** Of those squares whose return is negative. */
  readonly downSquares = sums(SHORT_SPAN);
  /** Of absolute log returns. */
  readonly moves = sums(SHORT_SPAN);
  /** Of products of each log return with the one before. */
  readonly products = sums(SHORT_SPAN);
  /** Of variances estimated from each candle's range. */
  readonly ranges = sums(SHORT_SPAN);
  readonly volumes = sums(SPAN);
  /** Of volumes, negative for falling candles. */
  readonly signedVolumes = sums(SHORT_SPAN);
  readonly closes = sums(SPAN);
  /** Highest high and lowest low of the newest n candles. */
  readonly highest = sums(SPAN);
  readonly lowest = sums(SPAN);

  private readonly opens = column();
  private readonly highs = column();
  private readonly lows = column();
  private readonly prices = column();
  private readonly amounts = column();
  private readonly logs = column();
  private readonly returns = column();
  private readonly variances = column();
  private readonly falls = column();
  private readonly signedAmounts = column();
  /** Place after the newest candle. */
  private end = 0;
  private count = 0;
  private readonly weights = decayWeights(HALF_LIFE);

  constructor(timeframe: Timeframe) {
    this.timeframe = timeframe;
    this.lengthMs = timeframeMs(timeframe);
  }

  get isFull(): boolean {
    return this.count >= CANDLES;
  }

  push(bar: Bar): void {
    this.oscillators.push(bar);
    this.append(bar);
    this.accumulate();
  }

  /** Log return of the newest `span` candles, or of those that end `back` candles ago. */
  ret(span: number, back = 0): number {
    const at = this.end - 1 - back;
    return (this.logs[at] as number) - (this.logs[at - span] as number);
  }

  open(back = 0): number {
    return this.opens[this.end - 1 - back] as number;
  }

  high(back = 0): number {
    return this.highs[this.end - 1 - back] as number;
  }

  low(back = 0): number {
    return this.lows[this.end - 1 - back] as number;
  }

  close(back = 0): number {
    return this.prices[this.end - 1 - back] as number;
  }

  volume(back = 0): number {
    return this.amounts[this.end - 1 - back] as number;
  }

  /** Variance of one candle estimated from its range. */
  variance(back: number): number {
    return this.variances[this.end - 1 - back] as number;
  }

  /** Root mean square of one-candle log returns. */
  realised(span: number): number {
    return Math.sqrt((this.squares[span] as number) / span);
  }

  /** Volatility of one candle estimated from ranges. */
  parkinson(span: number): number {
    return Math.sqrt((this.ranges[span] as number) / span);
  }

  /** Weighted volatility with these weights, newest first. */
  weighted(weights: Float64Array): number {
    let sum = 0;
    const newest = this.end - 1;
    for (let back = 0; back < SPAN; back++) {
      const move = this.returns[newest - back] as number;
      sum += (weights[back] as number) * move * move;
    }
    return Math.sqrt(sum);
  }

  /** Mean of the newest `span` closes. */
  average(span: number): number {
    return (this.closes[span] as number) / span;
  }

  meanVolume(span: number): number {
    return (this.volumes[span] as number) / span;
  }

  write(out: number[]): void {
    const held = Math.min(this.count, CANDLES);
    out.push(this.openTime, held);
    for (const values of [this.opens, this.highs, this.lows, this.prices, this.amounts]) {
      for (let at = this.end - held; at < this.end; at++) out.push(values[at] as number);
    }
    this.oscillators.write(out);
  }

  read(from: StateReader): void {
    const [openTime, held] = [from.next(), from.next()];
    const columns = Array.from({ length: 5 }, () => {
      const values = new Float64Array(held);
      from.fill(values);
      return values;
    });
    this.end = 0;
    this.count = 0;
    for (let at = 0; at < held; at++) {
      const [open, high, low, close, volume] = columns.map((values) => values[at] as number) as unknown as Row;
      this.append({ openTime, open, high, low, close, volume });
    }
    this.openTime = openTime;
    this.oscillators.read(from);
    this.accumulate();
  }

  private append(bar: Bar): void {
    if (this.end === 2 * CANDLES) this.moveDown();
    const at = this.end++;
    this.openTime = bar.openTime;
    this.opens[at] = bar.open;
    this.highs[at] = bar.high;
    this.lows[at] = bar.low;
    this.prices[at] = bar.close;
    this.amounts[at] = bar.volume;
    this.logs[at] = Math.log(bar.close);
    const move = this.count === 0 ? 0 : this.logs[at] - (this.logs[at - 1] as number);
    this.returns[at] = move;
    this.falls[at] = move < 0 ? move * move : 0;
    this.signedAmounts[at] = Math.sign(move) * bar.volume;
    const range = Math.log(bar.high / bar.low);
    this.variances[at] = range * range * PARKINSON;
    this.count++;
  }

  /** The newest candles go to the front of the columns when these are full. */
  private moveDown(): void {
    const { opens, highs, lows, prices, amounts, logs, returns, variances, falls, signedAmounts } = this;
    const derived = [logs, returns, variances, falls, signedAmounts];
    for (const values of [opens, highs, lows, prices, amounts, ...derived]) {
      values.copyWithin(0, this.end - CANDLES, this.end);
    }
    this.end = CANDLES;
  }

  private accumulate(): void {
    if (!this.isFull) return;
    this.sumShortSpans();
    this.sumLongSpans();
    this.sigma = this.weighted(this.weights);
  }

  private sumShortSpans(): void {
    const { returns, falls, variances, signedAmounts } = this;
    const { downSquares, moves, products, ranges, signedVolumes } = this;
    let down = 0;
    let move = 0;
    let product = 0;
    let range = 0;
    let signed = 0;
    for (let span = 1, at = this.end - 1; span <= SHORT_SPAN; span++, at--) {
      const value = returns[at] as number;
      down += falls[at] as number;
      move += Math.abs(value);
      product += value * (returns[at - 1] as number);
      range += variances[at] as number;
      signed += signedAmounts[at] as number;
      downSquares[span] = down;
      moves[span] = move;
      products[span] = product;
      ranges[span] = range;
      signedVolumes[span] = signed;
    }
  }

  private sumLongSpans(): void {
    const { returns, amounts, prices, highs, lows } = this;
    const { squares, volumes, closes, highest, lowest } = this;
    let square = 0;
    let volume = 0;
    let close = 0;
    let high = 0;
    let low = Infinity;
    for (let span = 1, at = this.end - 1; span <= SPAN; span++, at--) {
      const value = returns[at] as number;
      square += value * value;
      volume += amounts[at] as number;
      close += prices[at] as number;
      if ((highs[at] as number) > high) high = highs[at] as number;
      if ((lows[at] as number) < low) low = lows[at] as number;
      squares[span] = square;
      volumes[span] = volume;
      closes[span] = close;
      highest[span] = high;
      lowest[span] = low;
    }
  }
}

type Row = readonly [number, number, number, number, number];

/** Weights that halve every `halfLife` candles and add up to 1 over a history, newest first. */
export function decayWeights(halfLife: number): Float64Array {
  const weights = new Float64Array(SPAN);
  for (let back = 0; back < SPAN; back++) weights[back] = 2 ** (-back / halfLife);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
