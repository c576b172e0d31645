// The switch itself: dangerous, in two steps, and only where main says ready and everything is confirmed.
import { useState, type ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/records/connection.ts';
import { request } from '../../lib/bridge.ts';
import { type Checklist, confirmationParams, type Confirmations, type Progress } from '../../lib/liveChecklist.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { SwitchField } from '../../ui/Fields.tsx';
import { OnConnection } from '../../ui/KindBadge.tsx';
import { tell } from '../../ui/Toasts.tsx';

interface SwitchProps {
  readonly row: ConnectionRow;
  readonly checklist: Checklist;
  readonly progress: Progress;
  readonly confirmed: Confirmations;
  readonly onChanged: () => void;
}

type Asking = 'on' | 'off';

export function LiveSwitch({ row, checklist, progress, confirmed, onChanged }: SwitchProps): ReactNode {
  const [asking, setAsking] = useState<Asking>();
  const { isLive } = checklist;
  const end = (): void => setAsking(undefined);
  return (
    <div className="liveSwitch">
      <SwitchField
        label="Trade live"
        isOn={isLive}
        isDisabled={!isLive && !progress.isComplete}
        onSwitch={(isOn) => setAsking(isOn ? 'on' : 'off')}
        hint={hintOf(isLive, progress)}
      />
      {asking === undefined ? null : (
        <SwitchDialog
          {...{ row, onChanged }}
          isLive={asking === 'on'}
          params={asking === 'on' ? confirmationParams(confirmed) : {}}
          onClose={end}
        />
      )}
    </div>
  );
}

function hintOf(isLive: boolean, { left, isComplete }: Progress): string {
  if (isLive) return 'Orders go to the exchange. Off takes one confirmation.';
  if (isComplete) return 'Everything is done. It asks once more, and for a reason.';
  return left.length === 0 ? 'The program is not ready for it yet.' : `Still to do: ${left.join(', ')}.`;
}

interface DialogProps {
  readonly row: ConnectionRow;
  readonly isLive: boolean;
  readonly params: Partial<ReturnType<typeof confirmationParams>>;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function SwitchDialog({ row, isLive, params, onClose, onChanged }: DialogProps): ReactNode {
  const place = row.isSimulated
    ? 'They go to the rehearsal exchange exactly as they would to a real one. No real money moves.'
    : 'They move real money.';
  return (
    <ConfirmDialog
      title={isLive ? `Trade live on ${row.name}` : `Switch live trading of ${row.name} off`}
      isOpen
      onClose={onClose}
      needsReason
      isDanger={isLive}
      action={isLive ? 'Trade live' : 'Switch live trading off'}
      description={<OnConnection of={{ ...row, connection: row.id }} />}
      onConfirm={async (reason) => {
        const result = await request('connections.setLive', { connection: row.id, isLive, reason, ...params });
        if (!result.ok) return result.error;
        tell({
          title: `${row.name} ${isLive ? 'trades live' : 'no longer trades live'}`,
          tone: isLive ? 'warn' : 'good',
        });
        onChanged();
        return undefined;
      }}
    >
      <p>
        {isLive
          ? `From now on strategies, and you, send orders to the exchange. ${place}`
          : 'No position is opened or increased from then on. Open ones stay with their stops and can be closed.'}
      </p>
    </ConfirmDialog>
  );
}
