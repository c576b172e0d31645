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
  if (after.times.length - index > MOST_POINTS) return undefined;
  // Points are drawn anew or added at the end, never put between others.
  for (let at = index; at < length; at++) if (before.times[at] !== after.times[at]) return undefined;
  return index;
}
