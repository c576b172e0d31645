import { useState, type ReactNode } from 'react';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import type { WireError } from '../../../shared/contract/result.ts';
import { request } from '../../lib/bridge.ts';
import { latencyText, sentence } from '../../lib/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { FailureCode } from '../../ui/States.tsx';

const TONES = { pass: 'good', warn: 'warn', fail: 'bad' } as const;

interface VerifyProps {
  readonly connection: string;
  readonly onDone: () => void;
}

/** Looks whether the connection can do what it must, and shows each step. */
export function Verify({ connection, onDone }: VerifyProps): ReactNode {
  const [answer, setAnswer] = useState<ResultOf<'connections.verify'>>();
  const [failure, setFailure] = useState<WireError>();
  const [isBusy, setBusy] = useState(false);
  const verify = async (): Promise<void> => {
    setBusy(true);
    const result = await request('connections.verify', { connection });
    setBusy(false);
    setAnswer(result.ok ? result.value : undefined);
    setFailure(result.ok ? undefined : result.error);
    onDone();
  };
  return (
    <div className="stack" aria-live="polite">
      <div>
        <Button isSmall icon="check" disabled={isBusy} onClick={() => void verify()}>
          {isBusy ? 'Checking …' : 'Verify'}
        </Button>
      </div>
      {failure === undefined ? null : (
        <p className="fieldProblem">
          {failure.message} <FailureCode failure={failure} />
        </p>
      )}
      {answer === undefined ? null : (
        <ul className="verifySteps" aria-label="What was verified">
          {answer.steps.map((step) => (
            <li key={step.id}>
              <Badge tone={TONES[step.status]}>{step.label}</Badge>
              <span>
                {sentence(step.detail)} <span className="faint">{latencyText(step.ms)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
