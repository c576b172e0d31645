// A level was dragged: asks before anything is sent.
import type { ReactNode } from 'react';
import type { ChartLevel } from '../../charts/price/types.ts';
import { requestFailure } from '../../lib/bridge.ts';
import { priceText } from '../../lib/format.ts';
import { onGrid } from '../../lib/grid.ts';
import { useSelectedConnection } from '../../lib/live/selected.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { tell } from '../../ui/Toasts.tsx';

export interface MovedLevel {
  readonly level: ChartLevel;
  readonly price: number;
}

interface MoveLevelProps {
  readonly moved: MovedLevel | undefined;
  readonly symbol: string;
  readonly tickSize: string | undefined;
  readonly onClose: () => void;
}

export function MoveLevelDialog({ moved, symbol, tickSize, onClose }: MoveLevelProps): ReactNode {
  const connection = useSelectedConnection();
  if (moved === undefined || connection === undefined) return null;
  const { level } = moved;
  const price = onGrid(moved.price, tickSize);
  const [, strategy = ''] = level.id.split('|');
  const name = level.kind === 'stop' ? 'stop' : 'target';
  return (
    <ConfirmDialog
      title={`Move ${name}`}
      isOpen
      onClose={onClose}
      action={`Move to ${priceText(price)}`}
      description={`${strategy} on ${symbol}: from ${priceText(level.price)} to ${priceText(price)}.`}
      onConfirm={async () => {
        const failure = await requestFailure('positions.moveStop', {
          connection,
          strategy,
          symbol,
          ...(level.kind === 'stop' ? { stopPrice: price } : { targetPrice: price }),
        });
        if (failure === undefined) tell({ title: `Moving the ${name} to ${priceText(price)}`, tone: 'good' });
        return failure;
      }}
    />
  );
}
