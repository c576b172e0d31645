// Kept runs: opened one at a time, ticked to be compared.
import { useMemo, type ReactNode } from 'react';
import type { RunRow } from '../../../shared/contract/records/backtest.ts';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { SIMULATED } from '../../../shared/domain/simulated.ts';
import { type Answer, requestFailure } from '../../lib/bridge.ts';
import { figureText, percentText, shareText } from '../../lib/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Age, Signed } from '../../ui/Figures.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Empty, Waiting } from '../../ui/States.tsx';
import { tell } from '../../ui/Toasts.tsx';

interface RunTableProps {
  readonly answer: Answer<ResultOf<'backtest.list'>>;
  readonly openId: string | undefined;
  readonly compared: readonly string[];
  readonly onOpen: (id: string) => void;
  readonly onCompare: (ids: readonly string[]) => void;
}

const MOST = 4;

export function RunTable({ answer, openId, compared, onOpen, onCompare }: RunTableProps): ReactNode {
  const { reload } = answer;
  const columns = useMemo((): readonly Column<RunRow>[] => {
    const toggle = (id: string): void =>
      onCompare(compared.includes(id) ? compared.filter((each) => each !== id) : [...compared, id].slice(-MOST));
    return [compareColumn(compared, toggle), ...RUN_COLUMNS, deleteColumn(reload)];
  }, [compared, onCompare, reload]);
  return (
    <Panel
      title="Kept runs"
      note={compared.length >= 2 ? `${String(compared.length)} compared below` : 'Tick two to four to compare them'}
      isFlush
      className="runTable"
      actions={
        compared.length === 0 ? null : (
          <Button isSmall tone="quiet" onClick={() => onCompare([])}>
            Untick all
          </Button>
        )
      }
    >
      {answer.data === undefined ? (
        <Waiting what="runs" answer={answer} />
      ) : (
        <DataTable
          label="Kept runs"
          columns={columns}
          rows={answer.data.items}
          rowKey={(run) => run.id}
          openKey={openId}
          onOpen={(run) => onOpen(run.id)}
          empty={<Empty title="No run yet">A run is kept with its report until you delete it.</Empty>}
        />
      )}
    </Panel>
  );
}

const compareColumn = (compared: readonly string[], toggle: (id: string) => void): Column<RunRow> => ({
  id: 'compare',
  header: 'Compare',
  isBare: true,
  value: () => undefined,
  cell: (run) => (
    <input
      type="checkbox"
      aria-label={`Compare ${runName(run)}`}
      checked={compared.includes(run.id)}
      onClick={(event) => event.stopPropagation()}
      onChange={() => toggle(run.id)}
    />
  ),
});

const deleteColumn = (reload: () => void): Column<RunRow> => ({
  id: 'delete',
  header: 'Delete',
  isBare: true,
  value: () => undefined,
  cell: (run) => (
    <IconButton
      icon="cross"
      isSmall
      label={`Delete ${runName(run)}`}
      onClick={(event) => {
        event.stopPropagation();
        void deleteRun(run, reload);
      }}
    />
  ),
});

async function deleteRun(run: RunRow, reload: () => void): Promise<void> {
  const failure = await requestFailure('backtest.delete', { id: run.id });
  reload();
  if (failure !== undefined) {
    tell({ title: 'Not deleted', text: failure.message, tone: 'bad' });
    return;
  }
  tell({ title: 'Run deleted', text: runName(run), undo: () => void restoreRun(run, reload) });
}

async function restoreRun(run: RunRow, reload: () => void): Promise<void> {
  const failure = await requestFailure('backtest.restore', { id: run.id });
  reload();
  if (failure !== undefined) tell({ title: 'Not brought back', text: failure.message, tone: 'bad' });
}

export const runName = (run: RunRow): string => (run.label === '' ? run.strategies.join(', ') : run.label);

const RUN_COLUMNS: readonly Column<RunRow>[] = [
  {
    id: 'name',
    header: 'Run',
    value: runName,
    cell: (run) => (
      <span className="row nowrapRow">
        {runName(run)}
        {run.isSimulated ? (
          <Badge tone="sim" icon={null}>
            {SIMULATED}
          </Badge>
        ) : null}
      </span>
    ),
  },
  {
    id: 'return',
    header: 'Return',
    isNumber: true,
    value: (run) => run.returnPct ?? undefined,
    cell: (run) => <Signed value={run.returnPct} unit="%" />,
  },
  {
    id: 'hold',
    header: 'Buy and hold',
    isNumber: true,
    value: (run) => run.buyAndHoldPct ?? undefined,
    cell: (run) => <Signed value={run.buyAndHoldPct} unit="%" />,
  },
  {
    id: 'drawdown',
    header: 'Drawdown',
    isNumber: true,
    value: (run) => run.maxDrawdownPct ?? undefined,
    cell: (run) => percentText(run.maxDrawdownPct),
  },
  {
    id: 'sharpe',
    header: 'Sharpe',
    isNumber: true,
    value: (run) => run.sharpe ?? undefined,
    cell: (run) => figureText(run.sharpe),
  },
  { id: 'trades', header: 'Trades', isNumber: true, value: (run) => run.trades },
  {
    id: 'won',
    header: 'Won',
    isNumber: true,
    value: (run) => run.winRate ?? undefined,
    cell: (run) => shareText(run.winRate, 1),
  },
  { id: 'at', header: 'Finished', value: (run) => run.finishedAt, cell: (run) => <Age at={run.finishedAt} /> },
];
