// Limits with their use as bars; a change is asked about, has a reason and is audited.
import { useState, type ReactNode } from 'react';
import type { LimitRow } from '../../../shared/contract/records/risk.ts';
import { requestFailure } from '../../lib/bridge.ts';
import { percentText } from '../../lib/format.ts';
import { limitText, toneOfUse } from '../../lib/limitText.ts';
import { positiveText } from '../../lib/ticket.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { Meter } from '../../ui/Figures.tsx';
import { tell } from '../../ui/Toasts.tsx';

interface LimitTableProps {
  readonly limits: readonly LimitRow[];
  readonly quote: string;
  readonly onChanged: () => void;
}

export function LimitTable({ limits, quote, onChanged }: LimitTableProps): ReactNode {
  const [edited, setEdited] = useState<LimitRow>();
  return (
    <>
      <table className="plainTable limitTable" aria-label="Limits">
        <thead>
          <tr>
            <th scope="col">Limit</th>
            <th scope="col" className="isNumber">
              Used
            </th>
            <th scope="col">Use</th>
            <th scope="col" className="isNumber">
              Allowed
            </th>
            <th scope="col">
              <span className="visuallyHidden">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {limits.map((row) => (
            <tr key={row.key}>
              <td>
                <strong>{row.label}</strong>
                <div className="faint">{row.description}</div>
              </td>
              <td className="isNumber">{row.used === null ? 'per order' : limitText(row.used, row, quote)}</td>
              <td className="limitUse">
                <LimitUse row={row} />
              </td>
              <td className="isNumber">{limitText(row.limit, row, quote)}</td>
              <td className="isNumber">
                <Button isSmall aria-label={`Change ${row.label}`} onClick={() => setEdited(row)}>
                  Change
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {edited === undefined ? null : (
        <LimitDialog row={edited} quote={quote} onClose={() => setEdited(undefined)} onChanged={onChanged} />
      )}
    </>
  );
}

function LimitUse({ row }: { readonly row: LimitRow }): ReactNode {
  if (row.usedPct === null) return null;
  return (
    <>
      <Meter
        label={row.label}
        share={row.usedPct / 100}
        text={`${percentText(row.usedPct, { decimals: 0 })} used`}
        tone={toneOfUse(row)}
      />
      <span className="faint">
        {percentText(row.usedPct, { decimals: 0 })} {row.detail}
      </span>{' '}
      {row.isReached ? <Badge tone="bad">Reached</Badge> : null}
    </>
  );
}

interface LimitDialogProps {
  readonly row: LimitRow;
  readonly quote: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function LimitDialog({ row, quote, onClose, onChanged }: LimitDialogProps): ReactNode {
  const [text, setText] = useState(row.limit === null ? '' : String(row.limit));
  const value = text.trim() === '' ? null : positiveText(text);
  const isRaised = value === null || (row.limit !== null && Number(value) > row.limit);
  return (
    <ConfirmDialog
      title={`Change ${row.label.toLowerCase()}`}
      isOpen
      onClose={onClose}
      needsReason
      isDanger={isRaised && value !== undefined}
      action={isRaised ? 'Loosen the limit' : 'Change the limit'}
      description={row.description}
      onConfirm={async (reason) => {
        if (value === undefined)
          return { code: 'BAD_REQUEST', message: 'Write a number above zero, or nothing for off.' };
        const limit = value === null ? null : Number(value);
        const failure = await requestFailure('risk.update', { changes: { [row.key]: limit }, reason });
        if (failure !== undefined) return failure;
        tell({ title: `${row.label}: ${limitText(limit, row, quote)}`, tone: 'good' });
        onChanged();
        return undefined;
      }}
    >
      <TextField
        label={`Allowed (now ${limitText(row.limit, row, quote)})`}
        value={text}
        onValue={setText}
        inputMode="decimal"
        hint="Empty switches the limit off. It holds for every connection."
        problem={value === undefined ? 'A number above zero, such as 5.' : undefined}
      />
    </ConfirmDialog>
  );
}
