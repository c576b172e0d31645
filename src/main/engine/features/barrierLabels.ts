// What came of each candle: which of its two barriers the market reached first, if any. Definition: `Barriers`.
import { invariant } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import { toEpochMs, type EpochMs } from '../../../shared/domain/ids.ts';
import type { Barriers } from '../../../shared/domain/model.ts';
import type { Direction } from '../../../shared/domain/prediction.ts';
import { timeframeMs, type Timeframe } from '../../../shared/time.ts';

const HOUR = timeframeMs('1h');

/** What our own models are trained on: eight hours ahead on 15m candles, a day on 1h, two days on 4h. */
export function defaultBarriers(timeframe: Timeframe): Barriers {
  const length = timeframeMs(timeframe);
  const horizonCandles = length < HOUR ? 32 : length === HOUR ? 24 : 12;
  return { horizonCandles, upMultiple: 1.2, downMultiple: 0.8, halfLifeCandles: 96 };
}

export interface BarrierLabel {
  /** Of the labelled candle. */
  readonly openTime: EpochMs;
  readonly direction: Direction;
}

interface OpenBarrier {
  readonly openTime: EpochMs;
  readonly upper: number;
  readonly lower: number;
  /** Candles still to come. */
  left: number;
}

const NONE: readonly BarrierLabel[] = [];
const NUMBERS_PER_BARRIER = 4;

/**
 * Volatility: root of the weighted mean of squared log returns of all candles so far. The first candle to get a label is the
 * one with `halfLifeCandles` returns behind it; from then on each gets exactly one, at most `horizonCandles` later.
 */
export class BarrierLabeler {
  private readonly barriers: Barriers;
  private readonly decay: number;
  private open: OpenBarrier[] = [];
  private previousClose = 0;
  private returns = 0;
  private weight = 0;
  private squares = 0;

  constructor(barriers: Barriers) {
    this.barriers = barriers;
    this.decay = 2 ** (-1 / barriers.halfLifeCandles);
  }

  /** The labels that this candle resolves, oldest first. */
  push(candle: Candle): readonly BarrierLabel[] {
    const resolved = this.resolve(candle);
    this.measure(candle.close);
    if (this.returns >= this.barriers.halfLifeCandles) this.open.push(this.barrierFrom(candle));
    return resolved;
  }

  save(): readonly number[] {
    const { previousClose, returns, weight, squares } = this;
    return [
      ...[previousClose, returns, weight, squares],
      ...this.open.flatMap(({ openTime, upper, lower, left }) => [openTime, upper, lower, left]),
    ];
  }

  /** Exact inverse of `save` on a labeler of the same barriers. */
  load(state: readonly number[]): void {
    const [previousClose = NaN, returns = NaN, weight = NaN, squares = NaN, ...rest] = state;
    invariant(
      !Number.isNaN(squares) && rest.length % NUMBERS_PER_BARRIER === 0,
      `expected the state of a labeler, found ${state.length} numbers`,
    );
    Object.assign(this, { previousClose, returns, weight, squares });
    this.open = [];
    for (let at = 0; at < rest.length; at += NUMBERS_PER_BARRIER) {
      const [openTime, upper, lower, left] = rest.slice(at, at + NUMBERS_PER_BARRIER) as [
        number,
        number,
        number,
        number,
      ];
      this.open.push({ openTime: toEpochMs(openTime), upper, lower, left });
    }
  }

  private resolve(candle: Candle): readonly BarrierLabel[] {
    let resolved: BarrierLabel[] | undefined;
    for (const barrier of this.open) {
      barrier.left -= 1;
      const direction = directionOf(barrier, candle);
      if (direction !== undefined) (resolved ??= []).push({ openTime: barrier.openTime, direction });
    }
    if (resolved === undefined) return NONE;
    this.open = this.open.filter((barrier) => directionOf(barrier, candle) === undefined);
    return resolved;
  }

  private measure(close: number): void {
    if (this.previousClose > 0) {
      const move = Math.log(close / this.previousClose);
      this.squares = this.decay * this.squares + move * move;
      this.weight = this.decay * this.weight + 1;
      this.returns += 1;
    }
    this.previousClose = close;
  }

  /** A market that never moved has no barriers to reach, and its label is HOLD. */
  private barrierFrom({ openTime, close }: Candle): OpenBarrier {
    const { horizonCandles, upMultiple, downMultiple } = this.barriers;
    const reach = Math.sqrt((this.squares / this.weight) * horizonCandles);
    const [upper, lower] = [close * (1 + upMultiple * reach), close * (1 - downMultiple * reach)];
    return reach > 0
      ? { openTime, upper, lower, left: horizonCandles }
      : { openTime, upper: Number.MAX_VALUE, lower: 0, left: horizonCandles };
  }
}

function directionOf({ upper, lower, left }: OpenBarrier, { high, low }: Candle): Direction | undefined {
  if (low <= lower) return 'SELL';
  if (high >= upper) return 'BUY';
  return left === 0 ? 'HOLD' : undefined;
}
