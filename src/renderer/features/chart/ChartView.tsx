// The chart: symbol and timeframe, candles with indicators, what was traded and why, at any candle.
import { useMemo, useState, type ReactNode } from 'react';
import type { MarketRow } from '../../../shared/contract/records/engine.ts';
import { type Timeframe, TIMEFRAMES } from '../../../shared/time.ts';
import { useRequest } from '../../lib/bridge.ts';
import { useSelectedEngine, useSymbols } from '../../lib/live/selected.ts';
import { prefer, usePreferences } from '../../lib/preferences.ts';
import { useRoute } from '../../lib/route.ts';
import { Page } from '../../ui/Panel.tsx';
import { Segmented, SelectField } from '../../ui/Fields.tsx';
import { Empty, Loading, Note, Waiting } from '../../ui/States.tsx';
import { ChartBoard, type Jump } from './ChartBoard.tsx';
import { type ChartRange, timeframeFor } from './chartRanges.ts';
import { LiveQuote } from './LiveQuote.tsx';
import '../../ui/market/market.css';
import './chart.css';

const isTimeframe = (text: string | undefined): text is Timeframe =>
  (TIMEFRAMES as readonly (string | undefined)[]).includes(text);

/** The newest choice: the address, then what was chosen before, then the first there is. */
function useChoice(): { readonly symbol: string | undefined; readonly wanted: string | undefined } {
  const symbols = useSymbols();
  const route = useRoute((state) => state.params);
  const kept = usePreferences((state) => state.chart);
  const symbol = [route['symbol'], kept.symbol].find((each) => each !== undefined && symbols.includes(each));
  return { symbol: symbol ?? symbols[0], wanted: route['timeframe'] ?? kept.timeframe };
}

export function ChartView(): ReactNode {
  const connection = useSelectedEngine((engine) => engine?.connection);
  const { symbol, wanted } = useChoice();
  if (connection === undefined || symbol === undefined) {
    return (
      <Page title="Chart">
        <Loading what="the markets" />
      </Page>
    );
  }
  return <SymbolChart key={`${connection} ${symbol}`} connection={connection} symbol={symbol} wanted={wanted} />;
}

interface ChosenTimeframe {
  readonly timeframe: Timeframe | undefined;
  readonly choose: (timeframe: string) => void;
  readonly jump: Jump | undefined;
  /** Shows a span, in another timeframe where this one does not suit it. */
  readonly jumpTo: (range: ChartRange) => void;
}

function useTimeframe(
  market: MarketRow | undefined,
  { symbol, wanted }: { readonly symbol: string; readonly wanted: string | undefined },
): ChosenTimeframe {
  const kept = usePreferences((state) => state.chart);
  const [{ chosen, jump }, setChoice] = useState<{ chosen: string | undefined; jump?: Jump }>({ chosen: wanted });
  const timeframe = useMemo(() => {
    const known = market?.timeframes ?? [];
    return isTimeframe(chosen) && known.includes(chosen) ? chosen : known[0];
  }, [market, chosen]);
  const keep = (value: string): void => prefer({ chart: { ...kept, symbol, timeframe: value } });
  return {
    timeframe,
    choose: (value) => {
      setChoice({ chosen: value });
      keep(value);
    },
    jump,
    jumpTo: (range) => {
      if (market === undefined || timeframe === undefined) return;
      const next = timeframeFor(range, timeframe, market.timeframes);
      setChoice({ chosen: next, jump: { range } });
      if (next !== timeframe) keep(next);
    },
  };
}

interface SymbolChartProps {
  readonly connection: string;
  readonly symbol: string;
  readonly wanted: string | undefined;
}

function SymbolChart({ connection, symbol, wanted }: SymbolChartProps): ReactNode {
  const symbols = useSymbols();
  // An engine that comes up has markets at once.
  const state = useSelectedEngine((engine) => engine?.state) ?? '';
  const markets = useRequest('markets.list', { connection }, { everyMs: 30_000, version: state });
  const market = markets.data?.items.find((each) => each.symbol === symbol);
  const { timeframe, choose, jump, jumpTo } = useTimeframe(market, { symbol, wanted });
  const kept = usePreferences((state) => state.chart);

  return (
    <Page
      title="Chart"
      className="chartPage"
      actions={
        <>
          <LiveQuote connection={connection} symbol={symbol} />
          <SelectField
            label="Symbol"
            isLabelHidden
            value={symbol}
            options={symbols.map((value) => ({ value, label: value }))}
            onValue={(value) => {
              prefer({ chart: { ...kept, symbol: value } });
              location.hash = `#/chart?symbol=${encodeURIComponent(value)}`;
            }}
          />
          <Segmented
            label="Timeframe"
            value={timeframe ?? ''}
            options={(market?.timeframes ?? []).map((value) => ({ value, label: value }))}
            onValue={choose}
          />
        </>
      }
    >
      {market?.staleReason === undefined ? null : <Note>{market.staleReason}</Note>}
      {market === undefined || timeframe === undefined ? (
        markets.data === undefined ? (
          <Waiting what="the markets" answer={markets} />
        ) : (
          <Empty title={`${symbol} has no candles yet`} />
        )
      ) : (
        <ChartBoard key={timeframe} {...{ connection, market, timeframe, jump }} onJump={jumpTo} />
      )}
    </Page>
  );
}
