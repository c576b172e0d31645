// Trades and what they add up to: history, export, performance by strategy, symbol, hour and exit reason, calendar, distribution of R.
import { useMemo, useState, type ReactNode } from 'react';
import { request, useRequest } from '../../lib/bridge.ts';
import { useSelectedConnection, useSelectedEngine, useStrategies, useSymbols } from '../../lib/live/selected.ts';
import { keys, useTrades } from '../../lib/live/stores.ts';
import { saveFile } from '../../lib/saveFile.ts';
import { daysFilter, mergeTrades, type TradeFilter } from '../../lib/tradeFilter.ts';
import { Distribution } from '../../charts/Distribution.tsx';
import { Breakdown } from '../../ui/analytics/Breakdown.tsx';
import { Calendar } from '../../ui/analytics/Calendar.tsx';
import { Metrics } from '../../ui/analytics/Metrics.tsx';
import { TRADE_COLUMNS } from '../../ui/analytics/tradeColumns.tsx';
import { ChoiceFilter } from '../../ui/ChoiceFilter.tsx';
import { Button } from '../../ui/Button.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { SelectField } from '../../ui/Fields.tsx';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Empty, Loading, Waiting } from '../../ui/States.tsx';
import { tell } from '../../ui/Toasts.tsx';
import '../../ui/market/market.css';
import '../../ui/analytics/analytics.css';
import './trades.css';

const SPANS = [
  { value: '', label: 'All time' },
  { value: '1', label: 'Last day' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '90', label: 'Last 90 days' },
];
const LIMIT = 5000;

export function TradesView(): ReactNode {
  const connection = useSelectedConnection() ?? '';
  const engineNow = useSelectedEngine((engine) => engine?.at);
  const [filter, setFilter] = useState<TradeFilter>({});
  const [span, setSpan] = useState('');
  // Midnight of the connection's day: asked anew once a day, not with every price.
  const from = daysFilter(span, engineNow);
  const asked = { connection, ...filter, ...(from === undefined ? {} : { from }) };
  return (
    <Page
      title="Trades"
      actions={
        <>
          <TradeFilters filter={filter} onChange={setFilter} />
          <SelectField label="Span" isLabelHidden value={span} options={SPANS} onValue={setSpan} />
          <Button icon="download" onClick={() => void exportTrades(asked)}>
            Export CSV
          </Button>
        </>
      }
    >
      {connection === '' ? (
        <Loading what="the connection" />
      ) : (
        <>
          <TradeTable asked={asked} />
          <Performance asked={asked} />
        </>
      )}
    </Page>
  );
}

interface Asked extends TradeFilter {
  readonly connection: string;
  readonly from?: number;
}

async function exportTrades(asked: Asked): Promise<void> {
  const result = await request('trades.export', { ...asked });
  if (!result.ok) {
    tell({ title: 'Not exported', text: result.error.message, tone: 'bad' });
    return;
  }
  const { fileName, csv, rows } = result.value;
  saveFile(fileName, new Blob([csv], { type: 'text/csv' }));
  tell({ title: `${String(rows)} trades exported`, text: fileName, tone: 'good' });
}

interface TradeFiltersProps {
  readonly filter: TradeFilter;
  readonly onChange: (filter: TradeFilter) => void;
}

function TradeFilters({ filter, onChange }: TradeFiltersProps): ReactNode {
  const choose = (key: keyof TradeFilter) => (value: string) => {
    const { [key]: _, ...rest } = filter;
    onChange(value === '' ? rest : { ...rest, [key]: value });
  };
  return (
    <>
      <ChoiceFilter label="Strategy" value={filter.strategy} names={useStrategies()} onValue={choose('strategy')} />
      <ChoiceFilter label="Symbol" value={filter.symbol} names={useSymbols()} onValue={choose('symbol')} />
    </>
  );
}

const NEWEST_FIRST = { id: 'exitAt', isDescending: true };

function TradeTable({ asked }: { readonly asked: Asked }): ReactNode {
  const answer = useRequest('trades.list', { ...asked, limit: LIMIT }, { isSticky: true });
  const live = useTrades((state) => state.list);
  const rows = useMemo(() => mergeTrades(answer.data?.items ?? [], live, asked), [answer.data, live, asked]);
  const note =
    answer.data?.hasMore === true ? `The newest ${String(LIMIT)}; the export has all` : `${String(rows.length)} closed`;
  return (
    <Panel title="Trades" note={note} isFlush className="tradeTable">
      {answer.data === undefined ? (
        <Waiting what="trades" answer={answer} />
      ) : (
        <DataTable
          label="Trades"
          columns={TRADE_COLUMNS}
          rows={rows}
          rowKey={keys.trade}
          sortBy={NEWEST_FIRST}
          empty={<Empty title="No closed trade yet">A trade is a position from its entry to its exit.</Empty>}
        />
      )}
    </Panel>
  );
}

function Performance({ asked }: { readonly asked: Asked }): ReactNode {
  const closed = useTrades((state) => state.list[0]?.id);
  const state = useSelectedEngine((engine) => engine?.state) ?? '';
  const version = `${closed ?? ''} ${state}`;
  const answer = useRequest('analytics.performance', { ...asked }, { isSticky: true, version });
  const { data } = answer;
  if (data === undefined) {
    return <Waiting what="the performance" answer={answer} />;
  }
  return (
    <>
      <Panel title="Performance">
        <Metrics metrics={data.metrics} quote={data.quote} />
      </Panel>
      <Breakdown breakdown={data.breakdown} />
      <div className="columns">
        <Calendar days={data.calendar} quote={data.quote} />
        <Panel title="Distribution of R">
          <Distribution bins={data.distribution.bins} withoutR={data.distribution.withoutR} />
        </Panel>
      </div>
    </>
  );
}
