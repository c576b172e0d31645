// Differences with the venue's account: those that only the trader can settle, those that settle themselves, those that are ignored.
import { useState, type ReactNode } from 'react';
import type { DifferenceActionName, DifferenceRow } from '../../../shared/contract/records/reconciliation.ts';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { useRequest } from '../../lib/bridge.ts';
import { useOfSelected, useSelectedEngine } from '../../lib/live/selected.ts';
import { useOrders } from '../../lib/live/stores.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { At } from '../../ui/Figures.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Note, Waiting } from '../../ui/States.tsx';
import { SettleDialog } from './SettleDialog.tsx';
import { actionText, differenceKind, orderText, STATE_MEANING } from './words.ts';

const ASK_EVERY_MS = 5_000;

interface Settling {
  readonly item: DifferenceRow;
  readonly action: DifferenceActionName;
}

export function ReconciliationInbox(): ReactNode {
  const connection = useSelectedEngine((engine) => engine?.connection);
  const version = useSelectedEngine((engine) => engine?.differences ?? 0);
  const answer = useRequest('reconciliation.list', connection === undefined ? {} : { connection }, {
    ...{ everyMs: ASK_EVERY_MS, version, isReady: connection !== undefined },
  });
  const [settling, setSettling] = useState<Settling>();
  return (
    <Panel
      title="Reconciliation"
      note="Orders and positions are compared with the venue at start and all the time."
      className="inbox"
      actions={answer.data === undefined ? null : <State inbox={answer.data} />}
    >
      {answer.data === undefined ? (
        <Waiting what="the reconciliation inbox" answer={answer} />
      ) : (
        <>
          {answer.failure === undefined ? null : <Note>This is what was known before: {answer.failure.message}</Note>}
          <Contents inbox={answer.data} onSettle={setSettling} />
        </>
      )}
      {settling === undefined ? null : (
        <SettleDialog
          key={`${settling.action} ${settling.item.id}`}
          {...settling}
          onClose={() => {
            setSettling(undefined);
            answer.reload();
          }}
        />
      )}
    </Panel>
  );
}

interface OfInbox {
  readonly inbox: ResultOf<'reconciliation.list'>;
}

const waitingOf = ({ items }: OfInbox['inbox']): readonly DifferenceRow[] => items.filter((item) => !item.isIgnored);

function State({ inbox }: OfInbox): ReactNode {
  const waiting = waitingOf(inbox).length;
  if (waiting > 0) return <Badge tone="bad">{waiting === 1 ? '1 waits' : `${String(waiting)} wait`} for you</Badge>;
  if (inbox.comparing.length > 0) return <Badge tone="warn">Being compared</Badge>;
  return <Badge tone="good">Everything agrees</Badge>;
}

function Contents({ inbox, onSettle }: OfInbox & { readonly onSettle: (settling: Settling) => void }): ReactNode {
  const orders = useOfSelected(useOrders((state) => state.list));
  const unknown = orders.filter((order) => order.state === 'unknown');
  const waiting = waitingOf(inbox);
  const ignored = inbox.items.filter((item) => item.isIgnored);
  const isQuiet = waiting.length === 0 && inbox.comparing.length === 0 && unknown.length === 0;
  return (
    <div className="stack">
      {isQuiet ? (
        <p className="faint">
          Nothing differs. What cannot be proven to be ours will wait here for you to adopt, assign, ignore or flatten,
          and no new entry goes out on its symbol until then.
        </p>
      ) : null}
      {waiting.length === 0 ? null : (
        <ul className="inboxItems" aria-label="Differences that wait">
          {waiting.map((item) => (
            <Item key={item.id} item={item} onSettle={onSettle} />
          ))}
        </ul>
      )}
      {inbox.comparing.length + unknown.length === 0 ? null : (
        <ul className="stack" aria-label="Being compared">
          {inbox.comparing.map(({ symbol, text }) => (
            <li key={`${symbol ?? ''} ${text}`}>
              <Badge tone="warn">Comparing</Badge> {text}
            </li>
          ))}
          {unknown.map((order) => (
            <li key={order.clientOrderId}>
              <Badge tone="bad">Fate unknown</Badge> {orderText(order)} · since <At at={order.updatedAt} />
              <div className="faint">{order.reason ?? STATE_MEANING.unknown}</div>
            </li>
          ))}
        </ul>
      )}
      {ignored.length === 0 ? null : (
        <details>
          <summary>
            {ignored.length === 1 ? '1 difference is' : `${String(ignored.length)} differences are`} ignored
          </summary>
          <ul className="inboxItems" aria-label="Ignored differences">
            {ignored.map((item) => (
              <Item key={item.id} item={item} onSettle={onSettle} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Item({
  item,
  onSettle,
}: {
  readonly item: DifferenceRow;
  readonly onSettle: (settling: Settling) => void;
}): ReactNode {
  const isBlocking = !item.isIgnored;
  return (
    <li className="inboxItem">
      <div>
        <Badge tone={isBlocking ? 'bad' : 'neutral'}>{differenceKind(item)}</Badge> {item.text}
        <div className="faint">
          since <At at={item.since} />
          {isBlocking ? ` · no new entry ${item.symbol === undefined ? 'at all' : 'there'} until it is settled` : ''}
        </div>
      </div>
      <div className="inboxActions">
        {item.actions.map(({ action, text }) => (
          <Button key={action} isSmall title={text} onClick={() => onSettle({ item, action })}>
            {actionText(action, item)} …
          </Button>
        ))}
      </div>
    </li>
  );
}
