// The kill switch: the second step, and the report of how long each of its own steps took, as main tells it.
import type { ReactNode } from 'react';
import type { CommandOutcomeRow } from '../../shared/contract/records/risk.ts';
import type { EngineSummary } from '../../shared/contract/records/engine.ts';
import { request } from '../lib/bridge.ts';
import { latencyText } from '../lib/format.ts';
import { useSelectedEngine } from '../lib/live/selected.ts';
import { KIND_WORDS, venueKind } from '../lib/venueKind.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { tell } from '../ui/Toasts.tsx';
import { closeOverlay, useOverlay } from './overlay.ts';

export function KillSwitchDialog(): ReactNode {
  const isOpen = useOverlay((state) => state.open === 'killSwitch');
  const engine = useSelectedEngine((each) => each);
  if (engine === undefined) return null;
  return (
    <ConfirmDialog
      title="Kill switch"
      isOpen={isOpen}
      onClose={closeOverlay}
      isDanger
      needsReason
      action="Cancel all, close all, halt"
      description={`${engine.connection} (${KIND_WORDS[venueKind(engine)]})`}
      onConfirm={async (reason) => {
        const result = await request('trading.killSwitch', { connection: engine.connection, reason });
        if (!result.ok) return result.error;
        for (const outcome of result.value.outcomes) tellOutcome(outcome);
        return undefined;
      }}
    >
      <p>
        Cancels {count(engine.workingOrders, 'working order')}, closes {count(engine.openPositions, 'open position')} at
        market, checks that nothing is left, and halts trading until it is resumed with a reason.
      </p>
      <LastReport engine={engine} />
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
