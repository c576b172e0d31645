// Connections: what each is and how it stands, what new ones can be made from, and where live venues will be.
import { useState, type ReactNode } from 'react';
import { useRequest } from '../../lib/bridge.ts';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Empty, Note, Waiting } from '../../ui/States.tsx';
import { Age } from '../../ui/Figures.tsx';
import { ConnectionCard } from './ConnectionCard.tsx';
import { Templates } from './Templates.tsx';
import './connections.css';

const ASK_EVERY_MS = 5_000;

export function ConnectionsView(): ReactNode {
  const [turn, setTurn] = useState(0);
  const answer = useRequest('connections.list', {}, { everyMs: ASK_EVERY_MS, version: turn, isSticky: true });
  const changed = (): void => setTurn((last) => last + 1);
  if (answer.data === undefined) {
    return (
      <Page title="Connections">
        <Waiting what="connections" answer={answer} />
      </Page>
    );
  }
  const { items, templates } = answer.data;
  return (
    <Page title="Connections">
      {answer.failure === undefined ? null : (
        <Note>
          As of <Age at={answer.receivedAt} />: {answer.failure.message}
        </Note>
      )}
      {items.length === 0 ? <Empty title="No connection yet">Make one from a template below.</Empty> : null}
      <div className="connectionCards">
        {items.map((row) => (
          <ConnectionCard key={row.id} row={row} onChanged={changed} />
        ))}
      </div>
      <Templates templates={templates} onChanged={changed} />
      <Panel title="Going live" note="Not in this version">
        <p className="soft readable">
          Foredeck does not send orders to a real exchange yet. When it does, this is where an account will be switched
          to live, step by step: keys into the key store of the operating system, where they can be written but never
          read back; proof that the keys may trade and not withdraw; clock, symbols and order types checked; limits
          confirmed; and a sentence typed by you. Until then everything here trades on paper.
        </p>
      </Panel>
    </Page>
  );
}
