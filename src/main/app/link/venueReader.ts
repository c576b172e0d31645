// One reading of the venue's account. What it says of orders that are provably ours is applied at once, as venue reports:
// acceptances, then missed fills, then what ended an order. Nothing is ever sent again.
import type { ClientOrderId } from '../../../shared/domain/ids.ts';
import { toEpochMs } from '../../../shared/domain/ids.ts';
import type { Order } from '../../../shared/domain/order.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, timeframeMs } from '../../../shared/time.ts';
import type { VenueReport } from '../../engine/kernel/inputs.ts';
import type { Connection, VenueOrder } from '../../venues/ports.ts';
import { type Doubts, PATIENCE_MS, type VenueView } from './accountDifferences.ts';
import type { EngineInlet } from './engineInlet.ts';
import type { Waits } from './waits.ts';

export interface ReadingScope {
  readonly positions: boolean;
  readonly balance: boolean;
  /** Also funding and liquidations since this time. */
  readonly accountSince?: number | undefined;
}

/** An order that the venue does not know is given up when two readings so far apart agree on it. */
const NOT_FOUND_APART_MS = 10 * SECOND_MS;
const ACCOUNT_MARGIN_MS = HOUR_MS;

export class VenueReader implements Doubts {
  /** What was on its way at this time may have been lost: at the start, and with every connection that was lost. */
  lostBefore: number;
  private readonly connection: Connection;
  private readonly inlet: EngineInlet;
  private readonly waits: Waits;
  /** When the venue first did not know an order; no reading since has found it. */
  private readonly notFound = new Map<ClientOrderId, number>();

  constructor(connection: Connection, inlet: EngineInlet, waits: Waits) {
    this.connection = connection;
    this.inlet = inlet;
    this.waits = waits;
    this.lostBefore = connection.clock.now();
  }

  /** What was asked for until then may never have arrived. */
  get doubtBefore(): number {
    return Math.max(this.lostBefore, this.waits.clock.now() - PATIENCE_MS);
  }

  isNotFound = (id: ClientOrderId): boolean => this.notFound.has(id);

  /** Orders whose fate nobody knows yet: their symbols take no entries. */
  get inDoubt(): readonly Order[] {
    return this.inlet.core.orders.open.filter(
      ({ clientOrderId, state }) => state === 'unknown' || this.notFound.has(clientOrderId),
    );
  }

  async read(scope: ReadingScope): Promise<VenueView> {
    const { venue } = this.connection;
    const openOrders = await this.openOrders();
    const lookedUp = await this.lookUp(new Set(openOrders.map(({ clientOrderId }) => clientOrderId)));
    for (const theirs of [...openOrders, ...lookedUp.values()]) if (theirs !== undefined) this.accept(theirs);
    await this.applyFills([...openOrders, ...lookedUp.values()], [...lookedUp.keys()]);
    for (const [id, theirs] of lookedUp) this.conclude(id, theirs);
    if (scope.accountSince !== undefined) await this.applyAccountReports(scope.accountSince);
    const positions = scope.positions ? await this.waits.answer(venue.positions()) : undefined;
    const balance = scope.balance ? await this.waits.answer(venue.balance()) : undefined;
    const { markets } = this.inlet.core;
    return { openOrders, positions: positions?.filter(({ symbol }) => markets.has(symbol)), balance };
  }

  private async openOrders(): Promise<readonly VenueOrder[]> {
    const orders = await this.waits.answer(this.connection.venue.openOrders());
    return orders.filter(({ symbol }) => this.inlet.core.markets.has(symbol));
  }

  /** Asks for each order of ours that should work there and is not listed. */
  private async lookUp(
    listed: ReadonlySet<ClientOrderId | undefined>,
  ): Promise<ReadonlyMap<ClientOrderId, VenueOrder | undefined>> {
    const { doubtBefore } = this;
    const isOnItsWay = ({ state, createdAt }: Order): boolean => state === 'submitting' && createdAt > doubtBefore;
    const sought = this.inlet.core.orders.open.filter(
      (order) => !listed.has(order.clientOrderId) && !isOnItsWay(order),
    );
    const soughtIds = new Set(sought.map(({ clientOrderId }) => clientOrderId));
    for (const id of this.notFound.keys()) if (!soughtIds.has(id)) this.notFound.delete(id);
    const found = new Map<ClientOrderId, VenueOrder | undefined>();
    for (const { clientOrderId, symbol } of sought) {
      found.set(clientOrderId, await this.waits.answer(this.connection.venue.findOrder(clientOrderId, symbol)));
    }
    return found;
  }

  private accept({ clientOrderId, venueOrderId, state }: VenueOrder): void {
    const ours = clientOrderId === undefined ? undefined : this.inlet.core.orders.findWorking(clientOrderId);
    if (ours === undefined || (ours.state !== 'submitting' && ours.state !== 'unknown')) return;
    // A rejected order was never accepted.
    if (state === 'rejected') return;
    this.report({ type: 'accepted', clientOrderId: ours.clientOrderId, venueOrderId });
  }

  /** Own fills we have not heard of, oldest first, of the orders that need them. */
  private async applyFills(
    theirs: readonly (VenueOrder | undefined)[],
    lookedUp: readonly ClientOrderId[],
  ): Promise<void> {
    const { core } = this.inlet;
    const behind = theirs.flatMap((order) => {
      const ours = order?.clientOrderId === undefined ? undefined : core.orders.findWorking(order.clientOrderId);
      return order !== undefined && ours?.filledQty.lt(order.filledQty) === true ? [ours] : [];
    });
    const sought = lookedUp.flatMap((id) => core.orders.findWorking(id) ?? []);
    const since = Math.min(...[...behind, ...sought].map(({ createdAt }) => createdAt));
    if (since === Infinity) return;
    // On candles a fill carries the open time of its candle.
    const marginMs = timeframeMs(this.connection.baseTimeframe) + MINUTE_MS;
    for (const fill of await this.waits.answer(this.connection.venue.fills(toEpochMs(since - marginMs)))) {
      const { orders } = this.inlet.core;
      if (orders.fillProblem(fill) === undefined && !this.inlet.hasFill(fill.fillId)) {
        this.report({ type: 'filled', fill });
      }
    }
  }

  /** How an order ended, once every fill of it is booked; or that it never was. */
  private conclude(clientOrderId: ClientOrderId, theirs: VenueOrder | undefined): void {
    const ours = this.inlet.core.orders.findWorking(clientOrderId);
    if (theirs !== undefined) this.notFound.delete(clientOrderId);
    if (ours === undefined) return;
    if (theirs === undefined) return this.concludeUnknown(ours);
    const { state, reason = `the venue says it is ${state}` } = theirs;
    if (state === 'open' || state === 'partiallyFilled' || !ours.filledQty.eq(theirs.filledQty)) return;
    // Filled to the end of a quantity that we wanted changed: the rest does not work any more.
    const type = state === 'filled' || (state === 'rejected' && !ours.filledQty.isZero()) ? 'canceled' : state;
    this.report({ type, clientOrderId, reason });
  }

  private concludeUnknown({ clientOrderId, state, filledQty }: Order): void {
    const now = this.waits.clock.now();
    const since = this.notFound.get(clientOrderId) ?? now;
    this.notFound.set(clientOrderId, since);
    if (now - since < NOT_FOUND_APART_MS) return;
    this.notFound.delete(clientOrderId);
    const hasArrived = !filledQty.isZero() || state === 'open' || state === 'partiallyFilled';
    this.report(
      hasArrived
        ? { type: 'canceled', clientOrderId, reason: 'the venue does not know it any more' }
        : { type: 'rejected', clientOrderId, reason: 'it never reached the venue' },
    );
  }

  private async applyAccountReports(since: number): Promise<void> {
    const from = toEpochMs(since - ACCOUNT_MARGIN_MS - timeframeMs(this.connection.baseTimeframe));
    for (const report of await this.waits.answer(this.connection.venue.accountReports(from))) {
      if (report.type !== 'liquidated' || !this.inlet.hasFill(report.fill.fillId)) this.report(report);
    }
  }

  private report(report: VenueReport): void {
    this.inlet.take({ kind: 'venue', at: this.waits.clock.now(), report });
  }
}
