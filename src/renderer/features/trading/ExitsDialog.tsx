// Stop and target of a position: moved, or taken away.
import { useState, type ReactNode } from 'react';
import type { PositionRow } from '../../../shared/contract/records/portfolio.ts';
import { requestFailure } from '../../lib/bridge.ts';
import { priceText } from '../../lib/format.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { tell } from '../../ui/Toasts.tsx';
import { movedPrice, positiveText } from '../../lib/ticket.ts';
import { positionText } from './words.ts';

interface ExitsProps {
  readonly position: PositionRow | undefined;
  readonly onClose: () => void;
}

export function ExitsDialog({ position, onClose }: ExitsProps): ReactNode {
  return position === undefined ? null : <ExitsForm key={position.symbol} position={position} onClose={onClose} />;
}

function ExitsForm({ position, onClose }: { readonly position: PositionRow; readonly onClose: () => void }): ReactNode {
  const [stop, setStop] = useState(position.stopPrice ?? '');
  const [target, setTarget] = useState(position.targetPrice ?? '');
  const { connection, strategy, symbol } = position;
  return (
    <ConfirmDialog
      title="Move stop and target"
      isOpen
      onClose={onClose}
      action="Move"
      description={positionText(position)}
      onConfirm={async () => {
        if (problemOf(stop) !== undefined || problemOf(target) !== undefined)
          return { code: 'BAD_REQUEST', message: 'Write prices above zero, or nothing.' };
        const moved = {
          ...movedPrice('stopPrice', position.stopPrice, stop),
          ...movedPrice('targetPrice', position.targetPrice, target),
        };
        const failure = await requestFailure('positions.moveStop', { connection, strategy, symbol, ...moved });
        if (failure === undefined)
          tell({
            title: `Stop and target of ${symbol} are being moved`,
            tone: 'good',
            undo: () => void moveBack(position, moved),
          });
        return failure;
      }}
    >
      <TextField
        label="Stop"
        value={stop}
        onValue={setStop}
        inputMode="decimal"
        hint={`Mark ${priceText(position.mark)}. Empty takes the stop away.`}
        problem={problemOf(stop)}
      />
      <TextField
        label="Target"
        value={target}
        onValue={setTarget}
        inputMode="decimal"
        hint="Empty takes the target away."
        problem={problemOf(target)}
      />
      {stop.trim() === '' ? (
        <p className="fieldProblem" role="alert">
          Without a stop the position has no limit to its loss.
        </p>
      ) : null}
    </ConfirmDialog>
  );
}

/** Those that were moved to where they were. */
async function moveBack(
  { connection, strategy, symbol, stopPrice, targetPrice }: PositionRow,
  moved: { readonly stopPrice?: string | null; readonly targetPrice?: string | null },
): Promise<void> {
  const failure = await requestFailure('positions.moveStop', {
    ...{ connection, strategy, symbol, reason: 'undone in the window' },
    ...('stopPrice' in moved ? { stopPrice: stopPrice ?? null } : {}),
    ...('targetPrice' in moved ? { targetPrice: targetPrice ?? null } : {}),
  });
  if (failure === undefined) tell({ title: `Stop and target of ${symbol} are being moved back`, tone: 'good' });
  else tell({ title: 'Not moved back', text: failure.message, tone: 'bad' });
}

const problemOf = (written: string): string | undefined =>
  written.trim() === '' || positiveText(written) !== undefined ? undefined : 'A price above zero, such as 12.5.';
