import { describe, expect, it } from 'vitest';
import type { PredictionRow } from '../../../../../src/shared/contract/records/prediction.ts';
import { voteLines } from '../../../../../src/renderer/charts/price/voteLines.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

const vote = (over: Partial<PredictionRow>): PredictionRow => ({
  connection: 'simulator',
  symbol: 'BTC/USDT',
  model: 'quick',
  timeframe: '15m',
  candleCloseTime: QUARTER,
  direction: 'BUY',
  ...over,
});
const times = [0, 1, 2, 3, 4, 5].map((index) => index * QUARTER);
const valuesOf = (...predictions: PredictionRow[]) =>
  voteLines(predictions, times, QUARTER).map((line) =>
    times.map((time) => line.values[line.times.indexOf(time)] ?? null),
  );

describe('votes under the candles', () => {
  it('stand on the candle at whose close they were given, and hold until the next close', () => {
    expect(valuesOf(vote({}), vote({ candleCloseTime: 4 * QUARTER, direction: 'SELL' }))).toEqual([
      [1, 1, null, -1, -1, null],
    ]);
  });

  it('of a longer timeframe hold over all of its candles', () => {
    expect(valuesOf(vote({ timeframe: '1h', candleCloseTime: 2 * QUARTER, direction: 'HOLD' }))).toEqual([
      [null, 0, 0, 0, 0, 0],
    ]);
  });

  it('never stand before they were given', () => {
    const [values] = valuesOf(vote({ candleCloseTime: 3 * QUARTER }));
    expect(values?.slice(0, 2)).toEqual([null, null]);
  });

  it('leave a hole where the model failed', () => {
    const { direction: _, ...failed } = vote({ candleCloseTime: 2 * QUARTER });
    expect(valuesOf(vote({}), failed)[0]?.slice(0, 3)).toEqual([1, null, null]);
  });

  it('have a row for each model, the first on top', () => {
    const lines = voteLines([vote({}), vote({ model: 'slow' })], times, QUARTER);
    expect(lines.map(({ label, row, group }) => [label, row, group])).toEqual([
      ['quick', 1, 'votes'],
      ['slow', 0, 'votes'],
    ]);
  });
});
