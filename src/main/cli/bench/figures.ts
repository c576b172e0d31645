// Figures out of many measurements. Pure.
import { need } from '../../../shared/assert.ts';

/** The value that this share of all is not above. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return need(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))], 'a measurement');
}

/** Of one clock, ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Length of the longest of the spans that do not touch `apart`; 0: there are none. */
export const longestOutside = (spans: readonly Span[], apart: Span): number =>
  Math.max(0, ...spans.filter(({ from, to }) => to <= apart.from || from >= apart.to).map(({ from, to }) => to - from));
