// One chart of one series: the canvas, what is drawn on it, and the panel beside it.
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { MarketRow } from '../../../shared/contract/records/engine.ts';
import { type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { PriceChartView } from '../../charts/PriceChartView.tsx';
import { type Bar, barAt, holeTimes } from '../../charts/price/candleBars.ts';
import type { PriceChart } from '../../charts/price/priceChart.ts';
import type { ChartLevel, Hover } from '../../charts/price/types.ts';
import { shortTimeText } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty, Note, Waiting } from '../../ui/States.tsx';
import { CandlePanel } from './CandlePanel.tsx';
import { type ChartRange, rangeStart } from './chartRanges.ts';
import { IndicatorMenu } from './IndicatorMenu.tsx';
import { Legend } from './Legend.tsx';
import { RangeButtons } from './RangeButtons.tsx';
import { MoveLevelDialog, type MovedLevel } from './MoveLevelDialog.tsx';
import { saveScreenshot } from './saveScreenshot.ts';
import { type CandleHistory, type Series, useCandleHistory } from './useCandleHistory.ts';
import { useChartLines } from './useChartLines.ts';
import { useChartMarks } from './useChartMarks.ts';
import { useVoteLines } from './useVoteLines.ts';
import { useChartLevels } from './useChartLevels.ts';
import { VotesStrip } from './VotesStrip.tsx';

/** To a span of time; the same one again is another jump. */
export interface Jump {
  readonly range: ChartRange;
}

export interface ChartBoardProps extends Jumps {
  readonly connection: string;
  readonly market: MarketRow;
  readonly timeframe: Timeframe;
}

interface Jumps {
  readonly jump: Jump | undefined;
  readonly onJump: (range: ChartRange) => void;
}

/** Loads the candles first; everything else needs them. */
export function ChartBoard({ connection, market, timeframe, ...jumps }: ChartBoardProps): ReactNode {
  const { symbol } = market;
  const series = useMemo(() => ({ connection, symbol, timeframe }), [connection, symbol, timeframe]);
  const history = useCandleHistory(series);
  if (history.bars.length > 0) return <Board {...{ series, market, history }} {...jumps} />;
  if (history.isLoading || history.failure !== undefined) return <Waiting what="the candles" answer={history} />;
  return <Empty title={`No ${timeframe} candle of ${symbol} yet`} />;
}

interface BoardProps extends Jumps {
  readonly series: Series;
  readonly market: MarketRow;
  readonly history: CandleHistory;
}

function Board({ series, market, history, jump, onJump }: BoardProps): ReactNode {
  const { symbol, timeframe } = series;
  const candleMs = timeframeMs(timeframe);
  const indicators = useChartLines(series, history);
  const { bars, gaps } = indicators;
  const votes = useVoteLines(series, bars);
  const lines = useMemo(() => [...indicators.lines, ...votes], [indicators.lines, votes]);
  const markers = useChartMarks(series, bars);
  const levels = useChartLevels(series);
  const holes = useMemo(() => holeTimes(gaps, candleMs), [gaps, candleMs]);
  const chart = useRef<PriceChart | undefined>(undefined);
  useJump(chart, { history, bars }, jump);
  const [hover, setHover] = useState<Hover>();
  const [picked, setPicked] = useState<number>();
  const [moved, setMoved] = useState<MovedLevel>();
  const [isMeasuring, setMeasuring] = useState(false);
  const onDragLevel = useCallback((level: ChartLevel, price: number) => setMoved({ level, price }), []);
  const shownTime = hover?.time ?? picked ?? bars.at(-1)?.time ?? 0;
  return (
    <div className="chartBoard">
      <div className="chartMain">
        <div className="chartTools">
          <IndicatorMenu indicators={indicators} />
          <Button isSmall icon="ruler" isOn={isMeasuring} onClick={() => setMeasuring(!isMeasuring)}>
            Measure
          </Button>
          <Button isSmall icon="camera" onClick={() => saveScreenshot(chart.current, `${symbol} ${timeframe}`)}>
            Screenshot
          </Button>
          <RangeButtons onRange={onJump} />
          <Button isSmall tone="quiet" onClick={() => chart.current?.showNewest(140)}>
            Newest
          </Button>
        </div>
        <HistoryNotes history={history} />
        <Legend lines={indicators.lines} hover={hover} bar={barAt(bars, shownTime)} />
        <PriceChartView
          label={`${symbol}, ${timeframe} candles`}
          chartRef={chart}
          {...{ bars, lines, holes, markers, levels, candleMs, isMeasuring, onDragLevel }}
          onHover={setHover}
          onPick={setPicked}
          onNeedHistory={history.loadOlder}
        />
        <VotesStrip connection={series.connection} symbol={symbol} />
      </div>
      <CandlePanel series={series} time={picked} onNewest={() => setPicked(undefined)} />
      <MoveLevelDialog
        moved={moved}
        symbol={symbol}
        tickSize={market.instrument?.tickSize}
        onClose={() => setMoved(undefined)}
      />
    </div>
  );
}

/** Shows the span, as far as it is there and again when it is loaded; then the chart is the trader's. */
function useJump(
  chart: RefObject<PriceChart | undefined>,
  { history, bars }: { readonly history: CandleHistory; readonly bars: readonly Bar[] },
  jump: Jump | undefined,
): void {
  const { loadFrom } = history;
  const [loaded, setLoaded] = useState<Jump>();
  const newest = useRef(0);
  newest.current = bars.at(-1)?.time ?? 0;
  const isDrawn = bars[0] === history.bars[0];
  useEffect(() => {
    if (jump === undefined) return;
    const start = rangeStart(jump.range, newest.current);
    void loadFrom(start).then(() => setLoaded(jump));
    chart.current?.showFrom(start);
  }, [chart, jump, loadFrom]);
  useEffect(() => {
    if (loaded === undefined || !isDrawn) return;
    chart.current?.showFrom(rangeStart(loaded.range, newest.current));
    setLoaded(undefined);
  }, [chart, loaded, isDrawn]);
}

function HistoryNotes({ history }: { readonly history: CandleHistory }): ReactNode {
  const last = history.gaps.at(-1);
  return (
    <>
      {history.failure === undefined ? null : <Note>Older candles could not be loaded: {history.failure.message}</Note>}
      {last === undefined ? null : (
        <p className="faint gapNote">
          {String(history.gaps.length)} span{history.gaps.length === 1 ? '' : 's'} without candles, marked on the chart;
          the last from {shortTimeText(last.from)} to {shortTimeText(last.to)}.
        </p>
      )}
    </>
  );
}
