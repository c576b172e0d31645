// The kill switch: the second step, and the report of how long each of its own steps took, as main tells it.
import type { ReactNode } from 'react';
import type { EngineSummary } from '../../shared/contract/records/engine.ts';
import { requestFailure } from '../lib/bridge.ts';
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
        const failure = await requestFailure('engine.killSwitch', { connection: engine.connection, reason });
        if (failure === undefined) {
          tell({ title: 'Kill switch pulled', text: 'Trading is halted until you resume it under Risk.', tone: 'warn' });
        }
        return failure;
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
