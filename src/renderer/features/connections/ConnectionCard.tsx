// One connection: what it trades, whether it runs, its settings, and what can be done with it.
import { useState, type ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/records/connection.ts';
import { request } from '../../lib/bridge.ts';
import { wordsText } from '../../lib/format.ts';
import { KIND_MEANING, KIND_WORDS, venueKind } from '../../lib/venueKind.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { SwitchField } from '../../ui/Fields.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { tell } from '../../ui/Toasts.tsx';
import { ConnectionSettings } from './ConnectionSettings.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { Verify } from './Verify.tsx';

interface CardProps {
  readonly row: ConnectionRow;
  readonly onChanged: () => void;
}

const STATE_TONES: Partial<Record<NonNullable<ConnectionRow['state']>, Tone>> = {
  running: 'good',
  failed: 'bad',
  safeMode: 'bad',
  restarting: 'warn',
  stopping: 'warn',
};

export function ConnectionCard({ row, onChanged }: CardProps): ReactNode {
  const kind = venueKind(row);
  return (
    <Panel
      title={row.name}
      actions={
        <>
          <Badge tone={kind === 'none' ? 'neutral' : kind} icon={null} title={KIND_MEANING[kind]}>
            {KIND_WORDS[kind]}
          </Badge>
          <Badge tone={row.state === undefined ? 'neutral' : (STATE_TONES[row.state] ?? 'info')}>
            {row.state === undefined ? 'Not running' : wordsText(row.state)}
          </Badge>
        </>
      }
    >
      <div className="stack">
        {row.detail === '' ? null : <p className="soft">{row.detail}</p>}
        <dl className="facts">
          <dt>Kind</dt>
          <dd>
            {wordsText(row.kind)}, {row.mode}
          </dd>
          {row.symbols.length === 0 ? null : (
            <>
              <dt>Symbols</dt>
              <dd>
                {row.symbols.join(', ')} {row.timeframe ?? ''}
              </dd>
            </>
          )}
          {row.speed === undefined ? null : (
            <>
              <dt>Speed</dt>
              <dd>{String(row.speed)} seconds a second</dd>
            </>
          )}
          <dt>Live trading</dt>
          <dd>{row.isLive ? <Badge tone="live">LIVE</Badge> : (row.liveRefusal ?? 'Off')}</dd>
        </dl>
        {row.state === undefined ? null : <ConnectionStatus connection={row.id} />}
        <Verify connection={row.id} />
        <ConnectionSettings row={row} onChanged={onChanged} />
        <EnableSwitch row={row} onChanged={onChanged} />
      </div>
    </Panel>
  );
}

function EnableSwitch({ row, onChanged }: CardProps): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const set = async (isEnabled: boolean, reason?: string) => {
    const given = reason === undefined ? {} : { reason };
    const result = await request('connections.setEnabled', { connection: row.id, isEnabled, ...given });
    if (!result.ok) return result.error;
    tell({ title: `${row.name} is ${isEnabled ? 'on' : 'off'}`, text: result.value.note, tone: 'good' });
    onChanged();
    return undefined;
  };
  return (
    <div className="row connectionFoot">
      <SwitchField
        label="Enabled"
        isOn={row.isEnabled}
        onSwitch={(isOn) => (isOn ? void turnOn(set) : setAsking(true))}
      />
      <span className="connectionDelete">
        {row.deleteRefusal === undefined ? (
          <Button isSmall tone="quiet" onClick={() => setDeleting(true)}>
            Delete …
          </Button>
        ) : (
          <span className="faint">{row.deleteRefusal}</span>
        )}
      </span>
      <ConfirmDialog
        title={`Switch ${row.name} off`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        needsReason
        isDanger
        action="Switch off"
        description="Its engine stops. Open positions stay as they are, and nobody watches them until it is on again."
        onConfirm={(reason) => set(false, reason)}
      />
      <DeleteDialog row={row} isOpen={isDeleting} onClose={() => setDeleting(false)} onChanged={onChanged} />
    </div>
  );
}

type SetEnabled = (isEnabled: boolean) => Promise<{ readonly message: string } | undefined>;

async function turnOn(set: SetEnabled): Promise<void> {
  const failure = await set(true);
  if (failure !== undefined) tell({ title: 'Not switched on', text: failure.message, tone: 'bad' });
}

function DeleteDialog({
  row,
  isOpen,
  onClose,
  onChanged,
}: CardProps & { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  return (
    <ConfirmDialog
      title={`Delete ${row.name}`}
      isOpen={isOpen}
      onClose={onClose}
      needsReason
      isDanger
      action="Delete"
      description="Its settings and secrets are deleted. Its trades and ledger stay."
      onConfirm={async (reason) => {
        const result = await request('connections.delete', { connection: row.id, reason });
        if (!result.ok) return result.error;
        tell({ title: `${row.name} deleted`, tone: 'good' });
        onChanged();
        return undefined;
      }}
    />
  );
}
