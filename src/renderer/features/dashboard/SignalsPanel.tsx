import { useMemo, type ReactNode } from 'react';
import { useOfSelected } from '../../lib/live/selected.ts';
import { keys, useSignals } from '../../lib/live/stores.ts';
import { navigate } from '../../lib/route.ts';
import { REASON_COLUMN, SIGNAL_COLUMNS } from '../../ui/market/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Empty, Loading } from '../../ui/States.tsx';

const SHOWN = 60;
const COLUMNS = [...SIGNAL_COLUMNS.filter(({ id }) => id !== 'strength'), REASON_COLUMN];

export function SignalsPanel(): ReactNode {
  const isLive = useSignals((state) => state.isLive);
  const all = useOfSelected(useSignals((state) => state.list));
  const rows = useMemo(() => all.slice(0, SHOWN), [all]);
  if (!isLive) return <Loading what="signals" />;
  return (
    <DataTable
      label="Signals"
      columns={COLUMNS}
      rows={rows}
      rowKey={keys.signal}
      onOpen={(row) => navigate('signals', { signal: row.signal.id })}
      empty={<Empty title="No signal yet">Every look of a strategy is listed under Signals, why not too.</Empty>}
    />
  );
}
