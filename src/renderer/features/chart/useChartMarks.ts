// Entries, exits and signals as markers on the candles in which they happened.
import { useMemo } from 'react';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { Bar } from '../../charts/price/candleBars.ts';
import { chartMarkers } from '../../charts/price/chartMarkers.ts';
import type { ChartMarker } from '../../charts/price/types.ts';
import { useRequest } from '../../lib/bridge.ts';
import { useFills, useSignals } from '../../lib/live/stores.ts';
import { usePaced } from '../../lib/usePaced.ts';
import type { Series } from './useCandleHistory.ts';

const PACE_MS = 1000;
/** Later than any candle. */
const FAR = 8.64e15;
const NO_MARKS: ResultOf<'markers'> = { fills: [], trades: [], orders: [], signals: [] };

export function useChartMarks({ connection, symbol, timeframe }: Series, bars: readonly Bar[]): readonly ChartMarker[] {
  const from = bars[0]?.time ?? 0;
  const newestFill = useFills((state) => state.list[0]?.fillId);
  const newestSignal = useSignals((state) => state.list[0]?.signal.id);
  const version = usePaced(`${newestFill ?? ''} ${newestSignal ?? ''}`, PACE_MS);
  const answer = useRequest(
    'markers',
    { connection, symbol, from, to: FAR },
    { isReady: bars.length > 0, isSticky: true, version },
  );
  const marks = answer.data ?? NO_MARKS;
  return useMemo(() => chartMarkers(marks, timeframeMs(timeframe), from), [marks, timeframe, from]);
}
