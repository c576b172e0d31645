import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestOutside, quantile } from '../../../../src/main/cli/bench/figures.ts';

describe('a quantile', () => {
  it('is the value at that share of the sorted ones', () => {
    expect([0, 0.5, 0.95, 1].map((share) => quantile([4, 1, 3, 2], share))).toEqual([1, 3, 4, 4]);
    expect(quantile([7], 0.99)).toBe(7);
    expect(() => quantile([], 0.5)).toThrow('a measurement');
  });

  it('is one of the values, and no more than the share of them is below it', () => {
    const some = fc.array(fc.double({ noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(some, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const found = quantile(values, share);
        expect(values).toContain(found);
        expect(values.filter((value) => value < found).length).toBeLessThanOrEqual(values.length * share);
      }),
    );
  });
});

describe('the longest task', () => {
  const probe = { from: 100, to: 200 };

  it('is none of the probe itself', () => {
    const tasks = [
      { from: 0, to: 60 },
      { from: 90, to: 190 },
      { from: 199, to: 400 },
      { from: 200, to: 270 },
    ];
    expect(longestOutside(tasks, probe)).toBe(70);
  });

  it('is nothing where there is none', () => {
    expect(longestOutside([], probe)).toBe(0);
  });
});
