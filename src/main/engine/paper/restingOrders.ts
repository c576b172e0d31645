// The orders that work at the paper venue, by symbol: the trader's own first, then protective stops, then targets.
import type { ClientOrderId, EpochMs, SymbolId, VenueOrderId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { OrderIntent, Side } from '../../../shared/domain/order.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { FundingSchedule } from './funding.ts';
import type { Working } from './matching.ts';

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

/** Behind all of its rank. */
export function addTo({ orders }: Book, order: Resting): void {
  const place = orders.findIndex((other) => other.rank > order.rank);
  orders.splice(place === -1 ? orders.length : place, 0, order);
}

export const toPaperOrder = ({ intent, venueOrderId, filled, left, limitPrice, stopPrice }: Resting): PaperOrder => ({
  clientOrderId: intent.clientOrderId,
  venueOrderId,
  symbol: intent.symbol,
  side: intent.side,
  qty: filled.plus(left),
  filledQty: filled,
  limitPrice,
  stopPrice,
});
