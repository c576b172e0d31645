// One world: a market and an exchange in a time of their own, event after event, the same for the same seed. Synchronous: a
// driver makes its time pass. What the exchange knows is safe before anybody hears of it.
import { invariant } from '../../../shared/assert.ts';
import { type ConnectionId, type EpochMs, toEpochMs, type VenueOrderId } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import { isoUtc, timeframeMs } from '../../../shared/time.ts';
import type { Clock, ConnectionListener, OrderEffect } from '../ports.ts';
import type { BadDay } from './badDay.ts';
import type { MarketSource } from './marketSource.ts';
import { type MarketEvent, MarketStream } from './marketStream.ts';
import type { DrivenWorld, ExchangeMemory, WorldDriver } from './options.ts';
import { Outlet } from './outlet.ts';
import type { PaperExchange } from './paperExchange.ts';
import { TimeQueue } from './timeQueue.ts';
import { WorldMemory } from './worldMemory.ts';

export interface WorldOptions {
  readonly id: ConnectionId;
  readonly source: MarketSource;
  readonly exchange: PaperExchange;
  readonly fills: 'marks' | 'candles';
  readonly latencyMs: number;
  readonly badDay: BadDay | undefined;
  readonly memory: ExchangeMemory;
  readonly resumeAt: EpochMs | undefined;
  readonly driver: WorldDriver;
}

/** So many prices at most have to pass again after a restart. */
const SAVE_EVERY_EVENTS = 50_000;
const ENDED = 'the recorded candles have ended';

export class World implements Clock, DrivenWorld {
  private readonly exchange: PaperExchange;
  private readonly options: WorldOptions;
  private readonly stream: MarketStream;
  private readonly outlet: Outlet;
  private readonly memory: WorldMemory;
  private readonly timers = new TimeQueue<() => void>();
  /** Orders on their way, messages that are late. */
  private readonly underWay = new TimeQueue<() => void>();
  private time: EpochMs;
  private state: 'still' | 'moving' | 'ended' | 'closed' = 'still';
  private isAdvancing = false;
  /** Somebody waits for an answer, which arrives between two calls of `advance`. */
  private isAsked = false;
  /** So many wait for something of the machine's time. */
  private holds = 0;
  private eventsSinceSave = 0;
  /** The memory could not be written: nothing happens but timers until it can. */
  private unsaved: AppError | undefined;
  /** Begin of the last rehearsed loss of the connection. */
  private lostAt = -Infinity;

  /** Throws `AppError`: the memory is that of another world, or cannot be written. */
  constructor(options: WorldOptions) {
    const { source, exchange, badDay, resumeAt } = options;
    this.options = options;
    this.exchange = exchange;
    this.stream = new MarketStream(source);
    this.outlet = new Outlet(badDay, this);
    this.memory = new WorldMemory(options.memory, source.identity);
    const known = this.memory.read(exchange);
    if (known !== undefined) this.stream.seek(known.position);
    this.time = known?.time ?? source.startAt;
    badDay?.stranger?.skipTo(this.time);
    // Which world it is has to be known before anything happens in it: the journal may fill without a single order.
    if (known === undefined) this.save();
    this.sayAll();
    if (resumeAt !== undefined) this.catchUp(resumeAt);
    if (this.unsaved !== undefined) throw this.unsaved;
  }

  now(): EpochMs {
    return this.time;
  }

  at(time: EpochMs, work: () => void): () => void {
    return this.timers.add(time, work);
  }

  hold(): () => void {
    let isOver = false;
    this.holds += 1;
    return () => {
      if (!isOver) this.holds -= 1;
      isOver = true;
    };
  }

  isHeld(): boolean {
    return this.holds > 0;
  }

  /** Runs `work` as part of what happens at `time`. */
  later(time: number, work: () => void): void {
    this.underWay.add(time, work);
  }

  hasEnded(): boolean {
    return this.state === 'ended' || this.state === 'closed';
  }

  /** Something is asked of the exchange. Throws `AppError` where it cannot be reached. */
  ask(): void {
    const { badDay, id } = this.options;
    this.isAsked = true;
    if (this.state === 'closed') throw new AppError('UNREACHABLE', `the connection ${id} is closed`);
    this.needSaved();
    if (badDay?.losses.isOn(this.time) !== true) return;
    const reason = `${id} cannot be reached until ${isoUtc(badDay.losses.end)} of its time: a bad day is being rehearsed`;
    throw new AppError('UNREACHABLE', reason, { retryable: true });
  }

  /** Throws `AppError`. From the first try on, time passes. */
  connect(listener: ConnectionListener): void {
    if (this.state === 'still') {
      this.state = 'moving';
      this.options.driver.start(this);
    }
    this.ask();
    if (this.isOver()) throw new AppError('UNREACHABLE', ENDED);
    this.outlet.connect(listener);
  }

  close(): void {
    this.state = 'closed';
    this.options.driver.stop();
    this.outlet.disconnect();
    this.timers.clear();
    // What was sent arrives, whether the sender is still there or not.
    for (let work = this.underWay.take(); work !== undefined; work = this.underWay.take()) work();
  }

  perform(effect: OrderEffect): void {
    const { badDay, fills, latencyMs } = this.options;
    // Sent into a broken connection it arrives nowhere, and nobody says so.
    if (badDay?.losses.isOn(this.time) === true) return;
    const isOnCandles = fills === 'candles';
    if (isOnCandles) this.arrive(effect);
    this.later(this.time + (isOnCandles ? 0 : latencyMs), () => {
      if (!isOnCandles) this.arrive(effect);
      this.sayAll();
    });
  }

  /** Done, or rejected with `AppError`, at the time it arrives. */
  cancelForeign(id: VenueOrderId): Promise<void> {
    return new Promise((done, failed) => {
      this.ask();
      this.later(this.time + (this.options.fills === 'candles' ? 0 : this.options.latencyMs), () => {
        const fate = this.options.badDay?.fateOfForeign(id, this.time) ?? 'arrives';
        try {
          this.exchange.cancelForeign(id, this.time, fate);
          this.sayAll();
          done();
        } catch (error) {
          failed(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  advance(to: EpochMs, isEnough: () => boolean = () => false): boolean {
    invariant(!this.isAdvancing, 'expected no advance of the world within an event of it');
    this.isAdvancing = true;
    this.isAsked = false;
    try {
      return this.run(to, isEnough);
    } finally {
      this.isAdvancing = false;
    }
  }

  private run(to: EpochMs, isEnough: () => boolean): boolean {
    while (this.state === 'moving' || this.state === 'ended') {
      if (this.holds > 0) return false;
      const next = this.nextTime();
      if (next > to) {
        this.time = toEpochMs(Math.max(this.time, to));
        return true;
      }
      this.time = toEpochMs(Math.max(this.time, next));
      this.happen(next);
      if (this.state === 'moving' && this.isOver()) this.end();
      if (this.isAsked || isEnough()) return false;
    }
    return true;
  }

  private nextTime(): number {
    const timer = this.timers.nextTime;
    if (this.unsaved !== undefined || this.state === 'ended') return timer;
    return Math.min(timer, this.lossAt(), this.strangerAt, this.stream.nextAt, this.underWay.nextTime);
  }

  /** What was asked to run at a time runs before what else happens then. */
  private happen(next: number): void {
    if (this.timers.nextTime === next) this.timers.take()?.();
    else if (this.lossAt() === next) this.lose(next);
    else if (this.strangerAt === next) this.meddle();
    else if (this.stream.nextAt === next) this.pass(this.stream.take());
    else this.underWay.take()?.();
  }

  private pass(event: MarketEvent): void {
    const { exchange, outlet, time } = this;
    if (event.kind === 'mark') {
      const { symbol, quote } = event;
      exchange.beginMark(event);
      this.sayAll();
      outlet.market({ kind: 'mark', symbol, bid: quote.bid, ask: quote.ask, last: quote.last }, time);
    } else if (this.options.fills === 'marks') {
      outlet.market({ kind: 'candle', candle: event.candle }, time);
    } else {
      exchange.beginCandle(event.candle);
      this.sayAll();
      exchange.endCandle(event.candle);
      outlet.market({ kind: 'candle', candle: event.candle }, time);
      this.sayAll();
    }
    this.eventsSinceSave += 1;
    if (this.eventsSinceSave >= SAVE_EVERY_EVENTS && !exchange.isIdle) this.save();
  }

  /** When somebody else uses the account next. */
  private get strangerAt(): number {
    return this.options.badDay?.stranger?.nextAt ?? Infinity;
  }

  private meddle(): void {
    const { source, exchange, badDay } = this.options;
    const { time } = this;
    const act = badDay?.stranger?.act({
      ...{ instruments: exchange.instruments, balance: exchange.balance },
      netQty: ({ symbol }) => exchange.netQty(symbol),
      price: ({ symbol }) => {
        const from = toEpochMs(time - 2 * timeframeMs(source.timeframe));
        return source.candles({ symbol, timeframe: source.timeframe, from, to: time }, time).at(-1)?.close;
      },
    });
    if (act === undefined) return;
    exchange.meddle(act, time);
    this.sayAll();
  }

  private arrive(effect: OrderEffect): void {
    const fate = this.options.badDay?.fateOf(effect, this.time) ?? 'arrives';
    this.exchange.perform(effect, { now: this.time, fate });
  }

  /** Every report, each safe before it is said: it may bring orders that the next one depends on, as in a backtest. */
  private sayAll(): void {
    for (let report = this.exchange.poll(this.time); report !== undefined; report = this.exchange.poll(this.time)) {
      if (!this.save()) return;
      this.outlet.report(report, this.time);
    }
    if (this.exchange.isChanged) this.save();
  }

  /** What the exchange says has to be safe: once it could not save, it says nothing before it can. */
  private needSaved(): void {
    // What the failure has interrupted goes on unheard.
    if (this.unsaved !== undefined && this.save()) this.sayAll();
    if (this.unsaved !== undefined) throw this.unsaved;
  }

  private save(): boolean {
    try {
      this.memory.write({ time: this.time, position: this.stream.position }, this.exchange);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.unsaved = error;
      this.outlet.disconnect(error.message);
      return false;
    }
    this.exchange.isChanged = false;
    this.eventsSinceSave = 0;
    this.unsaved = undefined;
    return true;
  }

  /** When the connection is lost next. */
  private lossAt(): number {
    const losses = this.options.badDay?.losses;
    if (losses === undefined) return Infinity;
    losses.isOn(this.time);
    return losses.begin > this.lostAt ? losses.begin : Infinity;
  }

  private lose(at: number): void {
    this.lostAt = at;
    this.outlet.disconnect('the connection broke: a bad day is being rehearsed');
  }

  /** Nothing is left to come but time. */
  private isOver(): boolean {
    return this.stream.nextAt === Infinity && this.underWay.nextTime === Infinity;
  }

  private end(): void {
    this.state = 'ended';
    this.outlet.disconnect(ENDED);
  }

  /** Lets the time up to `to` pass again that was over before this start. Nobody listens; the exchange goes on. */
  private catchUp(to: EpochMs): void {
    if (this.exchange.isIdle && this.strangerAt > to && to > this.time)
      this.stream.seek({ at: toEpochMs(to + 1), taken: 0 });
    while (this.unsaved === undefined && Math.min(this.strangerAt, this.stream.nextAt) <= to) {
      const isMeddling = this.strangerAt <= this.stream.nextAt;
      this.time = toEpochMs(Math.min(this.strangerAt, this.stream.nextAt));
      if (isMeddling) this.meddle();
      else this.pass(this.stream.take());
    }
    this.time = toEpochMs(Math.max(this.time, to));
  }
}
