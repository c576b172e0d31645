// What a feature is: a named, scale-free number that follows from closed candles alone.
import type { History } from './history.ts';

export interface Feature {
  /** Spans in candles belong to the name: `ret_8`. */
  readonly name: string;
  /** One line. */
  readonly definition: string;
  readonly unit: string;
  /** Finite for every full history, whatever its candles. */
  readonly value: (history: History) => number;
}

/** Largest size of a logarithm of a ratio: e^5 is 148 times. */
const MOST = 5;

/** `top / bottom`; `without` where there is nothing to divide by. */
export function ratio(top: number, bottom: number, without = 0): number {
  const quotient = top / bottom;
  return Number.isFinite(quotient) ? quotient : without;
}

/** ln(top / bottom) of two sizes, within -5..5; 0 where both are zero. */
export function logRatio(top: number, bottom: number): number {
  if (!(top > 0)) return bottom > 0 ? -MOST : 0;
  if (!(bottom > 0)) return MOST;
  return Math.max(-MOST, Math.min(MOST, Math.log(top / bottom)));
}

/** Where `value` lies between `low` and `high`, -1..1; 0 where there is no room between them. */
export const position = (value: number, low: number, high: number): number =>
  high > low ? (2 * (value - low)) / (high - low) - 1 : 0;
