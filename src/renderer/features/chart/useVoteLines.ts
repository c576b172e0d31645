// The votes of past candles; the newest are asked for when the models have voted again.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { PredictionRow } from '../../../shared/contract/records/prediction.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { Bar } from '../../charts/price/candleBars.ts';
import type { ChartLine } from '../../charts/price/types.ts';
import { voteLines, withNewVotes } from '../../charts/price/voteLines.ts';
import { request } from '../../lib/bridge.ts';
import { keys, useConsensus } from '../../lib/live/stores.ts';
import { usePaced } from '../../lib/usePaced.ts';
import type { Series } from './useCandleHistory.ts';

/** Of each model: at first, and those that may have come since. */
const [LIMIT, NEWEST] = [1000, 20];
const PACE_MS = 1000;
const NO_VOTES: readonly PredictionRow[] = [];

export function useVoteLines({ connection, symbol, timeframe }: Series, bars: readonly Bar[]): readonly ChartLine[] {
  const consensus = useConsensus((state) => state.byKey.get(keys.consensus({ connection, symbol })));
  const votes = useVotes(connection, symbol, usePaced(consensus?.at, PACE_MS));
  // As in the strip below the chart.
  const order = (consensus?.votes ?? []).map(({ model }) => model).join(' ');
  const count = bars.length;
  const first = bars[0]?.time;
  return useMemo(
    () =>
      voteLines(
        inOrder(votes, order.split(' ')),
        bars.map(({ time }) => time),
        timeframeMs(timeframe),
      ),
    // The prices of a forming candle change nothing here.
    [votes, order, count, first, timeframe],
  );
}

function useVotes(connection: string, symbol: string, votedAt: number | undefined): readonly PredictionRow[] {
  const [votes, setVotes] = useState(NO_VOTES);
  const known = useRef(NO_VOTES);
  useEffect(() => {
    let isOvertaken = false;
    const ask = async (limit: number): Promise<void> => {
      const answer = await request('predictions.list', { connection, symbol, limit });
      // What cannot be had now is asked for with the next votes.
      if (isOvertaken || !answer.ok) return;
      const next = withNewVotes(known.current, answer.value.items, LIMIT);
      if (next === undefined) return ask(LIMIT);
      known.current = next;
      setVotes(next);
    };
    void ask(known.current.length === 0 ? LIMIT : NEWEST);
    return () => {
      isOvertaken = true;
    };
  }, [connection, symbol, votedAt]);
  return votes;
}

const inOrder = (items: readonly PredictionRow[], models: readonly string[]): readonly PredictionRow[] =>
  [...items].sort((a, b) => models.indexOf(a.model) - models.indexOf(b.model));
