// Results by strategy, symbol, side, exit reason, hour or month.
import { useState, type ReactNode } from 'react';
import type { GroupRow } from '../../../shared/contract/records/analytics.ts';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { durationText, exitReasonText, figureText, NOTHING, shareText, toNumber } from '../../lib/format.ts';
import { type Column, DataTable } from '../DataTable.tsx';
import { Segmented } from '../Fields.tsx';
import { Signed } from '../Figures.tsx';
import { Panel } from '../Panel.tsx';
import { Empty } from '../States.tsx';

type Groups = ResultOf<'analytics.performance'>['breakdown'];

const BY: readonly { readonly value: keyof Groups; readonly label: string }[] = [
  { value: 'strategy', label: 'Strategy' },
  { value: 'symbol', label: 'Symbol' },
  { value: 'side', label: 'Side' },
  { value: 'exitReason', label: 'Exit reason' },
  { value: 'hour', label: 'Hour (UTC)' },
  { value: 'month', label: 'Month' },
];

export function Breakdown({ breakdown }: { readonly breakdown: Groups }): ReactNode {
  const [by, setBy] = useState<keyof Groups>('strategy');
  return (
    <Panel
      title="Results"
      isFlush
      className="breakdown"
      actions={
        <Segmented label="Results by" value={by} options={BY} onValue={(value) => setBy(value as keyof Groups)} />
      }
    >
      <DataTable
        label={`Results by ${BY.find(({ value }) => value === by)?.label.toLowerCase() ?? by}`}
        columns={COLUMNS}
        rows={breakdown[by]}
        rowKey={(row) => row.key}
        empty={<Empty title="No closed trade yet" />}
      />
    </Panel>
  );
}

const COLUMNS: readonly Column<GroupRow>[] = [
  { id: 'key', header: 'Group', value: (row) => exitReasonText(row.key) },
  { id: 'trades', header: 'Trades', isNumber: true, value: (row) => row.trades },
  {
    id: 'net',
    header: 'Net',
    isNumber: true,
    value: (row) => toNumber(row.net),
    cell: (row) => <Signed value={row.net} />,
  },
  {
    id: 'winRate',
    header: 'Won',
    isNumber: true,
    value: (row) => row.winRate ?? undefined,
    cell: (row) => shareText(row.winRate, 1),
  },
  {
    id: 'profitFactor',
    header: 'Profit factor',
    isNumber: true,
    value: (row) => row.profitFactor ?? undefined,
    cell: (row) => figureText(row.profitFactor),
  },
  {
    id: 'expectancy',
    header: 'Per trade',
    isNumber: true,
    value: (row) => row.expectancy ?? undefined,
    cell: (row) => <Signed value={row.expectancy} />,
  },
  {
    id: 'r',
    header: 'R per trade',
    isNumber: true,
    value: (row) => row.expectancyR ?? undefined,
    cell: (row) => figureText(row.expectancyR, { isSigned: true }),
  },
  {
    id: 'held',
    header: 'Held',
    isNumber: true,
    value: (row) => row.averageHoldMs ?? undefined,
    cell: (row) => (row.averageHoldMs === null ? NOTHING : durationText(row.averageHoldMs)),
  },
];
