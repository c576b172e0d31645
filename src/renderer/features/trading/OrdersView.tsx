// Orders: the working ones, live; the finished ones; and the ticket for one's own.
import { useMemo, useState, type ReactNode } from 'react';
import type { OrderRow } from '../../../shared/contract/records/order.ts';
import { requestFailure, useRequest } from '../../lib/bridge.ts';
import { useOfSelected, useSelectedConnection } from '../../lib/live/selected.ts';
import { keys, useOrders } from '../../lib/live/stores.ts';
import { navigate, useRoute } from '../../lib/route.ts';
import { Button } from '../../ui/Button.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Empty, Loading, Waiting } from '../../ui/States.tsx';
import { tell } from '../../ui/Toasts.tsx';
import { ORDER_COLUMNS } from './orderColumns.tsx';
import { OrderTicketDialog } from './OrderTicket.tsx';
import { ReconciliationInbox } from './ReconciliationInbox.tsx';
import { orderText } from './words.ts';
import '../../ui/market/market.css';
import './trading.css';

export function OrdersView(): ReactNode {
  const isTicketOpen = useRoute((route) => route.params['ticket'] !== undefined);
  return (
    <Page
      title="Orders"
      actions={
        <Button tone="primary" icon="plus" onClick={() => navigate('orders', { ticket: 'new' })}>
          New order
        </Button>
      }
    >
      <ReconciliationInbox />
      <WorkingOrders />
      <FinishedOrders />
      <OrderTicketDialog isOpen={isTicketOpen} onClose={() => navigate('orders')} />
    </Page>
  );
}

function WorkingOrders(): ReactNode {
  const isLive = useOrders((state) => state.isLive);
  const rows = useOfSelected(useOrders((state) => state.list));
  const [canceling, setCanceling] = useState<OrderRow>();
  const columns = useMemo(() => [...ORDER_COLUMNS, cancelColumn(setCanceling)], []);
  return (
    <Panel title="Open orders" note={`${String(rows.length)} working`} className="isTall" isFlush>
      {isLive ? (
        <DataTable
          label="Open orders"
          columns={columns}
          rows={rows}
          rowKey={keys.order}
          empty={<Empty title="No working order">Protective stops of open positions are listed here too.</Empty>}
        />
      ) : (
        <Loading what="orders" />
      )}
      {canceling === undefined ? null : <CancelDialog order={canceling} onClose={() => setCanceling(undefined)} />}
    </Panel>
  );
}

const cancelColumn = (cancel: (order: OrderRow) => void): Column<OrderRow> => ({
  id: 'actions',
  header: 'Actions',
  isBare: true,
  value: () => undefined,
  cell: (row) => (
    <Button isSmall disabled={row.state === 'pendingCancel'} onClick={() => cancel(row)}>
      Cancel
    </Button>
  ),
});

function CancelDialog({ order, onClose }: { readonly order: OrderRow; readonly onClose: () => void }): ReactNode {
  const isProtective = order.purpose !== 'entry' && order.reduceOnly;
  return (
    <ConfirmDialog
      title="Cancel order"
      isOpen
      onClose={onClose}
      action="Ask the venue to cancel it"
      isDanger={isProtective}
      description={orderText(order)}
      onConfirm={async () => {
        const { connection, clientOrderId } = order;
        const failure = await requestFailure('orders.cancel', { connection, clientOrderId });
        if (failure === undefined) tell({ title: 'Cancellation asked for', text: orderText(order), tone: 'good' });
        return failure;
      }}
    >
      <p className="soft">
        {isProtective
          ? 'It protects an open position: without it the position has no stop at the venue.'
          : 'It can still fill until the venue confirms.'}
      </p>
    </ConfirmDialog>
  );
}

function FinishedOrders(): ReactNode {
  const connection = useSelectedConnection();
  const working = useOrders((state) => state.list);
  const answer = useRequest(
    'orders.list',
    { limit: 500, ...(connection === undefined ? {} : { connection }) },
    { isReady: connection !== undefined, isSticky: true, version: working.length, everyMs: 15_000 },
  );
  const rows = useMemo(() => (answer.data?.items ?? []).filter((row) => !row.isWorking), [answer.data]);
  return (
    <Panel title="Finished orders" note="The newest 500" className="isTall" isFlush>
      {answer.data === undefined ? (
        <Waiting what="finished orders" answer={answer} />
      ) : (
        <DataTable
          label="Finished orders"
          columns={ORDER_COLUMNS}
          rows={rows}
          rowKey={keys.order}
          sortBy={NEWEST_FIRST}
          empty={<Empty title="No finished order yet" />}
        />
      )}
    </Panel>
  );
}

const NEWEST_FIRST = { id: 'updated', isDescending: true };
