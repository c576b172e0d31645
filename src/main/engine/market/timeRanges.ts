// Sorted, disjoint, half-open ranges [from, to) of epoch ms. Plain data; every function returns new ranges.

export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** `ranges` without [from, to). */
export function subtractRange(ranges: readonly TimeRange[], { from, to }: TimeRange): readonly TimeRange[] {
  return ranges.flatMap((range) =>
    [
      { from: range.from, to: Math.min(range.to, from) },
      { from: Math.max(range.from, to), to: range.to },
    ].filter((part) => part.from < part.to),
  );
}

/** The parts of [from, to) that `ranges` cover. */
export function clipRanges(ranges: readonly TimeRange[], { from, to }: TimeRange): readonly TimeRange[] {
  return ranges
    .map((range) => ({ from: Math.max(range.from, from), to: Math.min(range.to, to) }))
    .filter((part) => part.from < part.to);
}
