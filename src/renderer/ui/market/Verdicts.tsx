// What became of a signal or an order: its outcome, the gates and every risk check in order, refusals with their sentence.
import type { ReactNode } from 'react';
import type { SignalRow } from '../../../shared/contract/records/signal.ts';
import { REFUSALS, type RefusalCode } from '../../../shared/domain/refusal.ts';
import { shortTimeText, wordsText } from '../../lib/format.ts';
import { Badge, type Tone } from '../Badge.tsx';
import { Icon } from '../Icon.tsx';

type Decision = NonNullable<SignalRow['decision']>;
type Verdict = Decision['verdicts'][number];

const OUTCOME: Readonly<Record<Decision['outcome'], Tone>> = { ordered: 'good', refused: 'warn', ignored: 'neutral' };

export function OutcomeBadge({ decision }: { readonly decision: Decision | undefined }): ReactNode {
  if (decision === undefined) return <Badge>Undecided</Badge>;
  return (
    <Badge tone={OUTCOME[decision.outcome]} title={decision.reason}>
      {wordsText(decision.outcome)}
    </Badge>
  );
}

/** The code that stopped it, if one did. */
export const refusalOf = (decision: Decision | undefined): string | undefined =>
  decision?.verdicts.find((verdict) => !verdict.allow)?.code ?? decision?.gates.find((gate) => !gate.allow)?.gate;

/** The sentence of a code; a gate's name in words. */
export const codeText = (code: string): string =>
  Object.hasOwn(REFUSALS, code) ? REFUSALS[code as RefusalCode] : wordsText(code);

export function VerdictList({ verdicts }: { readonly verdicts: readonly Verdict[] }): ReactNode {
  return (
    <ul className="verdicts" aria-label="Risk checks">
      {verdicts.map((verdict) => (
        <li key={verdict.code} className={verdict.allow ? 'truth-true' : 'truth-false'}>
          <Icon name={verdict.allow ? 'check' : 'cross'} size={13} />
          <span className="visuallyHidden">{verdict.allow ? 'allowed:' : 'refused:'}</span>
          <code>{verdict.code}</code>
          {verdict.allow ? null : (
            <span>
              {verdict.detail === '' ? codeText(verdict.code) : verdict.detail}
              {verdict.until === undefined ? '' : `, until ${shortTimeText(verdict.until)}`}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

export function GateList({ gates }: { readonly gates: Decision['gates'] }): ReactNode {
  if (gates.length === 0) return null;
  return (
    <ul className="verdicts" aria-label="Gates">
      {gates.map((gate) => (
        <li key={gate.gate} className={gate.allow ? 'truth-true' : 'truth-false'}>
          <Icon name={gate.allow ? 'check' : 'cross'} size={13} />
          <span>{wordsText(gate.gate)}</span>
          <span className="faint">{gate.detail}</span>
        </li>
      ))}
    </ul>
  );
}
