// What will change, line by line, before it is written.
import { useMemo, type ReactNode } from 'react';
import { diffLines } from 'diff';
import { requestFailure } from '../../lib/bridge.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { tell } from '../../ui/Toasts.tsx';

interface SaveDialogProps {
  readonly id: string;
  readonly before: string;
  readonly yaml: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

export function SaveDialog({ id, before, yaml, onClose, onSaved }: SaveDialogProps): ReactNode {
  return (
    <ConfirmDialog
      title={`Save ${id}`}
      isOpen
      onClose={onClose}
      needsReason
      size="medium"
      action="Save"
      description="Engines take it up within seconds. Open positions keep the exits they have."
      onConfirm={async (reason) => {
        const failure = await requestFailure('strategies.save', { id, yaml, reason });
        if (failure !== undefined) return failure;
        tell({ title: `${id} saved`, tone: 'good', undo: () => void putBack(id, before, onSaved) });
        onSaved();
        return undefined;
      }}
    >
      <Difference before={before} after={yaml} />
    </ConfirmDialog>
  );
}

/** The text that was there before. */
async function putBack(id: string, yaml: string, onSaved: () => void): Promise<void> {
  const failure = await requestFailure('strategies.save', { id, yaml, reason: 'undone in the window' });
  onSaved();
  if (failure === undefined) tell({ title: `${id} is as it was`, tone: 'good' });
  else tell({ title: `${id} was not put back`, text: failure.message, tone: 'bad' });
}

const CONTEXT = 2;

interface DiffLine {
  readonly kind: 'added' | 'removed' | 'same' | 'skipped';
  readonly text: string;
}

/** Changed lines with a little around them. */
function diffOf(before: string, after: string): DiffLine[] {
  return diffLines(before, after).flatMap((part): DiffLine[] => {
    const lines = part.value.replace(/\n$/, '').split('\n');
    if (part.added) return lines.map((text) => ({ kind: 'added', text }));
    if (part.removed) return lines.map((text) => ({ kind: 'removed', text }));
    if (lines.length <= 2 * CONTEXT + 1) return lines.map((text) => ({ kind: 'same', text }));
    const skipped = lines.length - 2 * CONTEXT;
    return [
      ...lines.slice(0, CONTEXT).map((text): DiffLine => ({ kind: 'same', text })),
      { kind: 'skipped', text: `${String(skipped)} lines without a change` },
      ...lines.slice(-CONTEXT).map((text): DiffLine => ({ kind: 'same', text })),
    ];
  });
}

const SIGNS = { added: '+', removed: '-', same: ' ', skipped: '…' } as const;

function Difference({ before, after }: { readonly before: string; readonly after: string }): ReactNode {
  const lines = useMemo(() => diffOf(before, after), [before, after]);
  return (
    <div className="diff" role="group" aria-label="What will change" tabIndex={0}>
      {lines.map((line, index) => (
        <div key={index} className={`diffLine diff-${line.kind}`}>
          <span aria-hidden="true">{SIGNS[line.kind]}</span>
          {line.kind === 'added' || line.kind === 'removed' ? (
            <span className="visuallyHidden">{line.kind}: </span>
          ) : null}
          {line.text}
        </div>
      ))}
    </div>
  );
}
