// Which snapshots are kept, and up to which of them old steps may go. Pure.

export interface SnapshotMark {
  readonly seq: number;
  /** Wall clock, ms. */
  readonly writtenAt: number;
  /** Of step text written until then. */
  readonly bytes: number;
}

const NEWEST = 3;
/** Between the anchor and the newest ones, so that old steps can go bit by bit. */
const SPREAD = 8;

/** The steps of snapshots to forget, of `marks` oldest first: those before the anchor, and where they lie closest together. */
export function superfluous(marks: readonly SnapshotMark[], anchorSeq: number): readonly number[] {
  const kept = marks.filter(({ seq }) => seq >= anchorSeq);
  const first = kept[0]?.seq === anchorSeq ? 1 : 0;
  const gap = (place: number): number => bytesAt(kept, place + 1) - bytesAt(kept, place - 1);
  while (kept.length > first + SPREAD + NEWEST) {
    let closest = first;
    for (let place = first + 1; place < kept.length - NEWEST; place++) if (gap(place) < gap(closest)) closest = place;
    kept.splice(closest, 1);
  }
  return marks.filter((mark) => !kept.includes(mark)).map(({ seq }) => seq);
}

const bytesAt = (marks: readonly SnapshotMark[], place: number): number => marks[place]?.bytes ?? 0;

/**
 * The snapshot that steps may go up to, of `marks` oldest first: the last one written before `oldest`, or the first one with
 * `atLeastBytes` behind it (undefined: the size is fine).
 */
export function nextAnchor(
  marks: readonly SnapshotMark[],
  { oldest, atLeastBytes }: { readonly oldest: number; readonly atLeastBytes: number | undefined },
): SnapshotMark | undefined {
  const byAge = marks.findLast(({ writtenAt }) => writtenAt < oldest);
  const bySize =
    atLeastBytes === undefined ? undefined : (marks.find(({ bytes }) => bytes >= atLeastBytes) ?? marks.at(-1));
  return (byAge?.seq ?? 0) > (bySize?.seq ?? 0) ? byAge : bySize;
}
