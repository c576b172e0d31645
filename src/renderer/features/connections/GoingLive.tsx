// The way to live trading of each connection that has keys: main's checklist in order, what the trader confirms, and the switch.
import { useState, type ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/records/connection.ts';
import { useRequest } from '../../lib/bridge.ts';
import { type Checklist, NOTHING_CONFIRMED, progressOf, stepState } from '../../lib/liveChecklist.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Age, Meter } from '../../ui/Figures.tsx';
import { KindBadge } from '../../ui/KindBadge.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Note, Waiting } from '../../ui/States.tsx';
import { ChecklistStepLine } from './ChecklistStepLine.tsx';
import { LiveSwitch } from './LiveSwitch.tsx';
import { CreateDialog, type Template } from './Templates.tsx';
import type { Vault } from '../../ui/Vault.tsx';

const ASK_EVERY_MS = 3_000;

interface GoingLiveProps {
  readonly rows: readonly ConnectionRow[];
  readonly templates: readonly Template[];
  readonly vault: Vault | undefined;
  /** Changes with everything that was done here, and with the engines. */
  readonly version: string;
  readonly onChanged: () => void;
  readonly onCreated: (id: string) => void;
}

export function GoingLive({ rows, templates, onCreated, ...rest }: GoingLiveProps): ReactNode {
  const able = rows.filter(({ secrets }) => secrets !== undefined);
  if (able.length === 0) return <NobodyLive templates={templates} onCreated={onCreated} />;
  return able.map((row) => <LivePanel key={row.id} row={row} {...rest} />);
}

function NobodyLive({ templates, onCreated }: Pick<GoingLiveProps, 'templates' | 'onCreated'>): ReactNode {
  const [isMaking, setMaking] = useState(false);
  const rehearsal = templates.find(({ id }) => id === 'loopback');
  return (
    <Panel title="Going live" note="No connection here can">
      <div className="stack">
        <p className="soft readable">
          Everything above trades on paper: there is no exchange behind it that takes orders. Connections to Delta
          Exchange and Binance come with a later version. The way to live trading can be gone today with the rehearsal
          exchange, which is part of the program and knows no real money: keys into the vault, proof that they may trade
          and not withdraw, limits read, a sentence typed by you, and the switch.
        </p>
        {rehearsal?.isAvailable === true ? (
          <div>
            <Button isSmall icon="plus" onClick={() => setMaking(true)}>
              Make a {rehearsal.name} connection …
            </Button>
          </div>
        ) : null}
      </div>
      {isMaking && rehearsal !== undefined ? (
        <CreateDialog template={rehearsal} onClose={() => setMaking(false)} onCreated={onCreated} />
      ) : null}
    </Panel>
  );
}

type LivePanelProps = Pick<GoingLiveProps, 'vault' | 'version' | 'onChanged'> & { readonly row: ConnectionRow };

function LivePanel({ row, vault, version, onChanged }: LivePanelProps): ReactNode {
  const answer = useRequest(
    'connections.checklist',
    { connection: row.id },
    { everyMs: ASK_EVERY_MS, version, isSticky: true },
  );
  const { data } = answer;
  return (
    <Panel
      title={`Going live: ${row.name}`}
      actions={
        <>
          <KindBadge of={row} />
          <Badge tone={row.isLive ? 'good' : 'neutral'}>{row.isLive ? 'Trades live' : 'Live trading is off'}</Badge>
        </>
      }
    >
      {data === undefined ? (
        <Waiting what="the checklist" answer={answer} />
      ) : (
        <div className="stack">
          {answer.failure === undefined ? null : (
            <Note>
              As of <Age at={answer.receivedAt} />: {answer.failure.message}
            </Note>
          )}
          {/* Other limits are not the ones that were confirmed; and what is live is confirmed anew the next time. */}
          <Steps key={JSON.stringify([data.limits, data.isLive])} {...{ row, checklist: data, vault, onChanged }} />
        </div>
      )}
    </Panel>
  );
}

interface StepsProps {
  readonly row: ConnectionRow;
  readonly checklist: Checklist;
  readonly vault: Vault | undefined;
  readonly onChanged: () => void;
}

function Steps({ row, checklist, vault, onChanged }: StepsProps): ReactNode {
  const [confirmed, setConfirmed] = useState(NOTHING_CONFIRMED);
  const progress = progressOf(checklist, confirmed);
  const words = `${String(progress.done)} of ${String(progress.total)}`;
  return (
    <>
      <div className="liveProgress">
        <Meter
          label="Steps done"
          share={progress.total === 0 ? 0 : progress.done / progress.total}
          text={words}
          tone={progress.isComplete ? 'good' : 'accent'}
        />
        <span>
          <strong>{words}</strong> steps are done
        </span>
      </div>
      <ol className="liveSteps" aria-label={`Steps of ${row.name} to live trading`}>
        {checklist.steps.map((step) => (
          <ChecklistStepLine
            key={step.id}
            {...{ row, step, checklist, vault, confirmed, onChanged }}
            state={stepState(step, checklist, confirmed)}
            onConfirm={(part) => setConfirmed((before) => ({ ...before, ...part }))}
          />
        ))}
      </ol>
      <LiveSwitch {...{ row, checklist, progress, confirmed, onChanged }} />
    </>
  );
}
