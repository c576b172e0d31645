// What counts as class probabilities.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readProbabilities } from '../../src/main/inference/probabilities.ts';

const weight = fc.double({ min: 0, max: 1, noNaN: true });

it('takes every softmax as it is, wherever its row is', () => {
  fc.assert(
    fc.property(fc.tuple(weight, weight, weight), fc.nat(5), (weights, row) => {
      const total = weights.reduce((sum, each) => sum + each, 0);
      fc.pre(total > 1e-6);
      const values = new Float32Array(18).fill(NaN);
      values.set(
        weights.map((each) => each / total),
        row * 3,
      );
      const [sell, hold, buy] = values.subarray(row * 3, row * 3 + 3);
      expect(readProbabilities(values, row)).toEqual({ ok: true, value: { sell, hold, buy } });
    }),
  );
});

it('takes nothing that is not finite, outside 0..1, or adds up to something else', () => {
  const wrong = fc.oneof(
    fc.constantFrom(NaN, Infinity, -Infinity),
    fc.double({ min: 1.001, max: 1e6, noNaN: true }),
    fc.double({ min: -1e6, max: -0.001, noNaN: true }),
  );
  fc.assert(
    fc.property(wrong, fc.nat(2), (value, place) => {
      const values = [0.3, 0.3, 0.4];
      values[place] = value;
      expect(readProbabilities(Float32Array.from(values)).ok).toBe(false);
    }),
  );
  for (const sum of [0.9998, 1.0002]) {
    expect(readProbabilities(Float32Array.of(sum - 0.5, 0.25, 0.25)).ok).toBe(false);
  }
  expect(readProbabilities(Float32Array.of(0.3, 0.3)).ok).toBe(false);
  expect(readProbabilities(new Float32Array(0)).ok).toBe(false);
});
