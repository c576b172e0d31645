import { describe, expect, it } from 'vitest';
import { nextAnchor, type SnapshotMark, superfluous } from '../../../../src/main/store/journal/keptSnapshots.ts';

const mark = (seq: number, bytes = seq * 100): SnapshotMark => ({ seq, writtenAt: seq * 10, bytes });

describe('superfluous', () => {
  it('keeps the anchor, the newest three, and eight between them that lie far apart', () => {
    let marks: readonly SnapshotMark[] = [];
    for (let seq = 1; seq <= 200; seq++) {
      const all = [...marks, mark(seq)];
      const gone = superfluous(all, 1);
      marks = all.filter((each) => !gone.includes(each.seq));
    }
    const seqs = marks.map(({ seq }) => seq);
    expect(seqs).toHaveLength(12);
    expect(seqs[0]).toBe(1);
    expect(seqs.slice(-3)).toEqual([198, 199, 200]);
    const gaps = seqs.slice(1, -2).map((seq, place) => seq - seqs[place]!);
    // 200 steps in nine gaps: none much larger than twice its share.
    expect(Math.max(...gaps)).toBeLessThanOrEqual(50);
  });

  it('forgets those before the anchor', () => {
    expect(superfluous([mark(1), mark(2), mark(3), mark(4)], 3)).toEqual([1, 2]);
  });
});

describe('nextAnchor', () => {
  const marks = [mark(1), mark(2), mark(3)];
  it.each([
    ['nothing is old or too much', { oldest: 10, atLeastBytes: undefined }, undefined],
    ['two are old', { oldest: 21, atLeastBytes: undefined }, 2],
    ['there is a bit too much', { oldest: 0, atLeastBytes: 101 }, 2],
    ['there is more than all snapshots free', { oldest: 0, atLeastBytes: 999 }, 3],
    ['age takes more than size', { oldest: 31, atLeastBytes: 50 }, 3],
    ['size takes more than age', { oldest: 11, atLeastBytes: 150 }, 2],
  ])('when %s', (_, limits, expected) => {
    expect(nextAnchor(marks, limits)?.seq).toBe(expected);
  });
});
