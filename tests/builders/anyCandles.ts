// Arbitrary candles for properties: valid ones of every kind, also those no market has.
import fc from 'fast-check';
import type { Bar } from '../../src/main/engine/indications/indicator.ts';

/** From nearly nothing to a fortune, with flat stretches and jumps over sixteen orders of magnitude. */
const price = fc.oneof(
  fc.double({ min: 1e-8, max: 1e8, noNaN: true }),
  fc.constantFrom(1e-8, 0.1, 100, 100.01, 1e8),
  fc.integer({ min: 9_900, max: 10_100 }).map((cents) => cents / 100),
);

/** One candle and how often it comes in a row; open time 0. */
export const anyStretch = (
  volume: fc.Arbitrary<number>,
  longest: number,
): fc.Arbitrary<{ readonly bar: Bar; readonly repeat: number }> =>
  fc
    .record({
      prices: fc.tuple(price, price, price, price),
      isFlat: fc.boolean(),
      volume,
      repeat: fc.integer({ min: 1, max: longest }),
    })
    .map(({ prices, isFlat, volume: amount, repeat }) => {
      const sorted = isFlat ? prices.map(() => prices[0]) : prices.toSorted((a, b) => a - b);
      const [low = 0, open = 0, close = 0, high = 0] = sorted;
      return { bar: { openTime: 0, open, high, low, close, volume: amount }, repeat };
    });

/** The bars of stretches, one after another. */
export const barsOf = (stretches: readonly { readonly bar: Bar; readonly repeat: number }[]): readonly Bar[] =>
  stretches.flatMap(({ bar, repeat }) => Array.from({ length: repeat }, () => bar));
