// One chart of one series: the canvas, what is drawn on it, and the panel beside it.
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import type { MarketRow } from '../../../shared/contract/records/engine.ts';
import { type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { PriceChartView } from '../../charts/PriceChartView.tsx';
import { barAt, holeTimes } from '../../charts/price/candleBars.ts';
import type { PriceChart } from '../../charts/price/priceChart.ts';
import type { ChartLevel, Hover } from '../../charts/price/types.ts';
import { shortTimeText } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty, ErrorState, Loading, Note } from '../../ui/States.tsx';
import { CandlePanel } from './CandlePanel.tsx';
import { IndicatorMenu } from './IndicatorMenu.tsx';
import { Legend } from './Legend.tsx';
import { MoveLevelDialog, type MovedLevel } from './MoveLevelDialog.tsx';
import { saveScreenshot } from './saveScreenshot.ts';
import { useCandleHistory } from './useCandleHistory.ts';
import { useChartLines } from './useChartLines.ts';
import { useChartMarks } from './useChartMarks.ts';
import { useChartLevels } from './useChartLevels.ts';
import { VotesStrip } from './VotesStrip.tsx';

export interface ChartBoardProps {
  readonly connection: string;
  readonly market: MarketRow;
  readonly timeframe: Timeframe;
}

export function ChartBoard({ connection, market, timeframe }: ChartBoardProps): ReactNode {
  const { symbol } = market;
  const series = useMemo(() => ({ connection, symbol, timeframe }), [connection, symbol, timeframe]);
  const history = useCandleHistory(series);
  const indicators = useChartLines(series, history.bars);
  const markers = useChartMarks(series, history.bars);
  const levels = useChartLevels(series);
  const holes = useMemo(() => holeTimes(history.gaps, timeframeMs(timeframe)), [history.gaps, timeframe]);
  const chart = useRef<PriceChart | undefined>(undefined);
  const [hover, setHover] = useState<Hover>();
  const [picked, setPicked] = useState<number>();
  const [moved, setMoved] = useState<MovedLevel>();
  const [isMeasuring, setMeasuring] = useState(false);
  const onDragLevel = useCallback((level: ChartLevel, price: number) => setMoved({ level, price }), []);

  if (history.bars.length === 0) {
    if (history.failure !== undefined) {
      return <ErrorState what="The candles" failure={history.failure} onRetry={history.reload} />;
    }
    return history.isLoading ? <Loading what="candles" /> : <Empty title={`No ${timeframe} candle of ${symbol} yet`} />;
  }
  const shownTime = hover?.time ?? picked ?? history.bars.at(-1)?.time ?? 0;
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
          <Button isSmall tone="quiet" onClick={() => chart.current?.showNewest(140)}>
            Newest
          </Button>
        </div>
        {history.failure === undefined ? null : (
          <Note>Older candles could not be loaded: {history.failure.message}</Note>
        )}
        {history.gaps.length === 0 ? null : (
          <p className="faint gapNote">
            {String(history.gaps.length)} span{history.gaps.length === 1 ? '' : 's'} without candles, marked on the
            chart; the last from {shortTimeText(history.gaps.at(-1)?.from)} to {shortTimeText(history.gaps.at(-1)?.to)}.
          </p>
        )}
        <Legend lines={indicators.lines} hover={hover} bar={barAt(history.bars, shownTime)} />
        <PriceChartView
          label={`${symbol}, ${timeframe} candles`}
          chartRef={chart}
          bars={history.bars}
          holes={holes}
          lines={indicators.lines}
          markers={markers}
          levels={levels}
          candleMs={timeframeMs(timeframe)}
          isMeasuring={isMeasuring}
          onHover={setHover}
          onPick={setPicked}
          onNeedHistory={history.loadOlder}
          onDragLevel={onDragLevel}
        />
        <VotesStrip connection={connection} symbol={symbol} />
      </div>
      <CandlePanel
        series={series}
        time={picked}
        isNewest={picked === undefined}
        onNewest={() => setPicked(undefined)}
      />
      <MoveLevelDialog
        moved={moved}
        symbol={symbol}
        tickSize={market.instrument?.tickSize}
        onClose={() => setMoved(undefined)}
      />
    </div>
  );
}
