// A new strategy from the text of this one.
import { useState, type ReactNode } from 'react';
import { requestFailure } from '../../lib/bridge.ts';
import { navigate } from '../../lib/route.ts';
import { isStrategyId, withId, writeForm } from '../../lib/strategyForm.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { tell } from '../../ui/Toasts.tsx';

interface CopyDialogProps {
  readonly yaml: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

export function CopyDialog({ yaml, onClose, onSaved }: CopyDialogProps): ReactNode {
  const [id, setId] = useState('');
  const isId = isStrategyId(id);
  return (
    <ConfirmDialog
      title="Copy as a new strategy"
      isOpen
      onClose={onClose}
      action="Make the copy"
      description="The copy begins switched off."
      onConfirm={async () => {
        if (!isId) return { code: 'BAD_REQUEST', message: 'Choose an id such as my-strategy.' };
        const copy = writeForm(withId(yaml, id), 'enabled', false);
        const failure = await requestFailure('strategies.save', { id, yaml: copy });
        if (failure !== undefined) return failure;
        tell({ title: `${id} made`, tone: 'good' });
        onSaved();
        navigate('strategies', { id });
        return undefined;
      }}
    >
      <TextField
        label="Id"
        value={id}
        onValue={setId}
        hint="Small letters, digits and hyphens, such as my-strategy"
        problem={id === '' || isId ? undefined : 'Only small letters, digits and hyphens, none of them at the ends.'}
      />
    </ConfirmDialog>
  );
}
