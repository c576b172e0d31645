import { describe, expect, it } from 'vitest';
import { createRng, normalQuantile } from '../../../../src/main/engine/kernel/rng.ts';

const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);

describe('createRng', () => {
  it('gives the same numbers for the same seed on every machine', () => {
    const rng = createRng('foredeck');
    expect(draws(3, () => rng.next())).toEqual([0.5748567874543369, 0.3222828127909452, 0.5531226804014295]);
  });

  it('gives other numbers for another seed, and none outside [0, 1)', () => {
    const rng = createRng(1);
    const values = draws(10_000, () => rng.next());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(values.slice(0, 3)).not.toEqual(draws(3, createRngNext(2)));
    expect(new Set(values).size).toBeGreaterThan(9_990);
  });

  it('forks by name, whatever was drawn before', () => {
    const early = createRng('seed').fork('slippage');
    const parent = createRng('seed');
    draws(5, () => parent.next());
    const late = parent.fork('slippage');
    const expected = draws(4, () => early.next());
    expect(draws(4, () => late.next())).toEqual(expected);
    expect(draws(4, createRngNext('seed'))).not.toEqual(expected);
    expect(parent.fork('latency').next()).not.toBe(expected[0]);
  });

  it('goes on from a saved state that went through JSON', () => {
    const rng = createRng('seed');
    draws(7, () => rng.gaussian());
    const state = JSON.parse(JSON.stringify(rng.save())) as ReturnType<typeof rng.save>;
    const other = createRng('seed');
    other.load(state);
    expect(draws(5, () => other.next())).toEqual(draws(5, () => rng.next()));
  });

  it('draws gaussians with the moments of the standard normal', () => {
    const rng = createRng('moments');
    const values = draws(200_000, () => rng.gaussian());
    const moment = (power: number): number => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    // Five standard errors of each estimate.
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / values.length));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / values.length));
  });
});

describe('normalQuantile', () => {
  it.each([
    [0.5, 0],
    [0.75, 0.6744897501960817],
    [0.975, 1.959963984540054],
    [0.001, -3.090232306167813],
    [1e-9, -5.997807015007688],
    [1e-13, -7.348796102800677],
  ])('of %d is %d', (p, expected) => {
    expect(normalQuantile(p)).toBeCloseTo(expected, 5);
  });
});

function createRngNext(seed: string | number): () => number {
  const rng = createRng(seed);
  return () => rng.next();
}
