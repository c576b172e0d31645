// One step on the way to live trading: how it stands, and the control that does it right there.
import type { ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/records/connection.ts';
import type { Checklist, ChecklistStep, Confirmations, StepState } from '../../lib/liveChecklist.ts';
import { sentence } from '../../lib/format.ts';
import { prefer } from '../../lib/preferences.ts';
import { navigate } from '../../lib/route.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { CheckField, TextField } from '../../ui/Fields.tsx';
import { KeysButtons } from './Keys.tsx';
import { switchOn } from './switchConnection.ts';
import { type Vault, VaultButton } from '../../ui/Vault.tsx';
import { Verify } from './Verify.tsx';

interface StepProps {
  readonly row: ConnectionRow;
  readonly step: ChecklistStep;
  readonly state: StepState;
  readonly checklist: Checklist;
  readonly vault: Vault | undefined;
  readonly confirmed: Confirmations;
  readonly onConfirm: (part: Partial<Confirmations>) => void;
  readonly onChanged: () => void;
}

const LOOKS: Readonly<Record<StepState, readonly [Tone, string]>> = {
  done: ['good', 'Done'],
  todo: ['info', 'To do'],
  fail: ['bad', 'Failed'],
};

export function ChecklistStepLine(props: StepProps): ReactNode {
  const { step, state } = props;
  const [tone, word] = LOOKS[state];
  const control = <Control {...props} />;
  return (
    <li className={`liveStep liveStep-${state}`}>
      <div className="liveStepHead">
        <strong>{step.label}</strong>
        <Badge tone={tone}>{word}</Badge>
      </div>
      <div className="liveStepBody">
        {isSaidBelow(props) ? null : <p className="soft">{sentence(step.detail)}</p>}
        {control}
      </div>
    </li>
  );
}

/** The sentence stands beside its field. */
const isSaidBelow = ({ step, checklist }: StepProps): boolean =>
  step.detail === '' || (step.id === 'sentence' && !checklist.isLive);

/** Nothing where nothing can be done. */
function Control(props: StepProps): ReactNode {
  const { row, step, state, checklist, vault, onChanged } = props;
  const isOpen = state !== 'done';
  switch (step.id) {
    case 'enabled':
      return isOpen ? (
        <div>
          <Button isSmall icon="power" onClick={() => void switchOn({ row, onChanged })}>
            Switch {row.name} on
          </Button>
        </div>
      ) : null;
    case 'vault':
      return isOpen && vault !== undefined ? (
        <div>
          <VaultButton vault={vault} onChanged={onChanged} />
        </div>
      ) : null;
    case 'keys':
      return isOpen && row.secrets !== undefined && vault !== undefined ? (
        <KeysButtons row={row} secrets={row.secrets} vault={vault} onChanged={onChanged} />
      ) : null;
    case 'verified':
      return <Verify connection={row.id} onDone={onChanged} />;
    case 'agreed':
      return isOpen && row.state === 'running' ? <Inbox row={row} /> : null;
    default:
      return checklist.isLive ? null : <Confirmation {...props} />;
  }
}

function Inbox({ row }: { readonly row: ConnectionRow }): ReactNode {
  const open = (): void => {
    prefer({ connection: row.id });
    navigate('orders');
  };
  return (
    <div>
      <Button isSmall onClick={open}>
        See what differs
      </Button>
    </div>
  );
}

function Confirmation({ step, checklist, confirmed, onConfirm }: StepProps): ReactNode {
  switch (step.id) {
    case 'limits':
      return (
        <>
          <dl className="facts liveLimits" aria-label="Limits as they act">
            {checklist.limits.map(({ label, value }) => (
              <div key={label} className="factRow">
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <CheckField
            label="I have read these limits and want them"
            isOn={confirmed.limits}
            onCheck={(limits) => onConfirm({ limits })}
          />
        </>
      );
    case 'killSwitch':
      return (
        <>
          <p>
            <strong>Kill switch</strong> is at the top right. It also checks with the exchange that nothing is left, and
            halts trading until you resume it with a reason. It asks once before it acts.
          </p>
          <CheckField
            label="I know where it is and what it does"
            isOn={confirmed.killSwitch}
            onCheck={(killSwitch) => onConfirm({ killSwitch })}
          />
        </>
      );
    case 'sentence':
      return (
        <>
          <p>
            Type to the letter: <code className="liveSentence">{checklist.sentence}</code>
          </p>
          <TextField
            label="The sentence"
            value={confirmed.sentence}
            onValue={(sentence) => onConfirm({ sentence })}
            problem={sentenceProblem(confirmed.sentence, checklist.sentence)}
          />
        </>
      );
    default:
      return null;
  }
}

/** While it is being typed it is only unfinished. */
const sentenceProblem = (typed: string, wanted: string): string | undefined =>
  wanted.startsWith(typed) ? undefined : 'This is not the sentence: every letter and sign counts.';
