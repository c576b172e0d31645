// The way from the world to whoever listens; on a bad day not everything comes through it, and not at once.
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';
import type { VenueReport } from '../../engine/kernel/inputs.ts';
import type { ConnectionListener, MarketMessage } from '../ports.ts';
import type { BadDay } from './badDay.ts';

interface Postponing {
  now(): EpochMs;
  /** Runs `work` when world time has come that far. */
  later(time: number, work: () => void): void;
}

export class Outlet {
  private readonly badDay: BadDay | undefined;
  private readonly world: Postponing;
  private listener: ConnectionListener | undefined;
  /** Until when messages of a symbol are held up: later ones do not overtake. */
  private readonly heldUp = new Map<SymbolId, number>();

  constructor(badDay: BadDay | undefined, world: Postponing) {
    this.badDay = badDay;
    this.world = world;
  }

  connect(listener: ConnectionListener): void {
    this.listener = listener;
  }

  /** Nothing more comes; with a reason, the listener hears it. */
  disconnect(reason?: string): void {
    const { listener } = this;
    this.listener = undefined;
    if (reason !== undefined) listener?.lost(reason);
  }

  report(report: VenueReport, now: EpochMs): void {
    if (this.isSilent(now)) return;
    this.listener?.report(report);
    if (this.badDay?.comesTwice(report, now) === true) this.listener?.report(report);
  }

  market(message: MarketMessage, now: EpochMs): void {
    if (this.badDay === undefined) this.listener?.market(message);
    else if (this.listener !== undefined) this.send(message, now, this.badDay);
  }

  private send(message: MarketMessage, now: EpochMs, badDay: BadDay): void {
    const symbol = message.kind === 'mark' ? message.symbol : message.candle.symbol;
    const { lateMs, isTwice } = badDay.messageFate(message, now);
    const time = Math.max(now + lateMs, this.heldUp.get(symbol) ?? 0);
    if (time === now) return this.deliver(message, isTwice, now);
    const { listener } = this;
    this.heldUp.set(symbol, time);
    // What was under way when a connection broke does not turn up on the next one.
    this.world.later(time, () => {
      if (this.listener === listener) this.deliver(message, isTwice, this.world.now());
    });
  }

  private deliver(message: MarketMessage, isTwice: boolean, now: EpochMs): void {
    if (this.isSilent(now)) return;
    this.listener?.market(message);
    if (isTwice) this.listener?.market(message);
  }

  private isSilent(now: EpochMs): boolean {
    return this.badDay?.silences.isOn(now) === true;
  }
}
