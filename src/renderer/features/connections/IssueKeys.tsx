// Keys of the rehearsal exchange: chosen rights, then the values once, to be copied or put into the form, as on an exchange's own page.
import { useState, type ReactNode } from 'react';
import { request } from '../../lib/bridge.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CheckField } from '../../ui/Fields.tsx';
import { type Failure, FormProblem, Note } from '../../ui/States.tsx';
import { tell } from '../../ui/Toasts.tsx';
import type { Secrets, Values } from './keyTypes.ts';

interface IssueProps {
  readonly connection: string;
  readonly fields: Secrets['fields'];
  readonly onTake: (values: Values) => void;
  readonly onClose: () => void;
}

export function IssueKeysDialog({ connection, fields, onTake, onClose }: IssueProps): ReactNode {
  const [issued, setIssued] = useState<Values>();
  return (
    <Dialog
      title="Keys of the rehearsal exchange"
      isOpen
      onClose={onClose}
      description="The rehearsal exchange is part of this program and knows no real money. An exchange of your own gives keys on its website."
    >
      {issued === undefined ? (
        <Rights connection={connection} onIssued={setIssued} onClose={onClose} />
      ) : (
        <Issued issued={issued} fields={fields} onTake={onTake} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface RightsProps {
  readonly connection: string;
  readonly onIssued: (values: Values) => void;
  readonly onClose: () => void;
}

function Rights({ connection, onIssued, onClose }: RightsProps): ReactNode {
  const [canTrade, setTrade] = useState(true);
  const [canWithdraw, setWithdraw] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const issue = async (): Promise<void> => {
    const result = await request('connections.issueKeys', { connection, canTrade, canWithdraw });
    if (result.ok) onIssued(result.value.values);
    else setFailure(result.error);
  };
  return (
    <form
      className="confirmForm"
      onSubmit={(event) => {
        event.preventDefault();
        void issue();
      }}
    >
      <CheckField label="May trade" isOn={canTrade} onCheck={setTrade} hint="Foredeck needs it to send orders." />
      <CheckField
        label="May withdraw"
        isOn={canWithdraw}
        onCheck={setWithdraw}
        hint="Foredeck refuses keys that may: whoever steals them takes the money with them. Here you can see it refuse."
      />
      <FormProblem failure={failure} />
      <div className="dialogActions">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary">
          Get keys
        </Button>
      </div>
    </form>
  );
}

interface IssuedProps extends Omit<IssueProps, 'connection'> {
  readonly issued: Values;
}

function Issued({ issued, fields, onTake, onClose }: IssuedProps): ReactNode {
  return (
    <div className="stack">
      <Note>Shown this once. Closed, they are gone, here and on the exchange’s page.</Note>
      <dl className="issuedKeys">
        {fields.map(({ name, label }) => (
          <div key={name} className="factRow">
            <dt>{label}</dt>
            <dd>
              <code>{issued[name] ?? ''}</code>
            </dd>
            <dd>
              <Button isSmall onClick={() => void copy(label, issued[name] ?? '')}>
                Copy {label}
              </Button>
            </dd>
          </div>
        ))}
      </dl>
      <div className="dialogActions">
        <Button onClick={onClose}>Close</Button>
        <Button tone="primary" onClick={() => onTake(issued)}>
          Put into the form
        </Button>
      </div>
    </div>
  );
}

async function copy(label: string, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell({ title: `${label} copied`, text: 'The clipboard keeps it until something else is copied.', tone: 'good' });
  } catch {
    tell({ title: `${label} was not copied`, text: 'Select it and copy it by hand.', tone: 'bad' });
  }
}
