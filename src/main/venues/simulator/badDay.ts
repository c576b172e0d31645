// The bad day that can be rehearsed: what goes wrong between us and the exchange, and when. Each chance is drawn from the seed and
// what it is about, never from what was drawn before: the same seed gives the same bad day, also after a restart in its middle.
import type { Config } from '../../../shared/config/schema.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { createRng, type Rng } from '../../engine/kernel/rng.ts';
import type { VenueReport } from '../../engine/kernel/inputs.ts';
import type { MarketMessage, OrderEffect } from '../ports.ts';
import { Stranger } from './stranger.ts';

/** What becomes of an order effect on its way to the exchange. */
export type Fate = 'arrives' | 'rejected' | 'arrivesUnanswered' | 'vanishes';

export class BadDay {
  readonly losses: Episodes;
  readonly silences: Episodes;
  /** Undefined: nobody else uses the account. */
  readonly stranger: Stranger | undefined;
  private readonly settings: Config['badDay'];
  private readonly messages: Rng;
  private readonly orders: Rng;

  constructor(settings: Config['badDay'], from: EpochMs) {
    const { seed, feedLossEveryMinutes, feedLossSeconds, silenceEveryMinutes, silenceSeconds } = settings;
    const day = createRng(seed);
    const { strangerEveryMinutes } = settings;
    this.settings = settings;
    if (strangerEveryMinutes !== null) this.stranger = new Stranger(day.fork('stranger'), from, strangerEveryMinutes);
    this.messages = day.fork('messages');
    this.orders = day.fork('orders');
    this.losses = new Episodes(day.fork('losses'), { from, every: feedLossEveryMinutes, longest: feedLossSeconds });
    this.silences = new Episodes(day.fork('silences'), { from, every: silenceEveryMinutes, longest: silenceSeconds });
  }

  /** How late a message arrives, and whether it comes twice. */
  messageFate(message: MarketMessage, now: EpochMs): { readonly lateMs: number; readonly isTwice: boolean } {
    const symbol = message.kind === 'mark' ? message.symbol : message.candle.symbol;
    const draw = this.messages.fork(`${message.kind} ${symbol} ${String(now)}`);
    const isLate = draw.next() < this.settings.lateChance;
    const isTwice = draw.next() < this.settings.duplicateChance;
    return { lateMs: isLate ? Math.ceil(draw.next() * this.settings.lateSeconds * SECOND_MS) : 0, isTwice };
  }

  comesTwice(report: VenueReport, now: EpochMs): boolean {
    return (
      this.messages.fork(`${report.type} ${subjectOf(report)} ${String(now)}`).next() < this.settings.duplicateChance
    );
  }

  fateOf(effect: OrderEffect, now: EpochMs): Fate {
    const { rejectChance, unknownChance } = this.settings;
    const id = effect.kind === 'submitOrder' ? effect.order.clientOrderId : effect.clientOrderId;
    const draw = this.orders.fork(`${effect.kind} ${id} ${String(now)}`);
    if (draw.next() < rejectChance) return 'rejected';
    if (effect.kind !== 'submitOrder' || draw.next() >= unknownChance) return 'arrives';
    return draw.next() < 0.5 ? 'arrivesUnanswered' : 'vanishes';
  }

  /** What becomes of the cancellation of an order that is not ours. */
  fateOfForeign(id: string, now: EpochMs): Fate {
    const isRejected = this.orders.fork(`foreign ${id} ${String(now)}`).next() < this.settings.rejectChance;
    return isRejected ? 'rejected' : 'arrives';
  }

  /** The share of a fill that there is, in (0, 1]. */
  shareOfFill(subject: string): number {
    const draw = this.orders.fork(`fill ${subject}`);
    return draw.next() < this.settings.partialFillChance ? 0.1 + 0.8 * draw.next() : 1;
  }
}

/** Times of trouble: begun at random, some on average every so many minutes. */
export class Episodes {
  private readonly rng: Rng;
  private readonly everyMs: number;
  private readonly longestMs: number;
  /** The one under way or to come; Infinity: never. */
  begin: number;
  end: number;

  constructor(rng: Rng, { from, every, longest }: { from: EpochMs; every: number | null; longest: number }) {
    this.rng = rng;
    this.everyMs = every === null ? Infinity : every * MINUTE_MS;
    this.longestMs = longest * SECOND_MS;
    this.begin = this.end = from;
    this.next();
  }

  /** Whether `now` lies in one. Ask with times that do not fall back. */
  isOn(now: number): boolean {
    while (this.end <= now) this.next();
    return this.begin <= now;
  }

  private next(): void {
    this.begin = this.end + Math.ceil(-Math.log(1 - this.rng.next()) * this.everyMs);
    this.end = this.begin + Math.ceil(Math.max(1, this.rng.next() * this.longestMs));
  }
}

function subjectOf(report: VenueReport): string {
  if ('clientOrderId' in report) return report.clientOrderId;
  if ('fill' in report) return report.fill.fillId;
  return 'id' in report ? report.id : '';
}
