// Strategies: switches and results in a list, and one of them open in the editor.
import { useMemo, useState, type ReactNode } from 'react';
import type { StrategyRow } from '../../../shared/contract/records/strategy.ts';
import { request, useRequest } from '../../lib/bridge.ts';
import { figureText, shareText, toNumber } from '../../lib/format.ts';
import { useSelectedConnection } from '../../lib/live/selected.ts';
import { navigate, useRoute } from '../../lib/route.ts';
import { Badge } from '../../ui/Badge.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { SwitchField } from '../../ui/Fields.tsx';
import { Signed } from '../../ui/Figures.tsx';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Empty, Note, Waiting } from '../../ui/States.tsx';
import { tell } from '../../ui/Toasts.tsx';
import { StrategyEditor } from './StrategyEditor.tsx';
import './strategies.css';

const ASK_EVERY_MS = 10_000;

export function StrategiesView(): ReactNode {
  const connection = useSelectedConnection();
  const [turn, setTurn] = useState(0);
  const answer = useRequest('strategies.list', {}, { everyMs: ASK_EVERY_MS, version: turn, isSticky: true });
  const wanted = useRoute((route) => route.params['id']);
  const items = answer.data?.items ?? [];
  const open = items.find((row) => row.id === wanted) ?? items[0];
  const columns = useMemo(
    () => [...columnsOf(connection), switchColumn(() => setTurn((last) => last + 1))],
    [connection],
  );
  return (
    <Page title="Strategies">
      {answer.failure !== undefined && answer.data !== undefined ? <Note>{answer.failure.message}</Note> : null}
      <Panel title="Strategies" isFlush className="strategyTable" note="Results are of the chosen connection">
        {answer.data === undefined ? (
          <Waiting what="strategies" answer={answer} />
        ) : (
          <DataTable
            label="Strategies"
            columns={columns}
            rows={items}
            rowKey={(row) => row.id}
            openKey={open?.id}
            onOpen={(row) => navigate('strategies', { id: row.id })}
            empty={<Empty title="No strategy file is there" />}
          />
        )}
      </Panel>
      {open === undefined ? null : (
        <StrategyEditor key={open.id} id={open.id} onSaved={() => setTurn((last) => last + 1)} />
      )}
    </Page>
  );
}

const onOf = (row: StrategyRow, connection: string | undefined): StrategyRow['on'][number] | undefined =>
  row.on.find((each) => each.connection === connection);

const columnsOf = (connection: string | undefined): readonly Column<StrategyRow>[] => [
  { id: 'name', header: 'Strategy', value: (row) => row.name },
  {
    id: 'state',
    header: 'State',
    value: (row) => (row.problems.length > 0 ? 'problem' : ''),
    cell: (row) => <StateBadge row={row} isTrading={onOf(row, connection)?.isTrading === true} />,
  },
  { id: 'timeframe', header: 'Timeframe', value: (row) => row.timeframe ?? '' },
  { id: 'symbols', header: 'Symbols', value: (row) => row.symbols.join(', ') },
  { id: 'sides', header: 'Sides', value: (row) => row.sides.join(', ') },
  { id: 'open', header: 'Open', isNumber: true, value: (row) => onOf(row, connection)?.openPositions },
  { id: 'trades', header: 'Trades', isNumber: true, value: (row) => onOf(row, connection)?.result.trades },
  {
    id: 'net',
    header: 'Net',
    isNumber: true,
    value: (row) => toNumber(onOf(row, connection)?.result.net),
    cell: (row) => <Signed value={onOf(row, connection)?.result.net} />,
  },
  {
    id: 'won',
    header: 'Won',
    isNumber: true,
    value: (row) => onOf(row, connection)?.result.winRate ?? undefined,
    cell: (row) => shareText(onOf(row, connection)?.result.winRate, 1),
  },
  {
    id: 'pf',
    header: 'Profit factor',
    isNumber: true,
    value: (row) => onOf(row, connection)?.result.profitFactor ?? undefined,
    cell: (row) => figureText(onOf(row, connection)?.result.profitFactor),
  },
  {
    id: 'r',
    header: 'R per trade',
    isNumber: true,
    value: (row) => onOf(row, connection)?.result.expectancyR ?? undefined,
    cell: (row) => figureText(onOf(row, connection)?.result.expectancyR, { isSigned: true }),
  },
  { id: 'origin', header: 'File', value: (row) => (row.isOwn ? 'own' : 'shipped') },
];

function StateBadge({ row, isTrading }: { readonly row: StrategyRow; readonly isTrading: boolean }): ReactNode {
  const [problem] = row.problems;
  if (problem !== undefined) {
    return (
      <Badge tone="bad" title={problem.message}>
        {String(row.problems.length)} problem{row.problems.length === 1 ? '' : 's'}
      </Badge>
    );
  }
  if (!row.isEnabled) return <Badge>Off</Badge>;
  return isTrading ? <Badge tone="good">Trading</Badge> : <Badge tone="warn">On, not trading here</Badge>;
}

const switchColumn = (changed: () => void): Column<StrategyRow> => ({
  id: 'switch',
  header: 'Switch',
  isBare: true,
  value: () => undefined,
  cell: (row) => (
    <span
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      role="presentation"
    >
      <SwitchField
        label={`${row.name} on or off`}
        isLabelHidden
        isOn={row.isEnabled}
        isDisabled={row.problems.length > 0}
        onSwitch={(isEnabled) => void setEnabled(row, isEnabled, changed)}
      />
    </span>
  ),
});

async function setEnabled(row: StrategyRow, isEnabled: boolean, changed: () => void): Promise<void> {
  const result = await request('strategies.setEnabled', { id: row.id, isEnabled });
  changed();
  if (!result.ok) {
    tell({ title: `${row.name} was not switched`, text: result.error.message, tone: 'bad' });
    return;
  }
  tell({
    title: `${row.name} is ${isEnabled ? 'on' : 'off'}`,
    text: isEnabled
      ? 'Engines take it up within seconds.'
      : 'It opens nothing more; its open positions keep their exits.',
    tone: 'good',
    undo: () => void setEnabled(row, !isEnabled, changed),
  });
}
