import { describe, expect, it } from 'vitest';
import { sparkline } from '../../../src/shared/sparkline.ts';

describe('sparkline', () => {
  it('goes from the lowest to the highest block', () =>
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█'));
  it('ends with the last value and fits the width', () => {
    expect(
      sparkline(
        Float64Array.from({ length: 1000 }, (_, index) => index),
        4,
      ),
    ).toBe('▁▃▆█');
    expect(sparkline([1, 2], 60)).toHaveLength(2);
  });
  it('is flat for a flat curve and empty for none', () => {
    expect(sparkline([5, 5, 5], 3)).toBe('▁▁▁');
    expect(sparkline([], 3)).toBe('');
  });
});
