// Keeps the engine's account and the venue's in agreement: in full at the start and after every reconnect, in parts while
// running. A difference counts when two readings agree on it; until it is gone, its symbol takes no entries.
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import type { EngineCore } from '../../engine/kernel/core.ts';
import type { FeedStatus, VenueReport } from '../../engine/kernel/inputs.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Connection } from '../../venues/ports.ts';
import type { DifferenceItem } from '../../../shared/domain/reconciliation.ts';
import { type Difference, differencesOf, type VenueView } from './accountDifferences.ts';
import type { Backoff } from './backoff.ts';
import type { EngineInlet } from './engineInlet.ts';
import { inboxOf, type Standing } from './inbox.ts';
import { type ReadingScope, VenueReader } from './venueReader.ts';
import { isCanceled, type Waits } from './waits.ts';

const ORDERS_EVERY_MS = 5 * SECOND_MS;
const POSITIONS_EVERY_MS = 30 * SECOND_MS;
const BALANCE_EVERY_MS = MINUTE_MS;
/** Between two readings that have to agree. */
const APART_MS = 2 * SECOND_MS;
/** With something in flight at each of them, what has not been confirmed is left to the next check. */
const MAX_READINGS = 5;
const REMEDY_AGAIN_MS = MINUTE_MS;

interface Check {
  readonly positions: boolean;
  readonly balance: boolean;
  readonly isFull: boolean;
}

export interface ReconcilerOptions {
  readonly connection: Connection;
  readonly inlet: EngineInlet;
  readonly waits: Waits;
  readonly backoff: Backoff;
  readonly log: Logger;
  /** A critical sentence for the trader. */
  readonly notify: (text: string) => void;
  readonly isConnected: () => boolean;
}

export class Reconciler {
  /** Since when the venue could not be asked; undefined while it can. */
  failingSince: EpochMs | undefined;
  private readonly options: ReconcilerOptions;
  private readonly reader: VenueReader;
  /** True: we have said `reconciling` of the whole account, and it has not ended. */
  private isHolding = false;
  /** Full passes asked for, and the last of them that is done. */
  private requested = 0;
  private completed = 0;
  private readonly waiting: { readonly upTo: number; readonly done: () => void }[] = [];
  private wake = (): void => undefined;
  private positionsAt = 0;
  private balanceAt = 0;
  /** When the accounts last agreed. */
  private agreedAt: number;
  /** Differences that stand, by key. */
  private standing = new Map<string, Standing>();
  /** Those of the last reading. */
  private seen = new Set<string>();
  private readonly remediedAt = new Map<string, number>();
  /** What ended an order while missed fills of it may still have to be booked before that. */
  private readonly deferred: VenueReport[] = [];
  private isBehind = true;
  private falls = 0;

  constructor(options: ReconcilerOptions) {
    this.options = options;
    this.reader = new VenueReader(options.connection, options.inlet, options.waits);
    this.agreedAt = options.inlet.core.clock;
  }

  /** Reports may have been missed: no entries, and nothing ends an order before a full pass. */
  fallBehind(): void {
    this.isBehind = true;
    this.falls += 1;
    this.reader.lostBefore = this.now();
    this.hold();
  }

  /** What waits for the trader, and what the trader has accepted. */
  get inbox(): readonly DifferenceItem[] {
    return inboxOf(this.core, [...this.standing.values()]);
  }

  /** What differs and settles itself. */
  get comparing(): readonly Pick<Difference, 'symbol' | 'text'>[] {
    return [...this.standing.values()].flatMap(({ difference: { symbol, text, unresolved } }) =>
      unresolved === undefined ? [{ symbol, text: `${text}.` }] : [],
    );
  }

  /** Compares everything soon, not when it is due. What was `settled` counts again where two new readings agree on it. */
  lookAgain(settled?: string): void {
    if (settled !== undefined) {
      this.standing.delete(settled);
      this.seen.delete(settled);
    }
    this.positionsAt = this.balanceAt = 0;
    this.wake();
  }

  /** A full pass that begins now or later; resolves when it is done. */
  async reconcile(): Promise<void> {
    this.requested += 1;
    const upTo = this.requested;
    this.wake();
    await this.options.waits.answer(new Promise<void>((done) => this.waiting.push({ upTo, done })));
  }

  /** A report of the stream. */
  report(report: VenueReport): void {
    const isEnd = report.type === 'canceled' || report.type === 'rejected' || report.type === 'expired';
    if (this.isBehind && isEnd) this.deferred.push(report);
    else if (!this.isForgotten(report)) this.take(report);
  }

  /** Checks what is due, for as long as the link lives. */
  async run(): Promise<never> {
    const { waits, backoff, log } = this.options;
    for (;;) {
      const check = this.due();
      try {
        if (check !== undefined) {
          await this.carryOut(check);
          backoff.reset();
          this.failingSince = undefined;
        }
        await this.sleep();
      } catch (error) {
        if (isCanceled(error)) throw error;
        this.failingSince ??= this.now();
        log.warn('the account cannot be compared with the venue', { error: String(error) });
        await waits.pause(backoff.next());
      }
    }
  }

  private async sleep(): Promise<void> {
    if (this.requested > this.completed) return;
    const { waits } = this.options;
    let callOff = (): void => undefined;
    const over = new Promise<void>((done) => {
      this.wake = done;
      callOff = waits.later(ORDERS_EVERY_MS, done);
    });
    try {
      await waits.answer(over);
    } finally {
      callOff();
    }
  }

  private due(): Check | undefined {
    const { isConnected, inlet } = this.options;
    const { core } = inlet;
    const isFull = this.requested > this.completed;
    if (!isFull && !isConnected()) return undefined;
    const isUnsettled = isFull || this.isHolding || this.standing.size > 0 || core.feed.reconciling.size > 0;
    const balance = isUnsettled || this.now() >= this.balanceAt;
    // A balance says something only beside the positions.
    const positions = balance || this.isFlatToVerify() || this.now() >= this.positionsAt;
    return positions || core.orders.openCount > 0 ? { positions, balance, isFull } : undefined;
  }

  /** Reads until every difference is confirmed by a second reading, or gone. */
  private async carryOut({ isFull, ...due }: Check): Promise<void> {
    const { inlet, waits } = this.options;
    const { requested, falls } = this;
    const flagged = new Set(inlet.core.feed.reconciling);
    this.seen = new Set(this.standing.keys());
    let scope: ReadingScope = { ...due, accountSince: isFull ? this.agreedAt : undefined };
    for (let readings = 1; ; readings++) {
      const startedAt = this.now();
      const view = await this.reader.read(scope);
      if (isFull && falls === this.falls) this.catchUp();
      const found = differencesOf(inlet.core, view, this.reader);
      const confirmed = found.filter(({ key }) => this.seen.has(key));
      const isSettled = confirmed.length === found.length;
      if (isSettled || readings === MAX_READINGS) {
        if (scope.positions && scope.balance && found.length === 0) this.agreedAt = startedAt;
        this.note(scope);
        this.conclude({ view, confirmed, flagged, isFull, isSettled });
        if (isFull) this.complete(requested);
        return;
      }
      this.seen = new Set(found.map(({ key }) => key));
      scope = { positions: true, balance: true, accountSince: this.agreedAt };
      await waits.pause(APART_MS);
    }
  }

  /** Missed fills are booked: what ended orders meanwhile may follow. */
  private catchUp(): void {
    this.isBehind = false;
    for (const report of this.deferred.splice(0)) {
      if ('clientOrderId' in report && this.core.orders.findWorking(report.clientOrderId)) this.take(report);
    }
  }

  private note({ positions, balance }: ReadingScope): void {
    if (positions) this.positionsAt = this.now() + POSITIONS_EVERY_MS;
    if (balance) this.balanceAt = this.now() + BALANCE_EVERY_MS;
  }

  /** Acts on what two readings agree on, and tells the engine which symbols have to wait. */
  private conclude(outcome: {
    readonly view: VenueView;
    readonly confirmed: readonly Difference[];
    /** Symbols that waited before the venue was asked. */
    readonly flagged: ReadonlySet<SymbolId>;
    readonly isFull: boolean;
    /** Nothing differs that was not seen twice. */
    readonly isSettled: boolean;
  }): void {
    const { view, confirmed, flagged, isFull, isSettled } = outcome;
    const news = confirmed.filter(({ key }) => !this.standing.has(key));
    this.standing = new Map(
      confirmed.map((difference) => {
        const since = this.standing.get(difference.key)?.since ?? this.now();
        return [difference.key, { difference, since }];
      }),
    );
    for (const difference of news) this.tell(difference);
    this.remedy(confirmed);
    // What the engine itself began to doubt meanwhile is not answered by this reading.
    const bad = new Set([...this.core.feed.reconciling].filter((symbol) => !flagged.has(symbol)));
    for (const { symbol } of [...confirmed, ...this.reader.inDoubt]) if (symbol !== undefined) bad.add(symbol);
    const isNews = isFull || news.length > 0 || this.isFlatToVerify();
    const isAccountBad = confirmed.some(({ symbol }) => symbol === undefined);
    if (isNews && isSettled) this.take(snapshotOf(view, isAccountBad));
    this.publish(bad, isAccountBad);
  }

  private tell({ symbol, text, remedy, unresolved }: Difference): void {
    if (remedy !== undefined) return this.options.log.warn(text);
    const end = unresolved === undefined ? 'both agree' : 'it is resolved in the reconciliation inbox';
    this.options.notify(`${text}; no new entries ${symbol === undefined ? 'at all' : 'there'} until ${end}`);
  }

  private publish(bad: ReadonlySet<SymbolId>, isAccountBad: boolean): void {
    if (isAccountBad) this.hold();
    else if (this.isHolding && !this.isBehind) {
      this.isHolding = false;
      this.feed({ type: 'reconciled' });
    }
    const { reconciling } = this.core.feed;
    for (const symbol of [...reconciling]) if (!bad.has(symbol)) this.feed({ type: 'reconciled', symbol });
    for (const symbol of bad) if (!reconciling.has(symbol)) this.feed({ type: 'reconciling', symbol });
  }

  private hold(): void {
    if (this.isHolding) return;
    this.isHolding = true;
    this.feed({ type: 'reconciling' });
  }

  private remedy(confirmed: readonly Difference[]): void {
    for (const key of this.remediedAt.keys()) if (!this.standing.has(key)) this.remediedAt.delete(key);
    for (const { key, remedy } of confirmed) {
      if (remedy === undefined || this.options.waits.isStopped) continue;
      if (this.now() - (this.remediedAt.get(key) ?? -Infinity) < REMEDY_AGAIN_MS) continue;
      this.remediedAt.set(key, this.now());
      this.options.connection.venue.perform(remedy);
    }
  }

  private complete(upTo: number): void {
    this.completed = upTo;
    while (this.waiting[0] !== undefined && this.waiting[0].upTo <= upTo) this.waiting.shift()?.done();
  }

  /** The kill switch is not done before the venue says that nothing is held. */
  private isFlatToVerify(): boolean {
    const report = this.core.control.killSwitchReport;
    return report?.flatAt !== undefined && report.verifiedAt === undefined;
  }

  /** A fill repeated so late that the engine has forgotten its order. */
  private isForgotten(report: VenueReport): boolean {
    if (report.type !== 'filled') return false;
    const { clientOrderId, fillId } = report.fill;
    return this.core.orders.find(clientOrderId) === undefined && this.options.inlet.hasFill(fillId);
  }

  private get core(): EngineCore {
    return this.options.inlet.core;
  }

  private now(): EpochMs {
    return this.options.waits.clock.now();
  }

  private take(report: VenueReport): void {
    this.options.inlet.take({ kind: 'venue', at: this.now(), report });
  }

  private feed(status: FeedStatus): void {
    this.options.inlet.take({ kind: 'feed', at: this.now(), status });
  }
}

/** The balance only where it counts: the engine compares to the last decimal. */
function snapshotOf({ openOrders, positions, balance }: VenueView, isDrifting: boolean): VenueReport {
  return {
    type: 'snapshot',
    openOrders: openOrders.flatMap(({ clientOrderId }) => clientOrderId ?? []),
    ...(positions && { positions }),
    ...(isDrifting && balance && { balance }),
  };
}
