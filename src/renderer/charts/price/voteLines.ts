// What models said of past candles as rows under the chart. Pure.
import type { PredictionRow } from '../../../shared/contract/records/prediction.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { ChartLine } from './types.ts';

const VALUES = { SELL: -1, HOLD: 0, BUY: 1 } as const;

/** One row per model, the first on top. A vote holds from the close of its candle to the close of the next. */
export function voteLines(
  predictions: readonly PredictionRow[],
  times: readonly number[],
  candleMs: number,
): readonly ChartLine[] {
  const models = [...new Set(predictions.map(({ model }) => model))];
  return models.map((model, index) => ({
    id: `vote ${model}`,
    group: 'votes',
    label: model,
    place: 'pane',
    kind: 'votes',
    row: models.length - 1 - index,
    times,
    values: votesAt(
      predictions.filter((prediction) => prediction.model === model),
      times,
      candleMs,
    ),
  }));
}

function votesAt(
  own: readonly PredictionRow[],
  times: readonly number[],
  candleMs: number,
): readonly (number | null)[] {
  const ascending = [...own].sort((a, b) => a.candleCloseTime - b.candleCloseTime);
  let next = 0;
  return times.map((openTime) => {
    const closeTime = openTime + candleMs;
    while ((ascending[next]?.candleCloseTime ?? Infinity) <= closeTime) next += 1;
    const vote = ascending[next - 1];
    if (vote?.direction === undefined) return null;
    const isFresh = closeTime - vote.candleCloseTime <= timeframeMs(vote.timeframe);
    return isFresh ? VALUES[vote.direction] : null;
  });
}
