// A trade of a run on its candles, where a connection still has them.
import { useMemo, useRef, type ReactNode } from 'react';
import type { RunDetail } from '../../../shared/contract/records/backtest.ts';
import type { TradeRow } from '../../../shared/contract/records/portfolio.ts';
import { timeframeMs } from '../../../shared/time.ts';
import { holeTimes, toBars } from '../../charts/price/candleBars.ts';
import { chartMarkers } from '../../charts/price/chartMarkers.ts';
import type { PriceChart } from '../../charts/price/priceChart.ts';
import { PriceChartView } from '../../charts/PriceChartView.tsx';
import { useRequest } from '../../lib/bridge.ts';
import { shortTimeText } from '../../lib/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Empty, Waiting } from '../../ui/States.tsx';

interface TradeChartProps {
  readonly detail: RunDetail;
  readonly trade: TradeRow | undefined;
}

const AFTER = 40;
const SHOWN = 400;
const NOTHING = { fills: [], orders: [], signals: [] };
const ignore = (): void => undefined;

export function TradeChart({ detail, trade }: TradeChartProps): ReactNode {
  const data = detail.request.data.find((each) => each.symbol === trade?.symbol);
  if (trade === undefined) return null;
  return (
    <Panel
      title={`${trade.symbol} around ${shortTimeText(trade.entryAt)}`}
      note="Click a trade above to see it here"
      isFlush
      className="tradeChart"
    >
      {data?.kind === 'connection' ? (
        <ConnectionChart connection={data.connection} detail={detail} trade={trade} />
      ) : (
        <Empty title="The candles of this run are not at hand">
          Only a run on the candles of a connection can be drawn here; its trades above have their times and prices.
        </Empty>
      )}
    </Panel>
  );
}

interface ConnectionChartProps {
  readonly connection: string;
  readonly detail: RunDetail;
  readonly trade: TradeRow;
}

function ConnectionChart({ connection, detail, trade }: ConnectionChartProps): ReactNode {
  const { timeframe } = detail.run;
  const length = timeframeMs(timeframe);
  const chart = useRef<PriceChart | undefined>(undefined);
  const answer = useRequest('candles.list', {
    connection,
    symbol: trade.symbol,
    timeframe,
    before: trade.exitAt + AFTER * length,
    limit: SHOWN,
  });
  const bars = useMemo(() => (answer.data === undefined ? [] : toBars(answer.data)), [answer.data]);
  const holes = useMemo(() => holeTimes(answer.data?.gaps ?? [], length), [answer.data, length]);
  const markers = useMemo(() => {
    const trades = detail.trades.filter((each) => each.symbol === trade.symbol);
    return chartMarkers({ ...NOTHING, trades }, length, bars[0]?.time ?? 0);
  }, [detail, trade, length, bars]);
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
