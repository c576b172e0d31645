// Where differences with the venue are shown: what is being compared, orders of unknown fate, and whose turn it is.
import type { ReactNode } from 'react';
import { useRequest } from '../../lib/bridge.ts';
import { useOfSelected, useSelectedConnection } from '../../lib/live/selected.ts';
import { useOrders } from '../../lib/live/stores.ts';
import { Badge } from '../../ui/Badge.tsx';
import { At } from '../../ui/Figures.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { orderText, STATE_MEANING } from './words.ts';

const ASK_EVERY_MS = 5_000;

export function ReconciliationInbox(): ReactNode {
  const connection = useSelectedConnection();
  const engines = useRequest('engines.list', {}, { everyMs: ASK_EVERY_MS });
  const feed = engines.data?.items.find((each) => each.connection === connection)?.feed;
  const orders = useOfSelected(useOrders((state) => state.list));
  const unknown = orders.filter((order) => order.state === 'unknown');
  const comparing = feed?.reconcilingSymbols ?? [];
  const isQuiet = feed?.isReconciling !== true && comparing.length === 0 && unknown.length === 0;
  return (
    <Panel
      title="Reconciliation"
      note="Orders and positions are compared with the venue at start and all the time."
      className="inbox"
      actions={
        <Badge tone={isQuiet ? 'good' : 'warn'}>
          {isQuiet ? 'Everything agrees' : 'Differences are being resolved'}
        </Badge>
      }
    >
      {isQuiet ? (
        <p className="faint">
          Nothing differs. What cannot be proven to be ours will wait here for you to adopt, assign, ignore or flatten,
          and no new entry goes out on its symbol until then.
        </p>
      ) : (
        <ul className="stack">
          {comparing.map((symbol) => (
            <li key={symbol}>
              <Badge tone="warn">Comparing</Badge> {symbol}: no new entry until it agrees with the venue.
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
    </Panel>
  );
}
