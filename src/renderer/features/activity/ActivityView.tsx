// The activity: every step of the trading flow, searched and filtered, live.
import { useMemo, useState, type ReactNode } from 'react';
import type { ActivityRow } from '../../../shared/contract/records/engine.ts';
import { type ActivityFilter, EVERYTHING, fitsActivity } from '../../lib/activityFilter.ts';
import { request } from '../../lib/bridge.ts';
import { type NumberedActivity, useActivity, useEngines } from '../../lib/live/stores.ts';
import { useSettled } from '../../lib/useSettled.ts';
import { Button } from '../../ui/Button.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { SelectField, TextField } from '../../ui/Fields.tsx';
import { At } from '../../ui/Figures.tsx';
import { LevelBadge } from '../../ui/LevelBadge.tsx';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Empty, Loading } from '../../ui/States.tsx';
import { tell } from '../../ui/Toasts.tsx';

const LEVELS = [
  { value: '', label: 'Every level' },
  { value: 'info', label: 'Information' },
  { value: 'warning', label: 'Warnings' },
  { value: 'critical', label: 'Critical' },
];
const PAGE = 1000;
const SETTLE_MS = 150;

const COLUMNS: readonly Column<NumberedActivity>[] = [
  { id: 'at', header: 'Time', width: 130, value: (row) => row.arrival, cell: (row) => <At at={row.at} /> },
  {
    id: 'level',
    header: 'Level',
    width: 100,
    value: (row) => row.level,
    cell: (row) => (row.level === 'info' ? <span className="faint">info</span> : <LevelBadge level={row.level} />),
  },
  { id: 'connection', header: 'Connection', width: 120, value: (row) => row.connection },
  { id: 'text', header: 'What happened', value: (row) => row.text },
];

/** Older lines than the stream's snapshot, numbered below it. */
function useOlder(newest: readonly NumberedActivity[]) {
  const [older, setOlder] = useState<readonly NumberedActivity[]>([]);
  const [isDone, setDone] = useState(false);
  const oldest = older.at(-1) ?? newest.at(-1);
  const load = async (): Promise<void> => {
    if (oldest === undefined) return;
    // Of the lines that stand at the same time some are here, and some are not.
    const known = [...newest, ...older].filter(({ at }) => at === oldest.at).length;
    const result = await request('activity.list', { to: oldest.at + 1, limit: PAGE });
    if (!result.ok) {
      tell({ title: 'Older lines could not be read', text: result.error.message, tone: 'bad' });
      return;
    }
    const first = oldest.arrival;
    const rows = [...result.value.items]
      .reverse()
      .slice(known)
      .map((row: ActivityRow, index) => ({ ...row, arrival: first - 1 - index }));
    setOlder([...older, ...rows]);
    setDone(!result.value.hasMore || rows.length === 0);
  };
  return { older, isDone, load };
}

export function ActivityView(): ReactNode {
  const { list, isLive } = useActivity();
  const [filter, setFilter] = useState<ActivityFilter>(EVERYTHING);
  const settled = useSettled(filter, SETTLE_MS);
  const { older, isDone, load } = useOlder(list);
  const rows = useMemo(() => [...list, ...older].filter((row) => fitsActivity(row, settled)), [list, older, settled]);
  return (
    <Page title="Activity" actions={<Filters filter={filter} onChange={setFilter} />}>
      <Panel
        title="Activity"
        note={`${String(rows.length)} of ${String(list.length + older.length)} lines`}
        isFlush
        className="isTall"
        actions={
          <Button isSmall tone="quiet" disabled={isDone || !isLive} onClick={() => void load()}>
            {isDone ? 'Nothing older is kept' : 'Load older'}
          </Button>
        }
      >
        {isLive ? (
          <DataTable
            label="Activity"
            columns={COLUMNS}
            rows={rows}
            rowKey={(row) => String(row.arrival)}
            empty={<Empty title={list.length === 0 ? 'Nothing happened yet' : 'No line fits the filter'} />}
          />
        ) : (
          <Loading what="the activity" />
        )}
      </Panel>
    </Page>
  );
}

function Filters({
  filter,
  onChange,
}: {
  readonly filter: ActivityFilter;
  readonly onChange: (filter: ActivityFilter) => void;
}): ReactNode {
  const engines = useEngines((state) => state.list);
  return (
    <>
      <TextField
        label="Search"
        isLabelHidden
        type="search"
        placeholder="Search …"
        value={filter.search}
        onValue={(search) => onChange({ ...filter, search })}
      />
      <SelectField
        label="Level"
        isLabelHidden
        value={filter.level}
        options={LEVELS}
        onValue={(level) => onChange({ ...filter, level: level as ActivityFilter['level'] })}
      />
      {engines.length < 2 ? null : (
        <SelectField
          label="Connection"
          isLabelHidden
          value={filter.connection}
          options={[
            { value: '', label: 'Every connection' },
            ...engines.map(({ connection }) => ({ value: connection, label: connection })),
          ]}
          onValue={(connection) => onChange({ ...filter, connection })}
        />
      )}
    </>
  );
}
