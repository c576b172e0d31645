// The models: votes, health, latency, weights, how their probabilities come true, drift, card.
import { useState, type ReactNode } from 'react';
import type { ModelRow } from '../../../shared/contract/records/prediction.ts';
import { useRequest } from '../../lib/bridge.ts';
import { latencyText, shareText } from '../../lib/format.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Age } from '../../ui/Figures.tsx';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Empty, Note, Waiting } from '../../ui/States.tsx';
import { DriftBadge } from './DriftBadge.tsx';
import { ModelDetail } from './ModelDetail.tsx';
import { VotesPanel } from './VotesPanel.tsx';
import '../../ui/market/market.css';
import './models.css';

const ASK_EVERY_MS = 5_000;

const HEALTH: Readonly<Record<ModelRow['health'], readonly [Tone, string]>> = {
  healthy: ['good', 'Healthy'],
  unhealthy: ['bad', 'Unhealthy'],
  refused: ['bad', 'Refused'],
};

export function ModelsView(): ReactNode {
  const models = useRequest('models.list', {}, { everyMs: ASK_EVERY_MS });
  const [chosen, setChosen] = useState<string>();
  const items = models.data?.items ?? [];
  const open = items.find((model) => model.id === chosen) ?? items[0];
  if (models.data === undefined) {
    return (
      <Page title="Models">
        <Waiting what="the models" answer={models} />
      </Page>
    );
  }
  return (
    <Page title="Models">
      {models.failure === undefined ? null : (
        <Note>
          These figures are of <Age at={models.receivedAt} />: {models.failure.message}
        </Note>
      )}
      <Panel
        title="Model set"
        isFlush
        className="modelSet"
        note={
          <>
            asked <Age at={models.receivedAt} staleAfterMs={4 * ASK_EVERY_MS} />
          </>
        }
      >
        <DataTable
          label="Models"
          columns={COLUMNS}
          rows={items}
          rowKey={(row) => row.id}
          openKey={open?.id}
          onOpen={(row) => setChosen(row.id)}
          empty={<Empty title="No model is installed">Strategies that read the consensus will not trade.</Empty>}
        />
      </Panel>
      <VotesPanel names={new Map(items.map((model) => [model.id, model.name]))} />
      {open === undefined ? null : <ModelDetail key={open.id} model={open} />}
    </Page>
  );
}

const COLUMNS: readonly Column<ModelRow>[] = [
  { id: 'name', header: 'Model', value: (row) => row.name },
  { id: 'symbol', header: 'Symbol', value: (row) => row.symbol },
  { id: 'timeframe', header: 'Timeframe', value: (row) => row.timeframe },
  {
    id: 'weight',
    header: 'Weight',
    isNumber: true,
    value: (row) => row.weight,
    cell: (row) => shareText(row.weight),
  },
  {
    id: 'health',
    header: 'Health',
    value: (row) => row.health,
    cell: (row) => (
      <Badge tone={HEALTH[row.health][0]} title={row.detail}>
        {HEALTH[row.health][1]}
      </Badge>
    ),
  },
  {
    id: 'drift',
    header: 'Drift',
    value: (row) => row.drift,
    cell: (row) => <DriftBadge drift={row.drift} />,
  },
  {
    id: 'last',
    header: 'Last answer',
    isNumber: true,
    value: (row) => row.lastMs,
    cell: (row) => latencyText(row.lastMs),
  },
  { id: 'p95', header: 'p95', isNumber: true, value: (row) => row.p95Ms, cell: (row) => latencyText(row.p95Ms) },
  { id: 'requests', header: 'Asked', isNumber: true, value: (row) => row.requests },
  { id: 'failures', header: 'Failed', isNumber: true, value: (row) => row.failures },
  { id: 'at', header: 'Answered', value: (row) => row.lastAt, cell: (row) => <Age at={row.lastAt} /> },
  { id: 'detail', header: 'Detail', value: (row) => row.detail },
];
