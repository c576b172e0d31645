// The orders that work at the paper venue, by symbol: the trader's own first, then protective stops, then targets.
import { need } from '../../../shared/assert.ts';
import type { ClientOrderId, EpochMs, SymbolId, VenueOrderId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { OrderIntent, Side } from '../../../shared/domain/order.ts';
import type { Decimal } from '../../../shared/money.ts';
import { FundingSchedule } from './funding.ts';
import type { Working } from './matching.ts';
import type { FundingSource } from './paperAccount.ts';

export interface Resting extends Working {
  readonly venueOrderId: VenueOrderId;
  filled: Decimal;
  activeFrom: EpochMs;
  /** 0 the trader's own, 1 a protective stop, 2 a target: the order of their turns. */
  readonly rank: number;
  /** Number of the last turn that was tried on it. */
  triedIn: number;
}

/** A working order as the exchange shows it. */
export interface PaperOrder {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  readonly symbol: SymbolId;
  readonly side: Side;
  /** `filledQty` and what is still to fill. */
  readonly qty: Decimal;
  readonly filledQty: Decimal;
  readonly limitPrice: Decimal | undefined;
  readonly stopPrice: Decimal | undefined;
}

/** One symbol at the venue. */
export interface Book {
  readonly instrument: Instrument;
  /** By rank, then by arrival. */
  readonly orders: Resting[];
  /** Contracts only. */
  readonly funding: FundingSchedule | undefined;
}

export const STOP_RANK = 1;
export const TARGET_RANK = 2;
const PROTECTION_RANK: Readonly<Record<string, number>> = {
  stopLoss: STOP_RANK,
  trailing: STOP_RANK,
  breakEven: STOP_RANK,
  takeProfit: TARGET_RANK,
};
export const rankOf = (order: OrderIntent): number => PROTECTION_RANK[order.purpose] ?? 0;

/** All books, and their orders by id. */
export class RestingOrders {
  private readonly books: ReadonlyMap<SymbolId, Book>;
  private readonly byId = new Map<ClientOrderId, Resting>();

  constructor(instruments: readonly Instrument[], funding: FundingSource | undefined) {
    this.books = new Map(
      instruments.map((instrument) => {
        const hasFunding = instrument.kind === 'linear' && funding !== undefined;
        const schedule = hasFunding ? new FundingSchedule(instrument, funding) : undefined;
        return [instrument.symbol, { instrument, orders: [], funding: schedule }];
      }),
    );
  }

  get size(): number {
    return this.byId.size;
  }

  book(symbol: SymbolId): Book {
    return need(this.books.get(symbol), 'an instrument', symbol);
  }

  find(id: ClientOrderId): Resting | undefined {
    return this.byId.get(id);
  }

  /** Behind all of its rank. */
  add(order: Resting): void {
    this.byId.set(order.intent.clientOrderId, order);
    const { orders } = this.book(order.intent.symbol);
    const place = orders.findIndex((other) => other.rank > order.rank);
    orders.splice(place === -1 ? orders.length : place, 0, order);
  }

  take(id: ClientOrderId): Resting | undefined {
    const found = this.byId.get(id);
    if (found === undefined) return undefined;
    this.byId.delete(id);
    const { orders } = this.book(found.intent.symbol);
    orders.splice(orders.indexOf(found), 1);
    return found;
  }

  /** Oldest first. */
  list(): readonly PaperOrder[] {
    return [...this.byId.values()].map(toPaperOrder);
  }

  save(): RestingOrdersState {
    const funding = new Map<SymbolId, EpochMs>();
    for (const [symbol, book] of this.books) {
      const after = book.funding?.save();
      if (after !== undefined) funding.set(symbol, after);
    }
    return { orders: [...this.byId.values()].map((order) => ({ ...order })), funding };
  }

  load(state: RestingOrdersState): void {
    this.byId.clear();
    for (const [symbol, { orders, funding }] of this.books) {
      orders.length = 0;
      funding?.load(state.funding.get(symbol));
    }
    // By age, so that each finds its place among its rank again.
    for (const order of state.orders) this.add({ ...order });
  }
}

/** Plain data. */
export interface RestingOrdersState {
  /** Oldest first. */
  readonly orders: readonly Readonly<Resting>[];
  /** Up to when each contract's funding is done with. */
  readonly funding: ReadonlyMap<SymbolId, EpochMs>;
}

const toPaperOrder = ({ intent, venueOrderId, filled, left, limitPrice, stopPrice }: Resting): PaperOrder => ({
  clientOrderId: intent.clientOrderId,
  venueOrderId,
  symbol: intent.symbol,
  side: intent.side,
  qty: filled.plus(left),
  filledQty: filled,
  limitPrice,
  stopPrice,
});
