// What the exchange can be asked about later: orders, own fills, and what happened to the account. Of what has ended it keeps the
// newest; no crash of ours reaches back further.
import { need } from '../../../shared/assert.ts';
import { type ClientOrderId, type EpochMs, toVenueOrderId, type VenueOrderId } from '../../../shared/domain/ids.ts';
import type { Fill, OrderIntent } from '../../../shared/domain/order.ts';
import { Decimal } from '../../../shared/money.ts';
import type { AccountReport, OrderEffect, VenueOrder } from '../ports.ts';
import { STRANGER } from './sharedAccount.ts';

export interface OrderRecord extends VenueOrder {
  readonly clientOrderId: ClientOrderId;
  readonly strategy: OrderIntent['strategy'];
  readonly purpose: OrderIntent['purpose'];
}

/** Everything, or what is new since the last time. Plain data. */
export interface RecordsState {
  /** An order that is named again has changed. */
  readonly orders: readonly OrderRecord[];
  /** With the time they became known: on candles a fill is dated earlier. */
  readonly fills: readonly { readonly at: EpochMs; readonly fill: Fill }[];
  readonly told: readonly { readonly at: EpochMs; readonly report: AccountReport }[];
}

const KEPT = 500;

/** A list that forgets its oldest entries. */
class Newest<T> {
  entries: T[] = [];
  /** How many are new since they were last asked for. */
  private fresh = 0;

  add(entry: T): void {
    this.entries.push(entry);
    this.fresh += 1;
    // In one go now and then: taking a single one off the front costs as much.
    if (this.entries.length > 2 * KEPT) this.entries = this.entries.slice(-KEPT);
  }

  take(isWhole: boolean): readonly T[] {
    const count = isWhole ? this.entries.length : this.fresh;
    this.fresh = 0;
    return count === 0 ? [] : this.entries.slice(-count);
  }
}

export class ExchangeRecords {
  private readonly working = new Map<ClientOrderId, OrderRecord>();
  private readonly ended = new Newest<OrderRecord>();
  private readonly filled = new Newest<RecordsState['fills'][number]>();
  private readonly told = new Newest<RecordsState['told'][number]>();
  private readonly changed = new Set<ClientOrderId>();

  get workingCount(): number {
    return this.working.size;
  }

  find(id: ClientOrderId): OrderRecord | undefined {
    return this.working.get(id) ?? this.ended.entries.findLast(({ clientOrderId }) => clientOrderId === id);
  }

  findWorking(id: VenueOrderId): OrderRecord | undefined {
    return [...this.working.values()].find(({ venueOrderId }) => venueOrderId === id);
  }

  fills(since: EpochMs): readonly Fill[] {
    return this.filled.entries.filter(({ at }) => at >= since).map(({ fill }) => fill);
  }

  accountReports(since: EpochMs): readonly AccountReport[] {
    return this.told.entries.filter(({ at }) => at >= since).map(({ report }) => report);
  }

  /** An order that has arrived; its number follows with the acceptance. */
  arrived(order: OrderIntent): void {
    const { clientOrderId, symbol, side, qty, limitPrice, stopPrice, strategy, purpose } = order;
    this.put({
      ...{ clientOrderId, symbol, side, qty, limitPrice, stopPrice, strategy, purpose },
      ...{ venueOrderId: toVenueOrderId(`X-${clientOrderId}`), filledQty: Decimal.ZERO, state: 'open' },
    });
  }

  change(id: ClientOrderId, changes: Partial<OrderRecord>): void {
    const order = this.working.get(id);
    if (order !== undefined) this.put({ ...order, ...changes });
  }

  amended({ clientOrderId, qty, limitPrice, stopPrice }: Extract<OrderEffect, { kind: 'amendOrder' }>): void {
    const order = this.working.get(clientOrderId);
    if (order === undefined) return;
    const prices = { limitPrice: limitPrice ?? order.limitPrice, stopPrice: stopPrice ?? order.stopPrice };
    this.put({ ...order, qty, ...prices });
  }

  /** A fill of a working order; the order as it is then. */
  took(fill: Fill, at: EpochMs): OrderRecord {
    const known = need(this.working.get(fill.clientOrderId), 'a working order', fill.clientOrderId);
    const filledQty = known.filledQty.plus(fill.qty);
    const order: OrderRecord = { ...known, filledQty, state: filledQty.lt(known.qty) ? 'partiallyFilled' : 'filled' };
    if (known.strategy !== STRANGER) this.filled.add({ at, fill });
    this.put(order);
    return order;
  }

  tell(at: EpochMs, report: AccountReport): void {
    this.told.add({ at, report });
  }

  /** Everything, or what is new since the last call. */
  save(isWhole: boolean): RecordsState {
    const ended = this.ended.take(isWhole);
    const working = isWhole
      ? [...this.working.values()]
      : [...this.changed].flatMap((id) => this.working.get(id) ?? []);
    this.changed.clear();
    return { orders: [...ended, ...working], fills: this.filled.take(isWhole), told: this.told.take(isWhole) };
  }

  /** Takes everything over that was saved, piece by piece. */
  load({ orders, fills, told }: RecordsState): void {
    for (const order of orders) this.put(order);
    for (const entry of fills) this.filled.add(entry);
    for (const entry of told) this.told.add(entry);
  }

  private put(order: OrderRecord): void {
    const id = order.clientOrderId;
    if (order.state === 'open' || order.state === 'partiallyFilled') {
      this.working.set(id, order);
      this.changed.add(id);
    } else {
      this.working.delete(id);
      this.ended.add(order);
    }
  }
}
