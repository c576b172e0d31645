// Means of prices, held against whole numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RollingMean } from '../../../../src/main/engine/indications/rollingMean.ts';

const lastOf = (period: number, values: readonly number[]): number => {
  const mean = new RollingMean(period);
  return values.reduce((_, value) => mean.push(value), NaN);
};

describe('the mean of prices', () => {
  it('is the same for two windows whose decimals average the same', () => {
    const cents = fc.array(fc.integer({ min: 100_000, max: 300_000 }), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(cents, fc.constantFrom(100, 10_000, 1e8), (units, scale) => {
        // The first of the thirty makes their mean that of the last ten.
        const sum = (from: number): number => units.slice(from).reduce((total, value) => total + value, 0);
        const first = 3 * sum(20) - sum(1);
        fc.pre(first > 0);
        const prices = [first, ...units.slice(1)].map((value) => value / scale);
        expect(lastOf(30, prices)).toBe(lastOf(10, prices.slice(20)));
      }),
      { numRuns: 200 },
    );
  });

  it('forgets a value that is no short decimal with the window it was in', () => {
    const prices = [0.1, 0.2, 0.7, 0.1, 0.2, 0.6];
    expect(lastOf(3, [Math.PI, ...prices])).toBe(lastOf(3, prices));
    expect(lastOf(3, [1, 2, Math.PI])).toBeCloseTo((3 + Math.PI) / 3, 15);
  });
});
