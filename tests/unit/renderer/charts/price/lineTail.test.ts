import { describe, expect, it } from 'vitest';
import { changedFrom } from '../../../../../src/renderer/charts/price/lineTail.ts';
import type { ChartLine } from '../../../../../src/renderer/charts/price/types.ts';

const line = (times: readonly number[], values: readonly (number | null)[] = times): ChartLine => ({
  ...{ id: 'a', group: 'a', label: 'a', place: 'price', kind: 'line', times, values },
});
const before = line([1, 2, 3]);

describe('what of a line is new', () => {
  it('is what was added at its end, or its last point', () => {
    expect(changedFrom(before, line([1, 2, 3, 4, 5]))).toBe(3);
    expect(changedFrom(before, line([1, 2, 3, 4], [1, 2, 9, 4]))).toBe(2);
    expect(changedFrom(before, line([1, 2, 3]))).toBe(3);
    expect(changedFrom(line([1, 2], [null, null]), line([1, 2], [null, 2]))).toBe(1);
  });

  it('is everything where it begins elsewhere, is shorter, differs before its end or grew by much', () => {
    expect(changedFrom(before, line([0, 1, 2, 3]))).toBeUndefined();
    expect(changedFrom(before, line([1, 2]))).toBeUndefined();
    expect(changedFrom(before, line([1, 2, 3, 4], [1, 9, 3, 4]))).toBeUndefined();
    expect(changedFrom(before, line([1, 2, 4]))).toBeUndefined();
    expect(changedFrom(before, line(Array.from({ length: 100 }, (_, index) => index + 1)))).toBeUndefined();
    expect(changedFrom(line([]), before)).toBeUndefined();
  });
});
