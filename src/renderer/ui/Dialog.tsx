// Dialogs: focus stays inside, Escape closes, the rest of the window is inert.
import { useState, type ReactNode } from 'react';
import { Dialog as Base } from '@base-ui/react/dialog';
import { Button, IconButton } from './Button.tsx';
import { cx } from './cx.ts';
import { TextField } from './Fields.tsx';
import { type Failure, FormProblem } from './States.tsx';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly description?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  readonly tone?: 'plain' | 'danger';
  readonly children: ReactNode;
}

export function Dialog({
  title,
  isOpen,
  onClose,
  description,
  size = 'small',
  tone = 'plain',
  children,
}: DialogProps): ReactNode {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className="dialogBackdrop" />
        <Base.Popup className={cx('dialog', `dialog-${size}`, tone === 'danger' && 'dialog-danger')}>
          <div className="dialogHead">
            <Base.Title className="dialogTitle">{title}</Base.Title>
          </div>
          {description === undefined ? null : (
            <Base.Description className="dialogDescription" render={<div />}>
              {description}
            </Base.Description>
          )}
          <div className="dialogBody">{children}</div>
          {/* Last, so that the first field has the focus. */}
          <IconButton icon="close" label="Close" className="dialogClose" onClick={onClose} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export interface ConfirmProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly description: ReactNode;
  /** The button that does it. */
  readonly action: string;
  readonly isDanger?: boolean;
  readonly size?: DialogProps['size'];
  /** A reason is asked for and kept. */
  readonly needsReason?: boolean;
  /** Resolves with what went wrong; undefined: it was accepted, and the dialog closes. */
  readonly onConfirm: (reason: string) => Promise<Failure | undefined>;
  readonly children?: ReactNode;
  /** After the reason, which has the focus so that it can be typed at once. */
  readonly further?: ReactNode;
}

/** The second step of anything that cannot be taken back. */
export function ConfirmDialog({ onClose, isOpen, size = 'small', ...rest }: ConfirmProps): ReactNode {
  return (
    <Dialog
      title={rest.title}
      isOpen={isOpen}
      onClose={onClose}
      description={rest.description}
      tone={rest.isDanger === true ? 'danger' : 'plain'}
      size={size}
    >
      {isOpen ? <ConfirmForm {...rest} onClose={onClose} /> : null}
    </Dialog>
  );
}

function ConfirmForm({
  action,
  isDanger,
  needsReason,
  onConfirm,
  onClose,
  children,
  further,
}: Omit<ConfirmProps, 'isOpen' | 'title' | 'description' | 'size'>): ReactNode {
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    const problem = await onConfirm(reason.trim());
    setBusy(false);
    setFailure(problem);
    if (problem === undefined) onClose();
  };
  return (
    <form
      className="confirmForm"
      // What was wrong was said of other values.
      onInput={() => setFailure(undefined)}
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      {children}
      {needsReason === true ? (
        <TextField label="Reason" hint="Kept in the audit trail." value={reason} onValue={setReason} required />
      ) : null}
      {further}
      <FormProblem failure={failure} />
      <div className="dialogActions">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          tone={isDanger === true ? 'danger' : 'primary'}
          disabled={isBusy || (needsReason === true && reason.trim() === '')}
        >
          {isBusy ? 'Working …' : action}
        </Button>
      </div>
    </form>
  );
}
