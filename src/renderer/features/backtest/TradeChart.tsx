// A trade of a run on the candles that the run has seen.
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { RunDetail } from '../../../shared/contract/records/backtest.ts';
import type { TradeRow } from '../../../shared/contract/records/portfolio.ts';
import { timeframeMs } from '../../../shared/time.ts';
import { holeTimes, toBars } from '../../charts/price/candleBars.ts';
import { chartMarkers } from '../../charts/price/chartMarkers.ts';
import type { PriceChart } from '../../charts/price/priceChart.ts';
import { PriceChartView } from '../../charts/PriceChartView.tsx';
import { useRequest } from '../../lib/bridge.ts';
import { sentence, shortTimeText } from '../../lib/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Empty, Waiting } from '../../ui/States.tsx';

interface TradeChartProps {
  readonly detail: RunDetail;
  readonly trade: TradeRow | undefined;
}

/** Candles around a trade. */
const BEFORE = 60;
const AFTER = 40;
/** More are there to scroll back to. */
const FEWEST = 500;
const MOST = 5000;
const NOTHING = { fills: [], orders: [], signals: [] };
const ignore = (): void => undefined;

export function TradeChart({ detail, trade }: TradeChartProps): ReactNode {
  if (trade === undefined) return null;
  return (
    <Panel
      title={`${trade.symbol} around ${shortTimeText(trade.entryAt)}`}
      note="Click a trade above to see it here"
      isFlush
      className="tradeChart"
    >
      <RunChart detail={detail} trade={trade} />
    </Panel>
  );
}

function RunChart({ detail, trade }: { readonly detail: RunDetail; readonly trade: TradeRow }): ReactNode {
  const { id, timeframe } = detail.run;
  const length = timeframeMs(timeframe);
  const chart = useRef<PriceChart | undefined>(undefined);
  const shown = Math.min(MOST, Math.ceil((trade.exitAt - trade.entryAt) / length) + BEFORE + AFTER);
  const answer = useRequest('backtest.candles', {
    ...{ id, symbol: trade.symbol },
    before: trade.exitAt + AFTER * length,
    limit: Math.max(FEWEST, shown),
  });
  const bars = useMemo(() => (answer.data === undefined ? [] : toBars(answer.data)), [answer.data]);
  const holes = useMemo(() => holeTimes(answer.data?.gaps ?? [], length), [answer.data, length]);
  const markers = useMemo(() => {
    const trades = detail.trades.filter((each) => each.symbol === trade.symbol);
    return chartMarkers({ ...NOTHING, trades }, length, bars[0]?.time ?? 0);
  }, [detail, trade, length, bars]);
  useEffect(() => {
    if (bars.length > 0) chart.current?.showNewest(shown);
  }, [bars, shown]);
  if (answer.failure?.code === 'NOT_FOUND')
    return <Empty title="The candles of this run are not at hand">{sentence(answer.failure.message)}.</Empty>;
  if (bars.length === 0) return <Waiting what="the candles" answer={answer} />;
  return (
    <PriceChartView
      label={`${trade.symbol}, ${timeframe} candles with the trades of the run`}
      chartRef={chart}
      bars={bars}
      holes={holes}
      lines={NO_LINES}
      markers={markers}
      levels={NO_LEVELS}
      candleMs={length}
      isMeasuring={false}
      onHover={ignore}
      onPick={ignore}
      onNeedHistory={ignore}
      onDragLevel={ignore}
    />
  );
}

const NO_LINES: readonly never[] = [];
const NO_LEVELS: readonly never[] = [];
