// The second step before a position, or all of them, is closed.
import type { ReactNode } from 'react';
import type { PositionRow } from '../../../shared/contract/records/portfolio.ts';
import { request, requestFailure } from '../../lib/bridge.ts';
import { useSelectedEngine } from '../../lib/live/selected.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { OnConnection } from '../../ui/KindBadge.tsx';
import { tell } from '../../ui/Toasts.tsx';
import { positionText } from './words.ts';

interface CloseProps {
  readonly position: PositionRow | undefined;
  readonly onClose: () => void;
}

export function CloseDialog({ position, onClose }: CloseProps): ReactNode {
  if (position === undefined) return null;
  const { connection, strategy, symbol } = position;
  return (
    <ConfirmDialog
      title="Close position"
      isOpen
      onClose={onClose}
      action="Close at market"
      description={positionText(position)}
      onConfirm={async () => {
        const failure = await requestFailure('positions.close', { connection, strategy, symbol });
        if (failure === undefined) tell({ title: `Closing ${symbol}`, text: positionText(position), tone: 'good' });
        return failure;
      }}
    >
      <p className="soft">A reduce-only market order goes out; its protective orders are canceled once it is flat.</p>
    </ConfirmDialog>
  );
}

export function CloseAllDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const engine = useSelectedEngine((each) => each);
  if (engine === undefined) return null;
  return (
    <ConfirmDialog
      title="Close all positions"
      isOpen={isOpen}
      onClose={onClose}
      isDanger
      action={`Close ${String(engine.openPositions)} at market`}
      description={<OnConnection of={engine} />}
      onConfirm={async () => {
        const result = await request('positions.closeAll', { connection: engine.connection });
        if (!result.ok) return result.error;
        for (const { connection, isAccepted, detail } of result.value.outcomes) {
          tell({ title: connection, text: detail, tone: isAccepted ? 'good' : 'bad' });
        }
        return undefined;
      }}
    >
      <p className="soft">
        Every position of this connection is closed at the market. Trading goes on: strategies may enter again. To stop
        it too, use the kill switch.
      </p>
    </ConfirmDialog>
  );
}
