// The four states beside "here it is": loading, empty, failed, stale.
import { useState, type ReactNode } from 'react';
import { sentence } from '../lib/format.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

export function Loading({ what }: { readonly what: string }): ReactNode {
  return (
    <div className="state" role="status" aria-busy="true">
      <span className="spinner" aria-hidden="true" />
      <span>Loading {what} …</span>
    </div>
  );
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactNode {
  return (
    <div className="state">
      <strong>{title}</strong>
      {children === undefined ? null : <div className="stateText">{children}</div>}
    </div>
  );
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  /** In the log, to find the cause. */
  readonly correlationId?: string | undefined;
}

export function ErrorState({
  what,
  failure,
  onRetry,
}: {
  readonly what: string;
  readonly failure: Failure;
  readonly onRetry?: (() => void) | undefined;
}): ReactNode {
  return (
    <div className="state state-error" role="alert">
      <Icon name="warning" size={20} />
      <strong>{what} could not be loaded</strong>
      <div className="stateText">{sentence(failure.message)}</div>
      <FailureCode failure={failure} />
      {onRetry === undefined ? null : <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}

/** In place of what was asked for and is not there: still on its way, or failed. */
export function Waiting({
  what,
  answer,
}: {
  readonly what: string;
  readonly answer: { readonly failure: Failure | undefined; readonly reload: () => void };
}): ReactNode {
  if (answer.failure === undefined) return <Loading what={what} />;
  return (
    <ErrorState what={what.charAt(0).toUpperCase() + what.slice(1)} failure={answer.failure} onRetry={answer.reload} />
  );
}

/** For the log, out of the way: its code, and the number to find it by. What main never heard of is not in the log. */
export function FailureCode({ failure }: { readonly failure: Failure }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (failure.correlationId === undefined) return null;
  return (
    <span className="failureCode">
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Details
      </button>
      {isOpen ? (
        <code>
          {failure.code} · {failure.correlationId}
        </code>
      ) : null}
    </span>
  );
}

/** Above the buttons of a form: why it was not taken. */
export function FormProblem({ failure }: { readonly failure: Failure | undefined }): ReactNode {
  if (failure === undefined) return null;
  return (
    <div className="formProblem" role="alert">
      {sentence(failure.message)} <FailureCode failure={failure} />
    </div>
  );
}

/** A sentence above figures that are older than they should be, or about anything else that must not be missed. */
export function Note({
  tone = 'warn',
  children,
}: {
  readonly tone?: 'warn' | 'bad' | 'info' | 'sim' | 'live';
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={`note note-${tone}`}>
      <Icon name={tone === 'info' || tone === 'sim' ? 'about' : 'warning'} size={15} />
      <div>{children}</div>
    </div>
  );
}
