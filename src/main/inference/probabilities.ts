// What counts as class probabilities, wherever a model's numbers come from.
import type { Direction, Probabilities } from '../../shared/domain/prediction.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/** Numbers a row has: SELL HOLD BUY. */
export const CLASSES = 3;
export const CLASS_NAMES = ['SELL', 'HOLD', 'BUY'] as const satisfies readonly Direction[];

/** Single precision adds up to this close to 1. */
const TOLERANCE = 1e-4;

/** The row at `row` of a model's answer: three finite numbers in 0..1 that add up to 1, or what is wrong with them. */
export function readProbabilities(values: Float32Array, row = 0): Result<Probabilities> {
  const [sell = NaN, hold = NaN, buy = NaN] = values.subarray(row * CLASSES, (row + 1) * CLASSES);
  const isInRange = [sell, hold, buy].every((value) => value >= 0 && value <= 1);
  const isWhole = Math.abs(sell + hold + buy - 1) <= TOLERANCE;
  if (isInRange && isWhole) return ok({ sell, hold, buy });
  const found = `${String(sell)}, ${String(hold)}, ${String(buy)}`;
  return fail({ message: `expected three probabilities in 0..1 that add up to 1, found ${found}` });
}
