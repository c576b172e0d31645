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
    ...votesAt(
      predictions.filter((prediction) => prediction.model === model),
      times,
      candleMs,
    ),
  }));
}

/**
 * The votes with newer ones of the same models: the newest `limit` of each and some more, so that a line does not begin elsewhere with
 * every vote. Undefined: the newer ones do not reach back to those that are known.
 */
export function withNewVotes(
  known: readonly PredictionRow[],
  newer: readonly PredictionRow[],
  limit: number,
): readonly PredictionRow[] | undefined {
  if (newer.length === 0) return known;
  const last = known.at(-1)?.candleCloseTime ?? -Infinity;
  if (known.length > 0 && newer.every(({ candleCloseTime }) => candleCloseTime > last))
    return newer.length < limit ? undefined : newer;
  const from = newer[0]?.candleCloseTime ?? Infinity;
  const all = [...known.filter(({ candleCloseTime }) => candleCloseTime < from), ...newer];
  const models = new Set(all.map(({ model }) => model)).size;
  return all.length > 1.5 * limit * models ? all.slice(-limit * models) : all;
}

/** Only candles with a vote: a row has no line that would have to be broken. */
function votesAt(
  own: readonly PredictionRow[],
  times: readonly number[],
  candleMs: number,
): { readonly times: readonly number[]; readonly values: readonly number[] } {
  const ascending = [...own].sort((a, b) => a.candleCloseTime - b.candleCloseTime);
  let next = 0;
  const voted: { times: number[]; values: number[] } = { times: [], values: [] };
  for (const openTime of times) {
    const closeTime = openTime + candleMs;
    while ((ascending[next]?.candleCloseTime ?? Infinity) <= closeTime) next += 1;
    const vote = ascending[next - 1];
    if (vote?.direction === undefined || closeTime - vote.candleCloseTime > timeframeMs(vote.timeframe)) continue;
    voted.times.push(openTime);
    voted.values.push(VALUES[vote.direction]);
  }
  return voted;
}
