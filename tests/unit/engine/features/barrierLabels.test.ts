import { describe, expect, it } from 'vitest';
import { BarrierLabeler, defaultBarriers } from '../../../../src/main/engine/features/barrierLabels.ts';
import type { Candle } from '../../../../src/shared/domain/candle.ts';
import type { Direction } from '../../../../src/shared/domain/prediction.ts';
import { aCandle, openTimeAt } from '../../../builders/aCandle.ts';
import { barWalk, flatBars } from '../../../builders/barWalk.ts';
import { candlesOf } from '../../../builders/featureRun.ts';

/** Two candles of half-life: labels begin with the third, when the volatility is ln 1.01 (equal moves up and down). */
const BARRIERS = { horizonCandles: 4, upMultiple: 1.5, downMultiple: 1, halfLifeCandles: 2 };

/** Closes 100, 101, 100, and then candles of the given lows and highs around 100: barriers at 98.01 and 102.985. */
function labelOfThird(after: readonly (readonly [low: number, high: number])[]): Direction | undefined {
  const still = (close: number, i: number, [low, high]: readonly [number, number] = [close, close]): Candle =>
    aCandle({ openTime: openTimeAt(i), open: close, high, low, close });
  const candles = [100, 101, 100].map((close, i) => still(close, i));
  const labeler = new BarrierLabeler(BARRIERS);
  const labels = [...candles, ...after.map(([low, high], i) => still(100, i + 3, [low, high]))].flatMap((candle) =>
    labeler.push(candle),
  );
  return labels.find(({ openTime }) => openTime === openTimeAt(2))?.direction;
}

describe('BarrierLabeler', () => {
  it.each<[string, readonly (readonly [number, number])[], Direction | undefined]>([
    [
      'the high reaches the upper barrier first',
      [
        [99, 102],
        [99, 103],
        [90, 100],
      ],
      'BUY',
    ],
    [
      'the low reaches the lower barrier first',
      [
        [99, 102],
        [98, 102],
        [100, 110],
      ],
      'SELL',
    ],
    ['one candle reaches both', [[97, 104]], 'SELL'],
    [
      'neither is reached in time',
      [
        [98.1, 102.9],
        [99, 101],
        [99, 101],
        [99, 101],
        [90, 110],
      ],
      'HOLD',
    ],
    [
      'the last candle of the horizon still counts',
      [
        [99, 101],
        [99, 101],
        [99, 101],
        [99, 103],
      ],
      'BUY',
    ],
    [
      'nothing is decided yet',
      [
        [99, 101],
        [99, 101],
        [99, 101],
      ],
      undefined,
    ],
  ])('%s', (_case, after, expected) => {
    expect(labelOfThird(after)).toBe(expected);
  });

  it('gives each candle one label, once the volatility has a half-life behind it', () => {
    const candles = candlesOf(barWalk(400));
    const labeler = new BarrierLabeler({ ...BARRIERS, halfLifeCandles: 96, horizonCandles: 12 });
    const labelled = candles.flatMap((candle) => labeler.push(candle)).map(({ openTime }) => openTime);
    expect(new Set(labelled).size).toBe(labelled.length);
    expect(labelled.toSorted((a, b) => a - b)).toEqual(
      expect.arrayContaining(candles.slice(96, 388).map((c) => c.openTime)),
    );
    expect(Math.min(...labelled)).toBe(candles[96]?.openTime);
  });

  it('tells the labels of one candle oldest first', () => {
    const labeler = new BarrierLabeler({ ...BARRIERS, halfLifeCandles: 96, horizonCandles: 12 });
    const several = candlesOf(barWalk(400)).map((candle) => labeler.push(candle).map(({ openTime }) => openTime));
    expect(several.some((times) => times.length > 1)).toBe(true);
    for (const times of several) expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('calls a market that never moves HOLD', () => {
    const labeler = new BarrierLabeler(BARRIERS);
    const labels = candlesOf(flatBars(12, 50)).flatMap((candle) => labeler.push(candle));
    expect(labels.map(({ direction }) => direction)).toEqual(Array(6).fill('HOLD'));
  });

  it('goes on from its saved state as if it had never stopped', () => {
    const candles = candlesOf(barWalk(300));
    const [whole, first, second] = [0, 1, 2].map(() => new BarrierLabeler(defaultBarriers('4h'))) as [
      BarrierLabeler,
      BarrierLabeler,
      BarrierLabeler,
    ];
    const expected = candles.map((candle) => whole.push(candle));
    const before = candles.slice(0, 177).map((candle) => first.push(candle));
    second.load(JSON.parse(JSON.stringify(first.save())) as readonly number[]);
    expect([...before, ...candles.slice(177).map((candle) => second.push(candle))]).toEqual(expected);
    expect(second.save()).toEqual(whole.save());
  });

  it('refuses a state that is none', () => {
    expect(() => {
      new BarrierLabeler(BARRIERS).load([1, 2]);
    }).toThrow(/expected the state of a labeler, found 2/);
  });
});
