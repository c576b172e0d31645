// A connection under a test's thumb: its time passes by hand, and its venue says what the test put there.
import { setImmediate } from 'node:timers/promises';
import type { Candle } from '../../src/shared/domain/candle.ts';
import { type EpochMs, toConnectionId, toEpochMs, type VenueOrderId } from '../../src/shared/domain/ids.ts';
import type { Instrument } from '../../src/shared/domain/instrument.ts';
import type { Fill } from '../../src/shared/domain/order.ts';
import { AppError } from '../../src/shared/errors.ts';
import { Decimal } from '../../src/shared/money.ts';
import type {
  AccountReport,
  CandleRange,
  Clock,
  Connection,
  ConnectionListener,
  OrderEffect,
  VenueOrder,
  VenuePosition,
} from '../../src/main/venues/ports.ts';

/** Work in order of its time; time stands still but for `advance`. */
export class ManualClock implements Clock {
  /** How many hold the time now; it goes on all the same. */
  holds = 0;
  private time: EpochMs;
  private readonly waiting = new Set<{ readonly time: number; readonly work: () => void }>();

  constructor(start: EpochMs) {
    this.time = start;
  }

  now(): EpochMs {
    return this.time;
  }

  at(time: EpochMs, work: () => void): () => void {
    const entry = { time, work };
    this.waiting.add(entry);
    return () => void this.waiting.delete(entry);
  }

  hold(): () => void {
    this.holds += 1;
    return () => void (this.holds -= 1);
  }

  /** Lets `ms` pass; what was begun is answered before the next thing happens. */
  async advance(ms: number): Promise<void> {
    const to = this.time + ms;
    await settle();
    for (let next = this.next(to); next !== undefined; next = this.next(to)) {
      this.waiting.delete(next);
      this.time = toEpochMs(Math.max(this.time, next.time));
      next.work();
      await settle();
    }
    this.time = toEpochMs(to);
  }

  private next(to: number): { readonly time: number; readonly work: () => void } | undefined {
    const due = [...this.waiting].filter(({ time }) => time <= to);
    return due.reduce<(typeof due)[number] | undefined>(
      (a, b) => (a !== undefined && a.time <= b.time ? a : b),
      undefined,
    );
  }
}

/** Every promise that can be kept now is. */
export async function settle(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

export const unreachable = new AppError('UNREACHABLE', 'nobody answers', { retryable: true });

export class FakeConnection implements Connection {
  readonly id = toConnectionId('paper');
  readonly isSimulated = true;
  readonly baseTimeframe = '15m';
  readonly orderTypes = ['market', 'limit', 'stop'] as const;
  readonly clock: ManualClock;
  readonly instruments: readonly Instrument[];
  listener: ConnectionListener | undefined;
  /** When it was tried to connect, and what comes of the next attempts; those after them succeed. */
  readonly attempts: EpochMs[] = [];
  readonly connectErrors: AppError[] = [];
  candles: Candle[] = [];
  readonly asked: CandleRange[] = [];
  candlesError: AppError | undefined;
  /** How long a question for candles takes; Infinity: it is never answered. */
  candlesTakeMs = 0;
  venueError: AppError | undefined;
  skewMs = 0;
  timeTakesMs = 0;
  openOrders: VenueOrder[] = [];
  endedOrders: VenueOrder[] = [];
  fills: Fill[] = [];
  accountReports: AccountReport[] = [];
  positions: VenuePosition[] = [];
  balance = Decimal.of(10_000);
  readonly questions: { readonly at: EpochMs; readonly what: string }[] = [];
  readonly performed: OrderEffect[] = [];
  readonly foreignCancels: VenueOrderId[] = [];
  /** Runs before a question is answered. */
  beforeAnswer: (what: string) => void = () => undefined;

  constructor(start: EpochMs, instruments: readonly Instrument[]) {
    this.clock = new ManualClock(start);
    this.instruments = instruments;
  }

  readonly venue: Connection['venue'] = {
    perform: (effect) => void this.performed.push(effect),
    findOrder: (id) =>
      this.answer(`findOrder ${id}`, () =>
        [...this.openOrders, ...this.endedOrders].find(({ clientOrderId }) => clientOrderId === id),
      ),
    openOrders: () => this.answer('openOrders', () => [...this.openOrders]),
    cancelForeignOrder: async (id) => {
      this.foreignCancels.push(id);
      await this.answer(`cancelForeignOrder ${id}`, () => undefined);
      this.openOrders = this.openOrders.filter(({ venueOrderId }) => venueOrderId !== id);
    },
    fills: (since) => this.answer('fills', () => this.fills.filter(({ at }) => at >= since)),
    accountReports: () => this.answer('accountReports', () => [...this.accountReports]),
    positions: () => this.answer('positions', () => [...this.positions]),
    balance: () => this.answer('balance', () => this.balance),
    time: async () => {
      const theirs = toEpochMs(this.clock.now() + this.timeTakesMs / 2 + this.skewMs);
      if (this.timeTakesMs > 0) await this.pass(this.timeTakesMs);
      return theirs;
    },
  };

  readonly feed: Connection['feed'] = {
    candles: async (range) => {
      this.asked.push(range);
      if (this.candlesTakeMs > 0) await this.pass(this.candlesTakeMs);
      if (this.candlesError !== undefined) throw this.candlesError;
      return this.candles.filter(
        ({ symbol, openTime }) => symbol === range.symbol && openTime >= range.from && openTime < range.to,
      );
    },
  };

  async connect(listener: ConnectionListener): Promise<void> {
    this.attempts.push(this.clock.now());
    await Promise.resolve();
    const error = this.connectErrors.shift();
    if (error !== undefined) throw error;
    this.listener = listener;
  }

  async close(): Promise<void> {
    this.listener = undefined;
    await Promise.resolve();
  }

  lose(reason = 'the line is dead'): void {
    this.listener?.lost(reason);
  }

  private async answer<T>(what: string, value: () => T): Promise<T> {
    this.questions.push({ at: this.clock.now(), what });
    await Promise.resolve();
    if (this.venueError !== undefined) throw this.venueError;
    const answer = value();
    this.beforeAnswer(what);
    return answer;
  }

  private pass(ms: number): Promise<void> {
    return new Promise((done) => ms < Infinity && this.clock.at(toEpochMs(this.clock.now() + ms), done));
  }
}
