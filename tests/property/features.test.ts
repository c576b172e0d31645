// Rules that feature vectors keep for every valid stream of candles.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CORE_1 } from '../../src/main/engine/features/core1/core1.ts';
import { FeatureWindow } from '../../src/main/engine/features/featureWindow.ts';
import { anyStretch, barsOf } from '../builders/anyCandles.ts';
import { barWalk } from '../builders/barWalk.ts';
import { candlesOf, named, vectorsOf } from '../builders/featureRun.ts';

const WARM_UP = CORE_1.lookback;
const RUNS = { numRuns: 25 };
const seed = fc.integer({ min: 1, max: 2 ** 30 });
const timeframe = fc.constantFrom('15m' as const, '1h' as const, '4h' as const);

const volume = fc.oneof(fc.constant(0), fc.constant(1e300), fc.double({ min: 1e-8, max: 1e12, noNaN: true }));
const wildCandles = fc
  .array(anyStretch(volume, 120), { minLength: 4, maxLength: 12 })
  .map((parts) => candlesOf(barsOf([...parts, ...parts, ...parts]).slice(0, WARM_UP + 60)));

describe('feature vectors', () => {
  it('are there from the first full look-back on, and finite whatever the candles', () => {
    fc.assert(
      fc.property(wildCandles, (candles) => {
        vectorsOf(candles).forEach((vector, i) => {
          expect(vector !== undefined).toBe(i + 1 >= WARM_UP);
          const bad = Object.entries(named(CORE_1, vector ?? [])).filter(([, value]) => !Number.isFinite(value));
          if (vector !== undefined) expect(bad).toEqual([]);
        });
      }),
      RUNS,
    );
  });

  it('never change when a later candle does', () => {
    fc.assert(
      fc.property(
        fc.tuple(seed, seed),
        timeframe,
        fc.integer({ min: WARM_UP, max: WARM_UP + 99 }),
        (seeds, frame, cut) => {
          const [one, other] = seeds;
          const candles = candlesOf(barWalk(WARM_UP + 100, one), frame);
          const edited = candles.map((candle, i) =>
            i < cut ? candle : { ...candle, ...candlesOf(barWalk(i + 1, other), frame)[i] },
          );
          expect(vectorsOf(edited).slice(0, cut)).toEqual(vectorsOf(candles).slice(0, cut));
        },
      ),
      RUNS,
    );
  });

  it('are the same for any stretch of the look-back, wherever the history began', () => {
    fc.assert(
      fc.property(seed, timeframe, fc.integer({ min: 1, max: 700 }), (number, frame, skipped) => {
        const candles = candlesOf(barWalk(WARM_UP + 700, number), frame);
        const whole = vectorsOf(candles).at(-1) ?? [];
        const late = vectorsOf(candles.slice(skipped)).at(-1) ?? [];
        whole.forEach((value, place) => {
          expect(late[place], CORE_1.features[place]?.name).toBeCloseTo(value, 5);
        });
      }),
      RUNS,
    );
  });

  it('go on from a saved state with the same bits', () => {
    fc.assert(
      fc.property(seed, timeframe, fc.integer({ min: 0, max: WARM_UP + 399 }), (number, frame, cut) => {
        const candles = candlesOf(barWalk(WARM_UP + 400, number), frame);
        const [first, second] = [new FeatureWindow(CORE_1, frame), new FeatureWindow(CORE_1, frame)];
        vectorsOf(candles.slice(0, cut), first);
        second.load(JSON.parse(JSON.stringify(first.save())) as readonly number[]);
        expect(second.isReady).toBe(first.isReady);
        expect(second.values).toEqual(first.values);
        expect(second.save()).toEqual(first.save());
        expect(vectorsOf(candles.slice(cut), second)).toEqual(vectorsOf(candles.slice(cut), first));
      }),
      RUNS,
    );
  });

  it('do not know the price: a 128th of it gives the same', () => {
    fc.assert(
      fc.property(seed, (number) => {
        const bars = barWalk(WARM_UP + 3, number);
        const cheap = bars.map((bar) => ({
          ...bar,
          ...{ open: bar.open / 128, high: bar.high / 128, low: bar.low / 128, close: bar.close / 128 },
        }));
        const [dear, low] = [vectorsOf(candlesOf(bars)).at(-1) ?? [], vectorsOf(candlesOf(cheap)).at(-1) ?? []];
        dear.forEach((value, place) => {
          expect(low[place], CORE_1.features[place]?.name).toBeCloseTo(value, 5);
        });
      }),
      RUNS,
    );
  });
});
