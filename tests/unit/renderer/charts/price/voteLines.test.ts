import { describe, expect, it } from 'vitest';
import type { PredictionRow } from '../../../../../src/shared/contract/records/prediction.ts';
import { voteLines, withNewVotes } from '../../../../../src/renderer/charts/price/voteLines.ts';

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
const at = (...closes: readonly number[]) => closes.map((close) => vote({ candleCloseTime: close }));
const closesOf = (votes: readonly PredictionRow[] | undefined) => votes?.map(({ candleCloseTime }) => candleCloseTime);

describe('votes with newer ones', () => {
  it('take their place where they are the same, and come after', () => {
    expect(closesOf(withNewVotes(at(1, 2, 3), at(2, 3, 4), 100))).toEqual([1, 2, 3, 4]);
    expect(closesOf(withNewVotes([], at(1, 2), 100))).toEqual([1, 2]);
    expect(closesOf(withNewVotes(at(1), [], 100))).toEqual([1]);
  });

  it('do not leave a hole: all are asked for where the newer ones do not reach back', () => {
    expect(withNewVotes(at(1, 2), at(5, 6), 100)).toBeUndefined();
    expect(closesOf(withNewVotes(at(1, 2), at(5, 6), 2))).toEqual([5, 6]);
  });

  it('are bounded, in pieces', () => {
    expect(withNewVotes(at(1, 2, 3, 4), at(4, 5, 6), 4)).toHaveLength(6);
    expect(closesOf(withNewVotes(at(1, 2, 3, 4, 5, 6), at(6, 7), 4))).toEqual([4, 5, 6, 7]);
  });
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
