// Connections: what each is and how it stands, what new ones can be made from, and the way to live trading.
import { useState, type ReactNode } from 'react';
import { useRequest } from '../../lib/bridge.ts';
import { useEngines } from '../../lib/live/stores.ts';
import { Page } from '../../ui/Panel.tsx';
import { Empty, Note, Waiting } from '../../ui/States.tsx';
import { Age } from '../../ui/Figures.tsx';
import { ConnectionCard } from './ConnectionCard.tsx';
import { GoingLive } from './GoingLive.tsx';
import { Templates } from './Templates.tsx';
import { VaultNote } from '../../ui/Vault.tsx';
import './connections.css';

const ASK_EVERY_MS = 5_000;

export function ConnectionsView(): ReactNode {
  const [turn, setTurn] = useState(0);
  const [newest, setNewest] = useState<string>();
  // An engine that stops or comes up changes its card at once, whoever did it.
  const states = useEngines((state) => state.list.map((each) => `${each.connection} ${each.state}`).join());
  const version = `${String(turn)} ${states}`;
  const asking = { everyMs: ASK_EVERY_MS, version, isSticky: true };
  const answer = useRequest('connections.list', {}, asking);
  const vault = useRequest('vault.status', {}, asking).data;
  const changed = (): void => setTurn((last) => last + 1);
  const created = (id: string): void => {
    setNewest(id);
    changed();
  };
  if (answer.data === undefined) {
    return (
      <Page title="Connections">
        <Waiting what="connections" answer={answer} />
      </Page>
    );
  }
  const { items, templates } = answer.data;
  const hasKeys = items.some(({ secrets }) => secrets !== undefined);
  return (
    <Page title="Connections">
      {answer.failure === undefined ? null : (
        <Note>
          As of <Age at={answer.receivedAt} />: {answer.failure.message}
        </Note>
      )}
      {hasKeys && vault !== undefined ? <VaultNote vault={vault} onChanged={changed} /> : null}
      {items.length === 0 ? <Empty title="No connection yet">Make one from a template below.</Empty> : null}
      <div className="connectionCards">
        {items.map((row) => (
          <ConnectionCard key={row.id} row={row} vault={vault} isNew={row.id === newest} onChanged={changed} />
        ))}
      </div>
      <GoingLive
        rows={items}
        templates={templates}
        vault={vault}
        version={version}
        onChanged={changed}
        onCreated={created}
      />
      <Templates templates={templates} onCreated={created} />
    </Page>
  );
}
