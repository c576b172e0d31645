// Our orders: those working, and the last finished ones so that late reports are recognised. The only writer of order states.
import { need } from '../../../shared/assert.ts';
import type { ClientOrderId, EpochMs, VenueOrderId } from '../../../shared/domain/ids.ts';
import { type PositionKey, positionKey } from '../../../shared/domain/ids.ts';
import type { Fill, Order, OrderIntent, OrderState } from '../../../shared/domain/order.ts';
import { Decimal } from '../../../shared/money.ts';
import { WorkingEntries } from './workingEntries.ts';
import { assertMove, isTerminal } from './orderStates.ts';

const NONE: readonly Order[] = [];
/** At least so many finished orders are kept to recognise late and repeated reports, at most twice as many. */
const FINISHED_KEPT = 256;

export interface OrderChange {
  readonly venueOrderId?: VenueOrderId | undefined;
  readonly reason?: string | undefined;
}

/** New terms of a working order; what is absent stays. */
export interface Amendment {
  readonly qty: Decimal;
  readonly limitPrice?: Decimal | undefined;
  readonly stopPrice?: Decimal | undefined;
}

/** A working order, and the list of its position's orders in which it stands. */
interface Working {
  order: Order;
  /** Of the fills booked on it. */
  readonly fillIds: string[];
  readonly siblings: Order[];
}

/** What is kept of a finished order: enough to recognise what comes late, and little enough to cost nothing. */
export type FinishedOrder = Pick<Order, 'clientOrderId' | 'strategy' | 'symbol' | 'purpose' | 'state' | 'reason'> & {
  readonly fillIds: readonly string[];
};

export class OrderBook {
  private readonly working = new Map<ClientOrderId, Working>();
  /** Two generations: the older one is dropped when the younger is full. */
  private finished = new Map<ClientOrderId, FinishedOrder>();
  private finishedBefore = new Map<ClientOrderId, FinishedOrder>();
  private readonly byPosition = new Map<PositionKey, Order[]>();
  /** Totals over the working orders that reduce nothing. */
  readonly entries = new WorkingEntries();

  /** Oldest first. */
  get open(): readonly Order[] {
    return this.working.size === 0 ? NONE : Array.from(this.working.values(), ({ order }) => order);
  }

  get openCount(): number {
    return this.working.size;
  }

  /** An order that works, or what is still known of one that has ended. */
  find(id: ClientOrderId): Order | FinishedOrder | undefined {
    return this.findWorking(id) ?? this.findFinished(id);
  }

  private findFinished(id: ClientOrderId): FinishedOrder | undefined {
    return this.finished.get(id) ?? this.finishedBefore.get(id);
  }

  findWorking(id: ClientOrderId): Order | undefined {
    return this.working.get(id)?.order;
  }

  /** Writes the intent down, already on its way. */
  add(intent: OrderIntent): Order {
    const zero = Decimal.ZERO;
    assertMove('intent', 'submitting');
    // Every field is there from the start: orders of one shape are copied ten times faster.
    return this.put({
      ...intent,
      state: 'submitting',
      venueOrderId: undefined,
      filledQty: zero,
      filledValue: zero,
      fees: zero,
      updatedAt: intent.createdAt,
      reason: undefined,
    });
  }

  /** Moves an order; a move outside the table is an invariant violation. */
  move(order: Order, state: OrderState, change: OrderChange & { readonly updatedAt: EpochMs }): Order {
    assertMove(order.state, state);
    const { venueOrderId = order.venueOrderId, reason = order.reason, updatedAt } = change;
    return this.put({ ...order, state, venueOrderId, updatedAt, reason });
  }

  /** Adds what the venue says of an order whose state stays. */
  note(order: Order, venueOrderId: VenueOrderId): Order {
    return this.put({ ...order, venueOrderId });
  }

  /** New quantity or prices of a working order. */
  amend(
    order: Order,
    { qty, limitPrice = order.limitPrice, stopPrice = order.stopPrice }: Amendment,
    at: EpochMs,
  ): Order {
    return this.put({ ...order, qty, limitPrice, stopPrice, updatedAt: at });
  }

  /** Why a fill cannot be booked, or undefined when it can. */
  fillProblem(fill: Fill): string | undefined {
    const working = this.working.get(fill.clientOrderId);
    const known = working ?? this.findFinished(fill.clientOrderId);
    if (known === undefined) return 'no order of ours has this id';
    if (known.fillIds.includes(fill.fillId)) return 'known already';
    if (working === undefined) return `the order is ${(known as FinishedOrder).state}`;
    const { order } = working;
    if (!fill.qty.isPositive() || !fill.price.isPositive()) return 'expected a positive quantity and price';
    if (fill.symbol !== order.symbol || fill.side !== order.side) return "its symbol or side is not the order's";
    const left = order.qty.minus(order.filledQty);
    return fill.qty.gt(left)
      ? `expected at most ${left.toString()} left to fill, found ${fill.qty.toString()}`
      : undefined;
  }

  /** Books a fill that `fillProblem` found nothing against. A cancel request stays pending until answered. */
  fill(order: Order, fill: Fill, at: EpochMs): Order {
    const filledQty = order.filledQty.plus(fill.qty);
    const partial = order.state === 'pendingCancel' ? 'pendingCancel' : 'partiallyFilled';
    const state = filledQty.eq(order.qty) ? 'filled' : partial;
    if (state !== order.state) assertMove(order.state, state);
    need(this.working.get(order.clientOrderId), 'a working order').fillIds.push(fill.fillId);
    return this.put({
      ...order,
      state,
      filledQty,
      filledValue: order.filledValue.plus(fill.qty.times(fill.price)),
      fees: order.fees.plus(fill.fee),
      updatedAt: at,
    });
  }

  /** The working orders of one strategy in one symbol, oldest first. */
  of(key: PositionKey): readonly Order[] {
    if (this.working.size === 0) return NONE;
    return this.byPosition.get(key) ?? NONE;
  }

  private put(order: Order): Order {
    const { clientOrderId, state } = order;
    const known = this.working.get(clientOrderId);
    if (known === undefined) {
      const siblings = this.siblingsOf(order);
      siblings.push(order);
      this.working.set(clientOrderId, { order, siblings, fillIds: [] });
      this.entries.add(order);
      return order;
    }
    this.entries.remove(known.order);
    const place = known.siblings.indexOf(known.order);
    known.order = order;
    if (!isTerminal(state)) {
      known.siblings[place] = order;
      this.entries.add(order);
    } else {
      known.siblings.splice(place, 1);
      this.working.delete(clientOrderId);
      this.finish(known);
    }
    return order;
  }

  private siblingsOf(order: Order): Order[] {
    const key = positionKey(order.strategy, order.symbol);
    const known = this.byPosition.get(key);
    if (known !== undefined) return known;
    const siblings: Order[] = [];
    this.byPosition.set(key, siblings);
    return siblings;
  }

  private finish({ order, fillIds }: Working): void {
    if (this.finished.size >= FINISHED_KEPT) {
      this.finishedBefore = this.finished;
      this.finished = new Map();
    }
    const { clientOrderId, strategy, symbol, purpose, state, reason } = order;
    this.finished.set(clientOrderId, { clientOrderId, strategy, symbol, purpose, state, reason, fillIds });
  }

  save(): OrderBookState {
    return {
      working: Array.from(this.working.values(), ({ order, fillIds }) => ({ order, fillIds: [...fillIds] })),
      finished: [...this.finished.values()],
      finishedBefore: [...this.finishedBefore.values()],
    };
  }

  load(state: OrderBookState): void {
    this.working.clear();
    this.byPosition.clear();
    this.entries.clear();
    for (const { order, fillIds } of state.working) {
      this.put(order);
      this.working.get(order.clientOrderId)?.fillIds.push(...fillIds);
    }
    this.finished = new Map(state.finished.map((order) => [order.clientOrderId, order]));
    this.finishedBefore = new Map(state.finishedBefore.map((order) => [order.clientOrderId, order]));
  }
}

export interface OrderBookState {
  readonly working: readonly { readonly order: Order; readonly fillIds: readonly string[] }[];
  readonly finished: readonly FinishedOrder[];
  readonly finishedBefore: readonly FinishedOrder[];
}
