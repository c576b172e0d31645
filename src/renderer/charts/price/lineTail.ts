// What of a line is new. Pure.
import type { ChartLine } from './types.ts';

/** More than so many points are drawn faster as a whole. */
const MOST_POINTS = 50;

/**
 * Index of the first point that differs from the line before, the length where none does; undefined: the line has to be drawn as a
 * whole, because it begins elsewhere, ends earlier, or differs in more than its end.
 */
export function changedFrom(before: ChartLine, after: ChartLine): number | undefined {
  const { length } = before.times;
  if (length === 0 || before.row !== after.row || after.times.length < length) return undefined;
  let index = 0;
  while (index < length && before.values[index] === after.values[index] && before.times[index] === after.times[index])
    index += 1;
  // The library draws the last point anew and adds others, no more.
  const isTail = index === length || (index === length - 1 && before.times[index] === after.times[index]);
  return isTail && after.times.length - index <= MOST_POINTS ? index : undefined;
}
