// One connection: what it trades, whether it runs, its keys and settings, and what can be done with it.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/records/connection.ts';
import { request } from '../../lib/bridge.ts';
import { sentence, wordsText } from '../../lib/format.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { SwitchField } from '../../ui/Fields.tsx';
import { Age } from '../../ui/Figures.tsx';
import { KindBadge } from '../../ui/KindBadge.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { tell } from '../../ui/Toasts.tsx';
import { ConnectionSettings } from './ConnectionSettings.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { KeysSection } from './Keys.tsx';
import type { Secrets } from './keyTypes.ts';
import { switchConnection, switchOn } from './switchConnection.ts';
import type { Vault } from '../../ui/Vault.tsx';
import { Verify } from './Verify.tsx';

interface RowProps {
  readonly row: ConnectionRow;
  readonly onChanged: () => void;
}

interface CardProps extends RowProps {
  /** Undefined: not known yet. */
  readonly vault: Vault | undefined;
  /** Made just now: it takes the focus. */
  readonly isNew: boolean;
}

const STATE_TONES: Partial<Record<NonNullable<ConnectionRow['state']>, Tone>> = {
  running: 'good',
  failed: 'bad',
  safeMode: 'bad',
  restarting: 'warn',
  stopping: 'warn',
};

export function ConnectionCard({ row, vault, isNew, onChanged }: CardProps): ReactNode {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNew) holder.current?.focus();
  }, [isNew]);
  return (
    <div className="connectionCard" ref={holder} tabIndex={-1} role="group" aria-label={row.name}>
      <Panel
        title={row.name}
        actions={
          <>
            <KindBadge of={row} />
            <Badge tone={row.state === undefined ? 'neutral' : (STATE_TONES[row.state] ?? 'info')}>
              {row.state === undefined ? 'Not running' : wordsText(row.state)}
            </Badge>
          </>
        }
      >
        <div className="stack">
          {row.detail === '' ? null : <p className="soft">{sentence(row.detail)}</p>}
          <Facts row={row} vault={vault} />
          {row.state === undefined ? null : <ConnectionStatus connection={row.id} />}
          {row.secrets === undefined || vault === undefined ? null : (
            <KeysSection row={row} secrets={row.secrets} vault={vault} onChanged={onChanged} />
          )}
          {row.secrets === undefined ? <Verify connection={row.id} onDone={onChanged} /> : null}
          <ConnectionSettings row={row} onChanged={onChanged} />
          <EnableSwitch row={row} onChanged={onChanged} />
        </div>
      </Panel>
    </div>
  );
}

function Facts({ row, vault }: Pick<CardProps, 'row' | 'vault'>): ReactNode {
  return (
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
      {row.secrets === undefined ? null : (
        <>
          <dt>Verified</dt>
          <dd>{row.verifiedAt === undefined ? notVerified(row.secrets, vault) : <Age at={row.verifiedAt} />}</dd>
        </>
      )}
      <dt>Live trading</dt>
      <dd>{row.isLive ? <Badge tone="good">On</Badge> : (row.liveRefusal ?? 'Off')}</dd>
    </dl>
  );
}

function notVerified({ storedAt }: Secrets, vault: Vault | undefined): string {
  if (storedAt === undefined) return 'Not before it has keys';
  return vault?.isUnlocked === true ? 'Not with these keys' : 'Known once the vault is open';
}

function EnableSwitch({ row, onChanged }: RowProps): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  return (
    <div className="row connectionFoot">
      <SwitchField
        label="Enabled"
        isOn={row.isEnabled}
        onSwitch={(isOn) => (isOn ? void switchOn({ row, onChanged }) : setAsking(true))}
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
        description={`Its engine stops${row.isLive ? ' and live trading goes off' : ''}. Open positions stay as they are, and nobody watches them until it is on again.`}
        onConfirm={(reason) => switchConnection({ row, onChanged }, false, reason)}
      />
      <DeleteDialog row={row} isOpen={isDeleting} onClose={() => setDeleting(false)} onChanged={onChanged} />
    </div>
  );
}

function DeleteDialog({
  row,
  isOpen,
  onClose,
  onChanged,
}: RowProps & { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
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
