// The indicators on a chart: which there are, which are shown, and their values over the candles that are loaded.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import type { WireError } from '../../../shared/contract/result.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { Bar, Gap } from '../../charts/price/candleBars.ts';
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
  /** What is drawn: candles, spans without any, and lines over the same candles. */
  readonly bars: readonly Bar[];
  readonly gaps: readonly Gap[];
  readonly lines: readonly ChartLine[];
  readonly toggle: (spec: string) => void;
  readonly failure: WireError | undefined;
}

const DEFAULT_SPECS: readonly string[] = ['sma:20', 'sma:50', 'rsi:14'];
const NO_LINES: readonly ChartLine[] = [];
const NOTHING_YET: LinesState = { values: undefined, failure: undefined, isChanging: false };

export function useChartLines(series: Series, history: CandleHistory): ChartIndicators {
  const catalogue = useRequest('indications.catalogue', {});
  const kept = usePreferences((state) => state.chart);
  const shown = kept.specs ?? DEFAULT_SPECS;
  const { values, failure, isChanging } = useLineValues(series, history, shown);
  const lines = useMemo(
    () => (values === undefined || shown.length === 0 ? NO_LINES : toLines(values)),
    [values, shown.length],
  );
  return {
    catalogue: catalogue.data?.items ?? [],
    shown,
    ...useInStep({ history, lines }, { isChanging, hasFailed: failure !== undefined }),
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

interface Progress {
  readonly isChanging: boolean;
  readonly hasFailed: boolean;
}

interface Step {
  readonly history: Pick<CandleHistory, 'bars' | 'gaps'>;
  readonly lines: readonly ChartLine[];
}

/** Older candles and the lines over them are asked for together and shown together, whichever came first: the chart is drawn once. */
function useInStep(
  { history: { bars, gaps }, lines }: Step,
  { isChanging, hasFailed }: Progress,
): Pick<ChartIndicators, 'lines' | 'bars' | 'gaps'> {
  const shown = useRef<Pick<ChartIndicators, 'lines' | 'bars' | 'gaps'>>({ bars: [], gaps: [], lines });
  const [first, start] = [bars[0]?.time, lines[0]?.times[0]];
  const isAhead = first !== undefined && start !== undefined && start < first && !hasFailed;
  if (shown.current.bars.length === 0 || !(isChanging || isAhead)) shown.current = { bars, gaps, lines };
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
