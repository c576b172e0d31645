// What the trader has accepted of the differences with the venue's account: it stays as it is and does not count. State only.
import type { EpochMs, SymbolId, VenueOrderId } from '../../../shared/domain/ids.ts';
import { Decimal } from '../../../shared/money.ts';

/** What the venue has more than we; accepted at that time. */
interface AcceptedOffset {
  readonly offset: Decimal;
  readonly at: EpochMs;
}

interface AcceptedOrder {
  readonly symbol: SymbolId;
  readonly at: EpochMs;
}

/** What is absent was never accepted. */
export interface AcceptedDifferencesState {
  readonly orders?: ReadonlyMap<VenueOrderId, AcceptedOrder>;
  readonly positions?: ReadonlyMap<SymbolId, AcceptedOffset>;
  readonly balance?: AcceptedOffset;
}

/** Of orders that the venue has long forgotten nothing needs to be kept. */
const ORDERS_KEPT = 500;

export class AcceptedDifferences {
  readonly orders = new Map<VenueOrderId, AcceptedOrder>();
  readonly positions = new Map<SymbolId, AcceptedOffset>();
  balance: AcceptedOffset | undefined;

  /** Signed quantity that the venue may hold more than we. */
  offsetOf(symbol: SymbolId): Decimal {
    return this.positions.get(symbol)?.offset ?? Decimal.ZERO;
  }

  get balanceOffset(): Decimal {
    return this.balance?.offset ?? Decimal.ZERO;
  }

  acceptOrder(id: VenueOrderId, order: AcceptedOrder): void {
    this.orders.set(id, order);
    const [oldest] = this.orders.keys();
    if (this.orders.size > ORDERS_KEPT && oldest !== undefined) this.orders.delete(oldest);
  }

  /** Undefined while nothing is accepted. */
  save(): AcceptedDifferencesState | undefined {
    const { orders, positions, balance } = this;
    if (orders.size === 0 && positions.size === 0 && balance === undefined) return undefined;
    return {
      ...(orders.size === 0 ? {} : { orders: new Map(orders) }),
      ...(positions.size === 0 ? {} : { positions: new Map(positions) }),
      ...(balance === undefined ? {} : { balance }),
    };
  }

  load({ orders = new Map(), positions = new Map(), balance }: AcceptedDifferencesState): void {
    for (const [id, order] of orders) this.orders.set(id, order);
    for (const [symbol, accepted] of positions) this.positions.set(symbol, accepted);
    this.balance = balance;
  }
}
