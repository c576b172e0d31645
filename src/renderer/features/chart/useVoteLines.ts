// The votes of past candles, asked for again when the newest of them changes.
import { useMemo } from 'react';
import type { PredictionRow } from '../../../shared/contract/records/prediction.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { Bar } from '../../charts/price/candleBars.ts';
import type { ChartLine } from '../../charts/price/types.ts';
import { voteLines } from '../../charts/price/voteLines.ts';
import { useRequest } from '../../lib/bridge.ts';
import { keys, useConsensus } from '../../lib/live/stores.ts';
import type { Series } from './useCandleHistory.ts';

const LIMIT = 1000;

export function useVoteLines({ connection, symbol, timeframe }: Series, bars: readonly Bar[]): readonly ChartLine[] {
  const consensus = useConsensus((state) => state.byKey.get(keys.consensus({ connection, symbol })));
  const votedAt = consensus?.at;
  // As in the strip below the chart.
  const order = (consensus?.votes ?? []).map(({ model }) => model).join(' ');
  const answer = useRequest(
    'predictions.list',
    { connection, symbol, limit: LIMIT },
    { isSticky: true, version: votedAt ?? 0 },
  );
  const count = bars.length;
  const first = bars[0]?.time;
  return useMemo(
    () =>
      voteLines(
        inOrder(answer.data?.items ?? [], order.split(' ')),
        bars.map(({ time }) => time),
        timeframeMs(timeframe),
      ),
    // The prices of a forming candle change nothing here.
    [answer.data, order, count, first, timeframe],
  );
}

const inOrder = (items: readonly PredictionRow[], models: readonly string[]): readonly PredictionRow[] =>
  [...items].sort((a, b) => models.indexOf(a.model) - models.indexOf(b.model));
