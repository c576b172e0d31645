// The kill switch: the second step, and the report of how long each of its own steps took, as main tells it.
import { useState, type ReactNode } from 'react';
import type { CommandOutcomeRow } from '../../shared/contract/records/risk.ts';
import type { EngineSummary } from '../../shared/contract/records/engine.ts';
import { request } from '../lib/bridge.ts';
import { latencyText } from '../lib/format.ts';
import { useSelectedEngine } from '../lib/live/selected.ts';
import { useEngines } from '../lib/live/stores.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { Segmented } from '../ui/Fields.tsx';
import { OnConnection } from '../ui/KindBadge.tsx';
import { tell } from '../ui/Toasts.tsx';
import { closeOverlay, useOverlay } from './overlay.ts';

export function KillSwitchDialog(): ReactNode {
  const isOpen = useOverlay((state) => state.open === 'killSwitch');
  const engine = useSelectedEngine((each) => each);
  return isOpen && engine !== undefined ? <OpenDialog engine={engine} /> : null;
}

type Scope = 'one' | 'all';

function OpenDialog({ engine }: { readonly engine: EngineSummary }): ReactNode {
  const engines = useEngines((state) => state.list);
  const [scope, setScope] = useState<Scope>('one');
  const isAll = scope === 'all' && engines.length > 1;
  const meant = isAll ? engines : [engine];
  const sum = (field: 'workingOrders' | 'openPositions') => meant.reduce((total, each) => total + each[field], 0);
  return (
    <ConfirmDialog
      title="Kill switch"
      isOpen
      onClose={closeOverlay}
      isDanger
      needsReason
      action="Cancel all, close all, halt"
      description={isAll ? 'On every connection that runs.' : <OnConnection of={engine} />}
      onConfirm={async (reason) => {
        const which = isAll ? {} : { connection: engine.connection };
        const result = await request('trading.killSwitch', { ...which, reason });
        if (!result.ok) return result.error;
        for (const outcome of result.value.outcomes) tellOutcome(outcome);
        return undefined;
      }}
      further={
        engines.length < 2 ? null : (
          <Segmented
            label="What it stops"
            value={scope}
            options={[
              { value: 'one', label: `Only ${engine.connection}` },
              { value: 'all', label: `All ${String(engines.length)} connections` },
            ]}
            onValue={(value) => setScope(value as Scope)}
          />
        )
      }
    >
      <p>
        Cancels {count(sum('workingOrders'), 'working order')}, closes {count(sum('openPositions'), 'open position')} at
        market, checks that nothing is left, and halts trading until it is resumed with a reason.
      </p>
      {isAll ? null : <LastReport engine={engine} />}
    </ConfirmDialog>
  );
}

function tellOutcome({ connection, isAccepted, detail, tookMs }: CommandOutcomeRow): void {
  const verified = tookMs?.verified ?? null;
  tell({
    title: isAccepted ? `Kill switch pulled: ${connection}` : `Kill switch refused: ${connection}`,
    text: verified === null ? detail : `${detail}; verified after ${latencyText(verified)}`,
    tone: isAccepted ? 'warn' : 'bad',
  });
}

const count = (number: number, what: string): string => `${String(number)} ${what}${number === 1 ? '' : 's'}`;

function LastReport({ engine }: { readonly engine: EngineSummary }): ReactNode {
  const report = engine.killSwitch;
  if (report === undefined) return null;
  const steps = [
    ['Orders canceled', report.canceledMs],
    ['Positions flat', report.flatMs],
    ['Verified flat', report.verifiedMs],
  ] as const;
  return (
    <dl className="facts">
      {steps.map(([step, ms]) => (
        <div key={step} className="factRow">
          <dt>{step}</dt>
          <dd>{ms === null ? 'not yet' : `after ${latencyText(ms)}`}</dd>
        </div>
      ))}
    </dl>
  );
}
