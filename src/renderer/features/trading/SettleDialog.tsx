// The second step before a difference is settled: what it will do in words, at which price, for whom, and why.
import { useState, type ReactNode } from 'react';
import type { DifferenceActionName, DifferenceRow } from '../../../shared/contract/records/reconciliation.ts';
import { requestFailure } from '../../lib/bridge.ts';
import { priceText } from '../../lib/format.ts';
import { positiveText } from '../../lib/ticket.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { SelectField, TextField } from '../../ui/Fields.tsx';
import { tell } from '../../ui/Toasts.tsx';
import { actionText, doneText } from './words.ts';

export interface SettleProps {
  readonly item: DifferenceRow;
  readonly action: DifferenceActionName;
  readonly onClose: () => void;
}

export function SettleDialog({ item, action, onClose }: SettleProps): ReactNode {
  const { connection, id, kind } = item;
  const isBooked = kind === 'position' && action !== 'ignore' && action !== 'restore';
  const [price, setPrice] = useState(item.price ?? '');
  const [strategy, setStrategy] = useState(item.strategies[0] ?? '');
  const at = positiveText(price);
  const title = actionText(action, item);
  return (
    <ConfirmDialog
      title={title}
      isOpen
      onClose={onClose}
      action={title}
      isDanger={action === 'flatten'}
      needsReason
      size="medium"
      description={item.text}
      onConfirm={async (reason) => {
        if (isBooked && at === undefined) return { code: 'BAD_REQUEST', message: NO_PRICE };
        const failure = await requestFailure('reconciliation.resolve', {
          ...{ connection, id, action, reason },
          ...(isBooked && at !== undefined ? { price: at } : {}),
          ...(action === 'assign' ? { strategy } : {}),
        });
        if (failure === undefined)
          tell({ title: doneText(action, item), ...(action !== 'restore' && { text: item.text }), tone: 'good' });
        return failure;
      }}
    >
      <p className="soft">{item.actions.find((each) => each.action === action)?.text}</p>
      {action === 'assign' ? (
        <SelectField
          label="Strategy"
          value={strategy}
          onValue={setStrategy}
          options={item.strategies.map((each) => ({ value: each, label: each }))}
        />
      ) : null}
      {isBooked ? (
        <TextField
          label="Price"
          value={price}
          onValue={setPrice}
          inputMode="decimal"
          hint={
            item.price === undefined
              ? 'There is no price of the market yet.'
              : `The market is at ${priceText(item.price)}. Another price is another result; a stop beyond the market closes at once.`
          }
          problem={at === undefined ? NO_PRICE : undefined}
        />
      ) : null}
    </ConfirmDialog>
  );
}

const NO_PRICE = 'A price above zero, such as 12.5.';
