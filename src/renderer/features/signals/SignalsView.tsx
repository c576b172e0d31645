// Signals and decisions: what strategies proposed and what became of it, and why there is no trade.
import { useMemo, useState, type ReactNode } from 'react';
import type { SignalRow } from '../../../shared/contract/records/signal.ts';
import { useRequest } from '../../lib/bridge.ts';
import { mergeSignals, NO_FILTER, type SignalFilter } from '../../lib/signalFilter.ts';
import { useOfSelected, useSelectedConnection } from '../../lib/live/selected.ts';
import { keys, useSignals } from '../../lib/live/stores.ts';
import { navigate, useRoute } from '../../lib/route.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { REASON_COLUMN, SIGNAL_COLUMNS } from '../../ui/market/columns.tsx';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Empty, Waiting } from '../../ui/States.tsx';
import { SignalDetail } from './SignalDetail.tsx';
import { SignalFilters } from './SignalFilters.tsx';
import { WhyNoTrade } from './WhyNoTrade.tsx';
import '../../ui/market/market.css';
import './signals.css';

const COLUMNS = [...SIGNAL_COLUMNS, REASON_COLUMN];
const LIMIT = 1000;

export function SignalsView(): ReactNode {
  const connection = useSelectedConnection();
  const [filter, setFilter] = useState<SignalFilter>(NO_FILTER);
  const live = useOfSelected(useSignals((state) => state.list));
  const answer = useRequest(
    'signals.list',
    { limit: LIMIT, ...filter, ...(connection === undefined ? {} : { connection }) },
    { isReady: connection !== undefined },
  );
  const rows = useMemo(() => mergeSignals(answer.data?.items ?? [], live, filter), [answer.data, live, filter]);
  const openId = useRoute((route) => route.params['signal']);
  const open = rows.find((row) => row.signal.id === openId);

  return (
    <Page title="Signals" className="signalsPage">
      <div className="detailGrid">
        <div className="stack signalsLeft">
          <Panel
            title="Signals"
            note={`${String(rows.length)} shown, the newest ${String(LIMIT)} at most`}
            className="signalsTable"
            isFlush
            actions={<SignalFilters filter={filter} onChange={setFilter} />}
          >
            {answer.data === undefined && rows.length === 0 ? (
              <Waiting what="signals" answer={answer} />
            ) : (
              <DataTable
                label="Signals"
                columns={COLUMNS}
                rows={rows}
                rowKey={keys.signal}
                openKey={open === undefined ? undefined : keys.signal(open)}
                onOpen={(row: SignalRow) => navigate('signals', { signal: row.signal.id })}
                empty={
                  <Empty title={filter === NO_FILTER ? 'No signal yet' : 'No signal fits the filter'}>
                    Beside the table stands what stopped each strategy at its newest look.
                  </Empty>
                }
              />
            )}
          </Panel>
        </div>
        {open === undefined ? <WhyNoTrade /> : <SignalDetail row={open} onClose={() => navigate('signals')} />}
      </div>
    </Page>
  );
}
