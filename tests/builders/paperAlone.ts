// A paper venue with an account of its own, no engine: orders of any kind, quotes and candles in any order, every report kept.
import { decode, encode } from '../../src/main/engine/kernel/canonical.ts';
import type { EngineEffect } from '../../src/main/engine/kernel/effects.ts';
import type { VenueReport } from '../../src/main/engine/kernel/inputs.ts';
import type { MarketQuote } from '../../src/main/engine/paper/marketQuote.ts';
import { PaperVenue, type PaperVenueOptions, type PaperVenueState } from '../../src/main/engine/paper/paperVenue.ts';
import { Portfolio } from '../../src/main/engine/portfolio/portfolio.ts';
import type { Candle } from '../../src/shared/domain/candle.ts';
import { type ClientOrderId, type EpochMs, type StrategyId, toEpochMs } from '../../src/shared/domain/ids.ts';
import { HOUR_MS } from '../../src/shared/time.ts';
import { START } from './aCandle.ts';
import { dec } from './risk.ts';

export type AloneOptions = Omit<PaperVenueOptions, 'account' | 'costs' | 'funding'> & {
  readonly latencyMs?: number;
  readonly slippageBps?: number;
  readonly cash?: number;
  /** Asked before every poll: true has the venue saved, thrown away and loaded anew. */
  readonly isInterrupted?: () => boolean;
};

export class PaperAlone {
  readonly reports: VenueReport[] = [];
  readonly account = new Portfolio();
  now: EpochMs = START;
  venue: PaperVenue;
  private readonly venueOptions: PaperVenueOptions;
  private readonly isInterrupted: () => boolean;
  private readonly strategies = new Map<ClientOrderId, StrategyId>();

  constructor({ latencyMs = 0, slippageBps = 0, cash = 10_000, isInterrupted, ...options }: AloneOptions) {
    for (const instrument of options.instruments) this.account.setInstrument(instrument);
    this.account.post({ kind: 'deposit', amount: dec(cash), cause: 'start' }, START);
    this.isInterrupted = isInterrupted ?? (() => false);
    this.venueOptions = {
      ...options,
      account: this.account,
      costs: { slippageBps: dec(slippageBps), volumeCapPct: dec(10), latencyMs },
      // Every 8 hours, 10 bps.
      funding: (_symbol, after) => ({
        at: toEpochMs((Math.floor(after / (8 * HOUR_MS)) + 1) * 8 * HOUR_MS),
        rate: 0.001,
      }),
    };
    this.venue = new PaperVenue(this.venueOptions);
  }

  perform(effect: EngineEffect): readonly VenueReport[] {
    if (effect.kind === 'submitOrder') this.strategies.set(effect.order.clientOrderId, effect.order.strategy);
    this.venue.perform(effect, this.now);
    return this.drain();
  }

  mark(quote: MarketQuote): readonly VenueReport[] {
    this.now = quote.at;
    this.venue.beginMark(quote);
    return this.drain();
  }

  candle(candle: Candle): readonly VenueReport[] {
    this.now = candle.openTime;
    this.venue.beginCandle(candle);
    return this.drain();
  }

  /** As after a crash: what was written down is all that is left. */
  restart(): void {
    const text = encode(this.venue.save());
    this.venue = new PaperVenue(this.venueOptions);
    this.venue.load(decode(text) as PaperVenueState);
  }

  private drain(): readonly VenueReport[] {
    const first = this.reports.length;
    for (;;) {
      if (this.isInterrupted()) this.restart();
      const report = this.venue.poll();
      if (report === undefined) return this.reports.slice(first);
      this.reports.push(report);
      this.book(report);
    }
  }

  private book(report: VenueReport): void {
    if (report.type === 'filled') {
      const strategy = this.strategies.get(report.fill.clientOrderId) as StrategyId;
      this.account.applyFill(report.fill, strategy, 'manual');
    } else if (report.type === 'liquidated') {
      this.account.applyFill(report.fill, report.strategy, 'liquidation');
    } else if (report.type === 'funding') {
      const { symbol, amount, id: cause } = report;
      this.account.applyFunding({ symbol, amount, cause }, this.now);
    }
  }
}
