// Locks with their end: released early, or placed by hand, with a reason.
import { useState, type ReactNode } from 'react';
import type { RiskView } from '../../../shared/contract/records/risk.ts';
import { REFUSALS } from '../../../shared/domain/refusal.ts';
import { HOUR_MS } from '../../../shared/time.ts';
import { requestFailure } from '../../lib/bridge.ts';
import { untilText } from '../../lib/format.ts';
import { useStrategies, useSymbols } from '../../lib/live/selected.ts';
import { positiveText } from '../../lib/ticket.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { SelectField, TextField } from '../../ui/Fields.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { tell } from '../../ui/Toasts.tsx';

interface LocksProps {
  readonly view: RiskView;
  readonly onChanged: () => void;
}

type Lock = RiskView['locks'][number];

export function LocksPanel({ view, onChanged }: LocksProps): ReactNode {
  const [released, setReleased] = useState<Lock>();
  const [isPlacing, setPlacing] = useState(false);
  return (
    <Panel
      title="Locks"
      note="Entries only; exits always pass"
      actions={
        <Button isSmall onClick={() => setPlacing(true)}>
          Lock …
        </Button>
      }
    >
      {view.locks.length === 0 ? (
        <p className="faint">Nothing is locked.</p>
      ) : (
        <ul className="stack">
          {view.locks.map((lock) => (
            <li key={lock.id} className="lock">
              <div>
                <div className="row">
                  <Badge tone="warn">{scopeOf(lock)}</Badge>
                  <span className="faint">{untilText(lock.until, view.at)}</span>
                </div>
                <span>{lock.reason === '' ? REFUSALS[lock.code] : lock.reason}</span>
              </div>
              <Button isSmall onClick={() => setReleased(lock)}>
                Release …
              </Button>
            </li>
          ))}
        </ul>
      )}
      {released === undefined ? null : (
        <ReleaseDialog
          lock={released}
          connection={view.connection}
          onClose={() => setReleased(undefined)}
          onChanged={onChanged}
        />
      )}
      {isPlacing ? <PlaceDialog view={view} onClose={() => setPlacing(false)} onChanged={onChanged} /> : null}
    </Panel>
  );
}

const scopeOf = ({ symbol, strategy }: Lock): string =>
  symbol === undefined && strategy === undefined ? 'Everything' : [symbol, strategy].filter(Boolean).join(', ');

function ReleaseDialog({
  lock,
  connection,
  onClose,
  onChanged,
}: {
  readonly lock: Lock;
  readonly connection: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}): ReactNode {
  return (
    <ConfirmDialog
      title="Release the lock"
      isOpen
      onClose={onClose}
      needsReason
      isDanger
      action="Release"
      description={`${scopeOf(lock)}: ${lock.reason}`}
      onConfirm={async (reason) => {
        const failure = await requestFailure('locks.release', { connection, lockId: lock.id, reason });
        if (failure === undefined) {
          tell({ title: `${scopeOf(lock)} may be entered again`, tone: 'good' });
          onChanged();
        }
        return failure;
      }}
    />
  );
}

function PlaceDialog({ view, onClose, onChanged }: LocksProps & { readonly onClose: () => void }): ReactNode {
  const symbols = useSymbols();
  const strategies = useStrategies();
  const [symbol, setSymbol] = useState('');
  const [strategy, setStrategy] = useState('');
  const [hours, setHours] = useState('4');
  const length = positiveText(hours);
  const choices = (names: readonly string[], all: string) => [
    { value: '', label: all },
    ...names.map((value) => ({ value, label: value })),
  ];
  return (
    <ConfirmDialog
      title="Lock entries"
      isOpen
      onClose={onClose}
      needsReason
      action="Lock"
      description="No new position is opened until the lock ends or is released."
      onConfirm={async (reason) => {
        if (length === undefined) return { code: 'BAD_REQUEST', message: 'Write a number of hours.' };
        const failure = await requestFailure('locks.place', {
          connection: view.connection,
          until: Math.round(view.at + Number(length) * HOUR_MS),
          reason,
          ...(symbol === '' ? {} : { symbol }),
          ...(strategy === '' ? {} : { strategy }),
        });
        if (failure === undefined) {
          tell({ title: 'Locked', tone: 'good' });
          onChanged();
        }
        return failure;
      }}
    >
      <SelectField label="Symbol" value={symbol} options={choices(symbols, 'Every symbol')} onValue={setSymbol} />
      <SelectField
        label="Strategy"
        value={strategy}
        options={choices(strategies, 'Every strategy')}
        onValue={setStrategy}
      />
      <TextField
        label="For"
        unit="h"
        value={hours}
        onValue={setHours}
        inputMode="decimal"
        hint="Hours of the connection's clock"
        problem={length === undefined ? 'A number above zero, such as 4.' : undefined}
      />
    </ConfirmDialog>
  );
}
