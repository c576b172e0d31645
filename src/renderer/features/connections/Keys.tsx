// The keys of one connection: whether they are there and since when. They are written here and never shown again; what was typed
// is gone from the window once it is sent or the dialog is closed.
import { useState, type ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/records/connection.ts';
import { request } from '../../lib/bridge.ts';
import { shortTimeText } from '../../lib/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { tell } from '../../ui/Toasts.tsx';
import { IssueKeysDialog } from './IssueKeys.tsx';
import type { Secrets, Values } from './keyTypes.ts';
import { type Vault, VaultDialog } from '../../ui/Vault.tsx';

interface KeysProps {
  readonly row: ConnectionRow;
  readonly secrets: Secrets;
  readonly vault: Vault;
  readonly onChanged: () => void;
}

/** Which are there, and what can be done with them. */
export function KeysSection(props: KeysProps): ReactNode {
  const { row, secrets } = props;
  return (
    <section className="stack keysSection" aria-label={`Keys of ${row.name}`}>
      <div className="row">
        {secrets.fields.map((field) => (
          <Badge key={field.name} tone={field.isStored ? 'good' : 'neutral'}>
            {field.label}: {field.isStored ? 'stored' : 'not stored'}
          </Badge>
        ))}
        <span className="faint">
          {secrets.storedAt === undefined ? '' : `since ${shortTimeText(secrets.storedAt)} UTC · never shown again`}
        </span>
      </div>
      <KeysButtons {...props} />
    </section>
  );
}

type Doing = 'vault' | 'form' | 'issue' | 'delete';

const NO_VALUES: Values = {};

/** Also where a step of the way to live trading asks for keys. */
export function KeysButtons({ row, secrets, vault, onChanged }: KeysProps): ReactNode {
  const [doing, setDoing] = useState<Doing>();
  const [taken, setTaken] = useState(NO_VALUES);
  const isAnyStored = secrets.fields.some(({ isStored }) => isStored);
  const end = (): void => {
    setDoing(undefined);
    setTaken(NO_VALUES);
  };
  const toForm = (values: Values): void => {
    setTaken(values);
    setDoing(vault.isUnlocked ? 'form' : 'vault');
  };
  return (
    <div className="row">
      <Button isSmall onClick={() => toForm(NO_VALUES)}>
        {isAnyStored ? 'Replace keys …' : 'Enter keys …'}
      </Button>
      {secrets.isIssuer ? (
        <Button isSmall onClick={() => setDoing('issue')}>
          Get keys from the rehearsal exchange …
        </Button>
      ) : null}
      {isAnyStored ? (
        <Button isSmall tone="quiet" onClick={() => setDoing('delete')}>
          Delete keys …
        </Button>
      ) : null}
      {doing === 'vault' ? (
        <VaultDialog
          vault={vault}
          onChanged={onChanged}
          onClose={(isUnlocked) => (isUnlocked ? setDoing('form') : end())}
        />
      ) : null}
      {doing === 'form' ? <KeysDialog {...{ row, secrets, onChanged }} initial={taken} onClose={end} /> : null}
      {doing === 'issue' ? (
        <IssueKeysDialog connection={row.id} fields={secrets.fields} onTake={toForm} onClose={end} />
      ) : null}
      {doing === 'delete' ? <DeleteDialog row={row} onClose={end} onChanged={onChanged} /> : null}
    </div>
  );
}

interface FormProps extends Omit<KeysProps, 'vault'> {
  readonly initial: Values;
  readonly onClose: () => void;
}

function KeysDialog({ row, secrets, initial, onClose, onChanged }: FormProps): ReactNode {
  const [values, setValues] = useState(initial);
  return (
    <ConfirmDialog
      title={`Keys of ${row.name}`}
      isOpen
      onClose={onClose}
      action="Store the keys"
      description="They go into the vault and can be replaced or deleted, but never read back. What was stored before is replaced."
      onConfirm={async () => {
        const result = await request('connections.setSecrets', { connection: row.id, values });
        if (!result.ok) return result.error;
        setValues(NO_VALUES);
        tell({ title: `Keys of ${row.name} stored`, text: 'Verify the connection with them next.', tone: 'good' });
        onChanged();
        return undefined;
      }}
    >
      {secrets.fields.map((field) => (
        <TextField
          key={field.name}
          label={field.label}
          type="password"
          autoComplete="off"
          required
          value={values[field.name] ?? ''}
          onValue={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
    </ConfirmDialog>
  );
}

interface DeleteProps {
  readonly row: ConnectionRow;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function DeleteDialog({ row, onClose, onChanged }: DeleteProps): ReactNode {
  return (
    <ConfirmDialog
      title={`Delete the keys of ${row.name}`}
      isOpen
      onClose={onClose}
      needsReason
      isDanger
      action="Delete the keys"
      description="Live trading of this connection goes off with them, and nobody watches its open positions. On the exchange the keys stay valid until you revoke them there."
      onConfirm={async (reason) => {
        const result = await request('connections.deleteSecrets', { connection: row.id, reason });
        if (!result.ok) return result.error;
        tell({ title: `Keys of ${row.name} deleted`, tone: 'good' });
        onChanged();
        return undefined;
      }}
    />
  );
}
