// The indicators on a chart: which there are, which are shown, and their values over the candles that are loaded.
import { useMemo } from 'react';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import type { Bar } from '../../charts/price/candleBars.ts';
import type { ChartLine } from '../../charts/price/types.ts';
import { type Answer, useRequest } from '../../lib/bridge.ts';
import { prefer, usePreferences } from '../../lib/preferences.ts';
import { lineLabel } from '../../lib/indicatorSpec.ts';
import { type Series } from './useCandleHistory.ts';

export type Catalogue = ResultOf<'indications.catalogue'>['items'];

export interface ChartIndicators {
  readonly catalogue: Catalogue;
  /** As asked for: `sma:20`. */
  readonly shown: readonly string[];
  readonly lines: readonly ChartLine[];
  readonly toggle: (spec: string) => void;
  readonly answer: Answer<ResultOf<'indications.list'>>;
}

const DEFAULT_SPECS = ['sma:20', 'sma:50', 'rsi:14'];
/** Asked for once so many candles have closed since. */
const NO_LINES: readonly ChartLine[] = [];

export function useChartLines({ connection, symbol, timeframe }: Series, bars: readonly Bar[]): ChartIndicators {
  const catalogue = useRequest('indications.catalogue', {});
  const kept = usePreferences((state) => state.chart);
  const shown = kept.specs ?? DEFAULT_SPECS;
  const closed = useMemo(() => lastClosed(bars), [bars]);
  const first = bars[0]?.time;
  const answer = useRequest(
    'indications.list',
    { connection, symbol, timeframe, limit: Math.max(1, closed.count), specs: [...shown] },
    {
      isReady: closed.count > 0 && shown.length > 0,
      isSticky: true,
      version: `${String(closed.time)} ${String(first)}`,
    },
  );
  const lines = useMemo(
    () => (answer.data === undefined || shown.length === 0 ? NO_LINES : toLines(answer.data)),
    [answer.data, shown],
  );
  return {
    catalogue: catalogue.data?.items ?? [],
    shown,
    lines,
    answer,
    toggle: (spec) =>
      prefer({
        chart: { ...kept, specs: shown.includes(spec) ? shown.filter((each) => each !== spec) : [...shown, spec] },
      }),
  };
}

const toLines = ({ openTime, columns }: ResultOf<'indications.list'>): readonly ChartLine[] =>
  columns.map((column) => ({
    id: column.id,
    group: column.spec,
    label: lineLabel(column.spec, column.line),
    place: column.place,
    kind: column.line === 'histogram' ? 'histogram' : 'line',
    times: openTime,
    values: column.values,
  }));

function lastClosed(bars: readonly Bar[]): { readonly count: number; readonly time: number | undefined } {
  const count = bars.at(-1)?.volume === null ? bars.length - 1 : bars.length;
  return { count, time: bars[count - 1]?.time };
}
