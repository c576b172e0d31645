import type { ReactNode } from 'react';
import { useOfSelected } from '../../lib/live/selected.ts';
import { keys, usePositions } from '../../lib/live/stores.ts';
import { POSITION_COLUMNS } from '../../ui/market/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Empty, Loading } from '../../ui/States.tsx';

export function PositionsPanel(): ReactNode {
  const isLive = usePositions((state) => state.isLive);
  const rows = useOfSelected(usePositions((state) => state.list));
  if (!isLive) return <Loading what="positions" />;
  return (
    <DataTable
      label="Open positions"
      columns={POSITION_COLUMNS}
      rows={rows}
      rowKey={keys.position}
      empty={<Empty title="No open position">Strategies look at every closed candle.</Empty>}
    />
  );
}
