// Runs indicators in tests and compares series of numbers.
import { parseIndicationSet } from '../../src/main/engine/indications/indicationSet.ts';
import type { Bar, Indicator } from '../../src/main/engine/indications/indicator.ts';
import { createIndicator, type IndicatorSpec } from '../../src/main/engine/indications/registry.ts';
import { need } from '../../src/shared/assert.ts';
import { problemText } from '../../src/shared/result.ts';

/** The specs of a set's text; the text is ours, so a problem is thrown. */
export function specsOf(text: string): readonly IndicatorSpec[] {
  const specs = parseIndicationSet(text);
  if (!specs.ok) throw new Error(problemText(specs.error));
  return specs.value;
}

/** A fresh indicator of `name:parameter:…`. */
export const indicatorOf = (text: string): Indicator => createIndicator(need(specsOf(text)[0], text));

/** The newest values after each bar. */
export const rowsOf = (indicator: Indicator, bars: readonly Bar[]): readonly (readonly number[])[] =>
  bars.map((bar) => {
    indicator.push(bar);
    return [...indicator.values];
  });

/** One line's values after each bar. */
export function lineOf(text: string, line: string, bars: readonly Bar[]): readonly number[] {
  const indicator = indicatorOf(text);
  const place = indicator.lines.indexOf(line);
  return rowsOf(indicator, bars).map((row) => need(row[place], `line ${line} of ${text}`));
}

/** Below this a published 0 is only the noise of another order of operations. */
const NOISE = 1e-12;

/** Where two series differ by more than `tolerance` (relative), as sentences; NaN equals only NaN. */
export function differences(
  actual: readonly number[],
  expected: readonly (number | null | undefined)[],
  tolerance = 1e-9,
): readonly string[] {
  const wrong = expected.flatMap((value, i) => {
    const [mine, theirs] = [actual[i] ?? NaN, value ?? NaN];
    const isEqual = Number.isNaN(theirs)
      ? Number.isNaN(mine)
      : Math.abs(mine - theirs) <= tolerance * Math.abs(theirs) + NOISE;
    return isEqual ? [] : [`at ${i}: expected ${theirs}, got ${mine}`];
  });
  return actual.length === expected.length
    ? wrong
    : [`expected ${expected.length} values, got ${actual.length}`, ...wrong];
}
