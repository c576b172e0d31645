import { describe, expect, it } from 'vitest';
import {
  type Bar,
  barAt,
  changedTail,
  holeTimes,
  prependBars,
  toBars,
  MAX_BARS,
  withLiveBar,
} from '../../../../../src/renderer/charts/price/candleBars.ts';
import { packColumn } from '../../../../../src/main/ipc/packColumn.ts';
import { chartMarkers } from '../../../../../src/renderer/charts/price/chartMarkers.ts';
import { measure } from '../../../../../src/renderer/charts/price/measure.ts';
import { TRADES } from '../../../../fakes/window/fakeAccount.ts';

const bar = (time: number, close = 1): Bar => ({ time, open: 1, high: 2, low: 0.5, close, volume: 1 });
const times = (bars: readonly Bar[]): number[] => bars.map(({ time }) => time);
const FIVE = [10, 20, 30, 40, 50].map((time) => bar(time));

describe('the bars of a chart', () => {
  it('are rows of the columns', () => {
    const packed = (...values: number[]): string => packColumn(Float64Array.from(values));
    const [openTime, open, high, low] = [packed(10), packed(1), packed(2), packed(0.5)];
    expect(toBars({ openTime, open, high, low, close: packed(1.5), volume: packed(7) })).toEqual([
      { time: 10, open: 1, high: 2, low: 0.5, close: 1.5, volume: 7 },
    ]);
  });

  it('grow at the front without doubles', () => {
    expect(times(prependBars([bar(0), bar(10)], FIVE))).toEqual([0, 10, 20, 30, 40, 50]);
    expect(prependBars([bar(10)], FIVE)).toBe(FIVE);
  });

  it('take a live candle as the newest again or the next, never as history', () => {
    expect(withLiveBar(FIVE, bar(50, 9)).at(-1)?.close).toBe(9);
    expect(times(withLiveBar(FIVE, bar(60)))).toEqual([10, 20, 30, 40, 50, 60]);
    expect(withLiveBar(FIVE, bar(20, 9))).toBe(FIVE);
    const full = Array.from({ length: MAX_BARS + 2000 }, (_, index) => bar(index));
    const bounded = withLiveBar(full, bar(full.length));
    expect(bounded).toHaveLength(MAX_BARS);
    expect([bounded[0]?.time, bounded.at(-1)?.time]).toEqual([2001, full.length]);
  });

  it('are drawn anew only at the end where only the end changed', () => {
    expect(times(changedTail(FIVE, withLiveBar(FIVE, bar(50, 9))) ?? [])).toEqual([50]);
    const closedAndNext = withLiveBar(withLiveBar(FIVE, bar(50, 9)), bar(60));
    expect(times(changedTail(FIVE, closedAndNext) ?? [])).toEqual([50, 60]);
    expect(changedTail(FIVE, prependBars([bar(0)], FIVE))).toBeUndefined();
    expect(changedTail([], FIVE)).toBeUndefined();
  });

  it('are found by time', () => {
    expect([barAt(FIVE, 35)?.time, barAt(FIVE, 50)?.time, barAt(FIVE, 99)?.time, barAt(FIVE, 5)]).toEqual([
      30,
      50,
      50,
      undefined,
    ]);
  });

  it('have holes where candles are missing, none of them endless', () => {
    expect(holeTimes([{ from: 10, to: 40, isOutage: true }], 10)).toEqual([10, 20, 30]);
    expect(holeTimes([{ from: 0, to: 1e9, isOutage: true }], 10)).toHaveLength(120);
  });
});

describe('markers', () => {
  const trade = TRADES[0];
  if (trade === undefined) throw new Error('the fake has trades');
  const none = { fills: [], trades: [], orders: [], signals: [] };

  it('stand on the candles of entry and exit, in order of time', () => {
    const length = 3_600_000;
    const marks = chartMarkers({ ...none, trades: [trade] }, length, 0);
    expect(marks.map(({ kind }) => kind)).toEqual([trade.side === 'long' ? 'buy' : 'sell', 'exit']);
    expect(marks.every(({ time }) => time % length === 0)).toBe(true);
    expect(chartMarkers({ ...none, trades: [trade] }, length, trade.exitAt + length)).toEqual([]);
  });

  it('show a signal only where no order came of it', () => {
    const signal = { id: 's', strategy: 'x', action: 'entry' as const, side: 'long' as const, at: 100, reason: '' };
    const kinds = (outcome: 'ordered' | 'refused' | 'ignored') =>
      chartMarkers({ ...none, signals: [{ ...signal, outcome }] }, 10, 0).map(({ kind, time }) => [kind, time]);
    expect([kinds('ordered'), kinds('refused'), kinds('ignored')]).toEqual([[], [['refused', 90]], [['signal', 90]]]);
  });
});

describe('the ruler', () => {
  it('measures price, percent, candles and time, both ways', () => {
    const [a, b] = [
      { x: 0, y: 0, price: 100, time: 0 },
      { x: 1, y: 1, price: 110, time: 30 },
    ];
    expect(measure(a, b, 10)).toEqual({ change: 10, percent: 10, candles: 3, durationMs: 30 });
    expect(measure(b, a, 10)).toMatchObject({ change: -10, candles: 3, durationMs: -30 });
  });
});
