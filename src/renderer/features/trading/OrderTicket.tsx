// The order ticket: what is wanted, what it comes to, what the risk checks say of it, and then the button.
import { useMemo, useState, type ReactNode } from 'react';
import type { WireError } from '../../../shared/contract/result.ts';
import { request, requestFailure, useRequest } from '../../lib/bridge.ts';
import { useSelectedEngine, useSymbols } from '../../lib/live/selected.ts';
import {
  newDraft,
  sizeQuestion,
  type TicketDraft,
  ticketProblems,
  toOrder,
  type ReadyOrder,
} from '../../lib/ticket.ts';
import { useSettled } from '../../lib/useSettled.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { OnConnection } from '../../ui/KindBadge.tsx';
import { VerdictList } from '../../ui/market/Verdicts.tsx';
import { FailureCode } from '../../ui/States.tsx';
import { tell } from '../../ui/Toasts.tsx';
import { TicketFields } from './TicketFields.tsx';
import { TicketPreview } from './TicketPreview.tsx';

const SETTLE_MS = 250;

interface TicketProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function OrderTicketDialog({ isOpen, onClose }: TicketProps): ReactNode {
  const engine = useSelectedEngine((each) => each);
  const symbols = useSymbols();
  const first = symbols[0];
  if (engine === undefined || first === undefined) return null;
  return (
    <Dialog title="New order" isOpen={isOpen} onClose={onClose} size="large" description={<OnConnection of={engine} />}>
      <Ticket
        key={engine.connection}
        connection={engine.connection}
        quote={engine.quote}
        first={first}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** The quantity of the draft: as written, or as main sizes it. */
function useQuantity(draft: TicketDraft, connection: string) {
  const question = useMemo(() => sizeQuestion(draft, connection), [draft, connection]);
  const settled = useSettled(question, SETTLE_MS);
  const answer = useRequest('orders.size', settled ?? UNASKED, { isReady: settled !== undefined });
  const isSized = draft.sizeBy !== 'qty';
  return {
    qty: isSized ? (settled === question ? answer.data?.qty : undefined) : draft.size,
    sizing: isSized ? answer : undefined,
  };
}

const UNASKED = { connection: '-', symbol: '-', side: 'buy', by: { kind: 'percentEquity', pct: '1' } } as const;

function Ticket({
  connection,
  quote,
  first,
  onClose,
}: {
  readonly connection: string;
  readonly quote: string;
  readonly first: string;
  readonly onClose: () => void;
}): ReactNode {
  const [draft, setDraft] = useState(() => newDraft(first));
  const { qty, sizing } = useQuantity(draft, connection);
  const ready = useMemo(() => toOrder(draft, qty), [draft, qty]);
  const settled = useSettled(ready, SETTLE_MS);
  const preview = useRequest(
    'orders.preview',
    { connection, ...(settled ?? NO_ORDER) },
    { isReady: settled !== undefined },
  );
  const { isBusy, refusal, send } = useSending(connection, onClose);
  const change = (part: Partial<TicketDraft>): void => setDraft({ ...draft, ...part });

  return (
    <form
      className="ticket"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready !== undefined) void send(ready);
      }}
    >
      <TicketFields draft={draft} problems={ticketProblems(draft)} quote={quote} onChange={change} />
      <div className="ticketSide">
        <TicketPreview preview={settled === undefined ? undefined : preview} sizing={sizing} quote={quote} qty={qty} />
        <Refusal refusal={refusal} />
        <div className="dialogActions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone={draft.side === 'buy' ? 'primary' : 'danger'}
            disabled={isBusy || ready === undefined || ready !== settled}
          >
            {isBusy ? 'Sending …' : `${draft.side === 'buy' ? 'Buy' : 'Sell'} ${qty ?? ''} ${draft.symbol}`}
          </Button>
        </div>
      </div>
    </form>
  );
}

const NO_ORDER: ReadyOrder = { order: { symbol: '-', side: 'buy', type: 'market', qty: '1' }, exits: {} };

function useSending(connection: string, onSent: () => void) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<WireError>();
  const send = async ({ order, exits }: ReadyOrder): Promise<void> => {
    setBusy(true);
    const result = await request('orders.place', { connection, order, exits });
    setBusy(false);
    setRefusal(result.ok ? undefined : result.error);
    if (!result.ok) return;
    tell({
      title: `Order sent: ${order.side} ${order.qty} ${order.symbol}`,
      text: 'It is listed under Open orders until it is done.',
      tone: 'good',
      ...(order.type === 'market' ? {} : { undo: () => void cancelAll(connection, result.value.orders) }),
    });
    onSent();
  };
  return { isBusy, refusal, send };
}

async function cancelAll(connection: string, orders: readonly { readonly clientOrderId: string }[]): Promise<void> {
  for (const { clientOrderId } of orders) {
    const failure = await requestFailure('orders.cancel', { connection, clientOrderId });
    if (failure !== undefined) tell({ title: 'Not canceled', text: failure.message, tone: 'bad' });
  }
}

function Refusal({ refusal }: { readonly refusal: WireError | undefined }): ReactNode {
  if (refusal === undefined) return null;
  return (
    <div className="note note-bad ticketRefusal" role="alert">
      <div>
        {/* The verdicts say it, each with its code; without them the sentence does. */}
        <strong>Refused.</strong> {refusal.refusals === undefined ? refusal.message : null}
        {refusal.refusals === undefined ? null : <VerdictList verdicts={refusal.refusals} />}
        {(refusal.problems ?? []).map((problem) => (
          <p key={problem.message}>{problem.message}</p>
        ))}
        <FailureCode failure={refusal} />
      </div>
    </div>
  );
}
