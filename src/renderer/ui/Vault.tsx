// The vault for keys: how it stands, and the passphrase that makes or opens it. The passphrase is gone from here once it is sent.
import { useRef, useState, type ReactNode } from 'react';
import type { ResultOf } from '../../shared/contract/requests.ts';
import { requestFailure } from '../lib/bridge.ts';
import { passphraseHint, repetitionProblem } from '../lib/passphrase.ts';
import { Badge } from './Badge.tsx';
import { Button } from './Button.tsx';
import { ConfirmDialog } from './Dialog.tsx';
import { TextField } from './Fields.tsx';
import { Note } from './States.tsx';
import { tell } from './Toasts.tsx';

export type Vault = ResultOf<'vault.status'>;

interface VaultProps {
  readonly vault: Vault;
  readonly onChanged: () => void;
}

/** Above the connections while keys cannot be used. */
export function VaultNote({ vault, onChanged }: VaultProps): ReactNode {
  if (vault.isUnlocked) return null;
  return (
    <Note>
      <div className="row vaultNote">
        <span>
          {vault.isCreated
            ? 'The vault is locked: no connection can use its keys before it is opened with its passphrase.'
            : 'There is no vault for keys yet. It is made once, with a passphrase that only you know.'}
        </span>
        <VaultButton vault={vault} onChanged={onChanged} />
      </div>
    </Note>
  );
}

export function VaultButton({ vault, words, onChanged }: VaultProps & { readonly words?: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (vault.isUnlocked) return <Badge tone="good">Vault open</Badge>;
  return (
    <>
      <Button isSmall onClick={() => setOpen(true)}>
        {words ?? (vault.isCreated ? 'Open the vault …' : 'Make the vault …')}
      </Button>
      {isOpen ? <VaultDialog vault={vault} onChanged={onChanged} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface DialogProps extends VaultProps {
  /** True: it is open now. */
  readonly onClose: (isUnlocked: boolean) => void;
}

export function VaultDialog(props: DialogProps): ReactNode {
  // Once it is made the status says so, and the dialog that made it must not become the other one.
  const [isCreated] = useState(props.vault.isCreated);
  return isCreated ? <UnlockDialog {...props} /> : <CreateDialog {...props} />;
}

const MISMATCH = { code: 'BAD_REQUEST', message: 'Write the same passphrase twice.' } as const;

function CreateDialog({ onChanged, onClose }: DialogProps): ReactNode {
  const [text, setText] = useState('');
  const [again, setAgain] = useState('');
  const isDone = useRef(false);
  const hint = passphraseHint(text);
  return (
    <ConfirmDialog
      title="Make the vault"
      isOpen
      onClose={() => onClose(isDone.current)}
      action="Make the vault"
      description="Keys are kept in a file that is sealed with this passphrase. Foredeck asks for it after every start."
      onConfirm={async () => {
        if (text !== again) return MISMATCH;
        const failure = await requestFailure('vault.create', { passphrase: text });
        if (failure !== undefined) return failure;
        setText('');
        setAgain('');
        isDone.current = true;
        tell({ title: 'The vault is made, and open', tone: 'good' });
        onChanged();
        return undefined;
      }}
    >
      <PassphraseField
        label="Passphrase"
        value={text}
        onValue={setText}
        hint={<span className={`passphrase-${hint.level}`}>{hint.text}</span>}
      />
      <PassphraseField
        label="Passphrase again"
        value={again}
        onValue={setAgain}
        problem={repetitionProblem(text, again)}
      />
      <Note>
        <strong>It cannot be recovered.</strong> Whoever forgets it has to take new keys from the exchange and make the
        vault anew. Nobody, and no file, can bring it back.
      </Note>
    </ConfirmDialog>
  );
}

function UnlockDialog({ onChanged, onClose }: DialogProps): ReactNode {
  const [text, setText] = useState('');
  const isDone = useRef(false);
  return (
    <ConfirmDialog
      title="Open the vault"
      isOpen
      onClose={() => onClose(isDone.current)}
      action="Open the vault"
      description="It stays open until the program ends."
      onConfirm={async () => {
        const failure = await requestFailure('vault.unlock', { passphrase: text });
        setText('');
        if (failure !== undefined) return failure;
        isDone.current = true;
        tell({ title: 'The vault is open', tone: 'good' });
        onChanged();
        return undefined;
      }}
    >
      <PassphraseField label="Passphrase" value={text} onValue={setText} />
    </ConfirmDialog>
  );
}

function PassphraseField(props: Omit<Parameters<typeof TextField>[0], 'type'>): ReactNode {
  return <TextField {...props} type="password" autoComplete="off" required />;
}
