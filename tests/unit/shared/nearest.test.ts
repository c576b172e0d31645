import { expect, it } from 'vitest';
import { didYouMean, nearest } from '../../../src/shared/nearest.ts';

const KNOWN = ['stopLossPct', 'takeProfitPct', 'period', 'sma', 'ema'];

it.each([
  ['stopLosPct', 'stopLossPct'],
  ['STOPLOSSPCT', 'stopLossPct'],
  ['peroid', 'period'],
  ['sam', 'sma'],
  ['sma', 'sma'],
  ['zzzzzz', undefined],
  ['', undefined],
])('nearest to "%s" is %s', (word, expected) => {
  expect(nearest(word, KNOWN)).toBe(expected);
});

it('ends a sentence only when it has something to say', () => {
  expect(didYouMean('emma', KNOWN)).toBe('; did you mean "ema"?');
  expect(didYouMean('qqqqqq', KNOWN)).toBe('');
});
