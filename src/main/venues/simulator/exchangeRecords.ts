// What the exchange can be asked about later: orders, own fills, and what happened to the account. Of what has ended it keeps the
// newest; no crash of ours reaches back further.
import { need } from '../../../shared/assert.ts';
import { type ClientOrderId, type EpochMs, toVenueOrderId } from '../../../shared/domain/ids.ts';
import type { Fill, OrderIntent } from '../../../shared/domain/order.ts';
import { Decimal } from '../../../shared/money.ts';
import { decode, encode } from '../../engine/kernel/canonical.ts';
import type { AccountReport, OrderEffect, VenueOrder } from '../ports.ts';

export interface OrderRecord extends VenueOrder {
  readonly clientOrderId: ClientOrderId;
  readonly strategy: OrderIntent['strategy'];
  readonly purpose: OrderIntent['purpose'];
}

const KEPT = 500;

/** A list that forgets its oldest entries, with their texts made once. */
class Newest<T> {
  readonly entries: T[] = [];
  private readonly texts: string[] = [];

  add(entry: T): void {
    this.entries.push(entry);
    this.texts.push(encode(entry));
    // In one go now and then: taking a single one off the front costs as much.
    if (this.entries.length < KEPT * 1.2) return;
    this.entries.splice(0, this.entries.length - KEPT);
    this.texts.splice(0, this.texts.length - KEPT);
  }

  text(): string {
    return `[${this.texts.join(',')}]`;
  }
}

export class ExchangeRecords {
  private readonly working = new Map<ClientOrderId, OrderRecord>();
  private readonly ended = new Newest<OrderRecord>();
  private readonly filled = new Newest<Fill>();
  private readonly told = new Newest<{ readonly at: EpochMs; readonly report: AccountReport }>();

  find(id: ClientOrderId): OrderRecord | undefined {
    return this.working.get(id) ?? this.ended.entries.findLast(({ clientOrderId }) => clientOrderId === id);
  }

  isWorking(id: ClientOrderId): boolean {
    return this.working.has(id);
  }

  get workingCount(): number {
    return this.working.size;
  }

  fills(since: EpochMs): readonly Fill[] {
    return this.filled.entries.filter(({ at }) => at >= since);
  }

  accountReports(since: EpochMs): readonly AccountReport[] {
    return this.told.entries.filter(({ at }) => at >= since).map(({ report }) => report);
  }

  /** An order that has arrived; its number follows with the acceptance. */
  arrived(order: OrderIntent): OrderRecord {
    const { clientOrderId, symbol, side, qty, limitPrice, stopPrice, strategy, purpose } = order;
    const record: OrderRecord = {
      ...{ clientOrderId, symbol, side, qty, limitPrice, stopPrice, strategy, purpose },
      ...{ venueOrderId: toVenueOrderId(`X-${clientOrderId}`), filledQty: Decimal.ZERO, state: 'open' },
    };
    this.working.set(clientOrderId, record);
    return record;
  }

  change(id: ClientOrderId, changes: Partial<OrderRecord>): void {
    this.working.set(id, { ...this.need(id), ...changes });
  }

  amended({ clientOrderId, qty, limitPrice, stopPrice }: Extract<OrderEffect, { kind: 'amendOrder' }>): void {
    const { filledQty } = this.need(clientOrderId);
    this.change(clientOrderId, {
      qty: filledQty.plus(qty),
      ...(limitPrice === undefined ? {} : { limitPrice }),
      ...(stopPrice === undefined ? {} : { stopPrice }),
    });
  }

  /** A fill of a working order; the order as it is then. */
  took(fill: Fill): OrderRecord {
    const known = this.need(fill.clientOrderId);
    const filledQty = known.filledQty.plus(fill.qty);
    const order: OrderRecord = { ...known, filledQty, state: filledQty.lt(known.qty) ? 'partiallyFilled' : 'filled' };
    this.filled.add(fill);
    this.working.set(fill.clientOrderId, order);
    if (order.state === 'filled') this.close(order);
    return order;
  }

  end(id: ClientOrderId, state: 'canceled' | 'rejected' | 'expired', reason: string): void {
    const order = this.working.get(id);
    if (order !== undefined) this.close({ ...order, state, reason });
  }

  tell(at: EpochMs, report: AccountReport): void {
    this.told.add({ at, report });
  }

  save(): string {
    return [encode([...this.working.values()]), this.ended.text(), this.filled.text(), this.told.text()].join('\n');
  }

  load(lines: readonly string[]): void {
    const [open, ended, filled, told] = lines.map((line) => decode(line) as readonly never[]);
    for (const order of need(open, 'working orders') as readonly OrderRecord[])
      this.working.set(order.clientOrderId, order);
    for (const order of need(ended, 'ended orders')) this.ended.add(order);
    for (const fill of need(filled, 'fills')) this.filled.add(fill);
    for (const entry of need(told, 'account reports')) this.told.add(entry);
  }

  private close(order: OrderRecord): void {
    this.working.delete(order.clientOrderId);
    this.ended.add(order);
  }

  private need(id: ClientOrderId): OrderRecord {
    return need(this.working.get(id), 'a working order', id);
  }
}
