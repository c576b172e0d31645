// The indicators on a chart: which there are, which are shown, and their values over the candles that are loaded.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import type { WireError } from '../../../shared/contract/result.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { Bar } from '../../charts/price/candleBars.ts';
import type { ChartLine } from '../../charts/price/types.ts';
import { request, useRequest } from '../../lib/bridge.ts';
import { prefer, usePreferences } from '../../lib/preferences.ts';
import { lineLabel } from '../../lib/indicatorSpec.ts';
import { IndicatorLines, type LinesAnswer, type LinesState } from './indicatorLines.ts';
import type { CandleHistory, Series } from './useCandleHistory.ts';

export type Catalogue = ResultOf<'indications.catalogue'>['items'];

export interface ChartIndicators {
  readonly catalogue: Catalogue;
  /** As asked for: `sma:20`. */
  readonly shown: readonly string[];
  readonly lines: readonly ChartLine[];
  readonly toggle: (spec: string) => void;
  readonly failure: WireError | undefined;
}

const DEFAULT_SPECS: readonly string[] = ['sma:20', 'sma:50', 'rsi:14'];
const NO_LINES: readonly ChartLine[] = [];
const NOTHING_YET: LinesState = { values: undefined, failure: undefined };

export function useChartLines(series: Series, history: CandleHistory): ChartIndicators {
  const catalogue = useRequest('indications.catalogue', {});
  const kept = usePreferences((state) => state.chart);
  const shown = kept.specs ?? DEFAULT_SPECS;
  const { values, failure } = useLineValues(series, history, shown);
  const lines = useMemo(
    () => (values === undefined || shown.length === 0 ? NO_LINES : toLines(values)),
    [values, shown.length],
  );
  return {
    catalogue: catalogue.data?.items ?? [],
    shown,
    lines: useNotBefore(lines, history.bars[0]?.time),
    failure,
    toggle: (spec) =>
      prefer({
        chart: { ...kept, specs: shown.includes(spec) ? shown.filter((each) => each !== spec) : [...shown, spec] },
      }),
  };
}

function useLineValues({ connection, symbol, timeframe }: Series, history: CandleHistory, specs: readonly string[]) {
  const [state, setState] = useState(NOTHING_YET);
  const [asker, setAsker] = useState<IndicatorLines>();
  useEffect(() => {
    const made = new IndicatorLines({
      candleMs: timeframeMs(timeframe),
      ask: (question) => request('indications.list', { connection, symbol, timeframe, ...question }),
      after: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      onChange: setState,
    });
    setAsker(made);
    return () => made.close();
  }, [connection, symbol, timeframe]);

  const { from, bars } = history;
  const last = lastClosed(bars);
  useEffect(() => {
    if (from !== undefined && last !== undefined && specs.length > 0) asker?.want({ from, last, specs });
  }, [asker, from, last, specs]);
  return state;
}

/** Lines that reach further back than the candles wait for these, which are on their way too. */
function useNotBefore(lines: readonly ChartLine[], first: number | undefined): readonly ChartLine[] {
  const shown = useRef(NO_LINES);
  const start = lines[0]?.times[0];
  if (start === undefined || first === undefined || start >= first) shown.current = lines;
  return shown.current;
}

const toLines = ({ openTime, columns }: LinesAnswer): readonly ChartLine[] =>
  columns.map((column) => ({
    id: column.id,
    group: column.spec,
    label: lineLabel(column.spec, column.line),
    place: column.place,
    kind: column.line === 'histogram' ? 'histogram' : 'line',
    times: openTime,
    values: column.values,
  }));

/** Open time of the newest candle that is no longer forming. */
const lastClosed = (bars: readonly Bar[]): number | undefined =>
  (bars.at(-1)?.volume === null ? bars.at(-2) : bars.at(-1))?.time;
