// The prices of a source as one stream of events: for each bucket the marks in order of time, then its candles; ties by symbol.
import type { Candle } from '../../../shared/domain/candle.ts';
import { type EpochMs, type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import { timeframeMs } from '../../../shared/time.ts';
import type { Bucket, MarketRow, MarketSource, Quote } from './marketSource.ts';

export type MarketEvent =
  | { readonly kind: 'mark'; readonly at: EpochMs; readonly symbol: SymbolId; readonly quote: Quote }
  | { readonly kind: 'candle'; readonly at: EpochMs; readonly candle: Candle };

/** A place in the stream: every event before `at` is over, and `taken` of those at `at`. */
export interface StreamPosition {
  readonly at: EpochMs;
  readonly taken: number;
}

export class MarketStream {
  /** When the next event happens; Infinity at the end. */
  nextAt = Infinity;
  private readonly source: MarketSource;
  private readonly lengthMs: number;
  private bucket: Bucket | undefined;
  private step = 0;
  private row = 0;
  private last: EpochMs;
  private taken = 0;

  constructor(source: MarketSource) {
    this.source = source;
    this.lengthMs = timeframeMs(source.timeframe);
    this.last = source.startAt;
    this.open();
  }

  get position(): StreamPosition {
    return { at: this.last, taken: this.taken };
  }

  seek({ at, taken }: StreamPosition): void {
    this.source.seek(at);
    this.open();
    while (this.nextAt < at) this.move();
    this.last = at;
    this.taken = 0;
    while (this.taken < taken && this.nextAt === at) this.pass();
  }

  /** The next event. Only where `nextAt` is finite. */
  take(): MarketEvent {
    const at = toEpochMs(this.nextAt);
    const { symbol, candle, quote } = this.current();
    const event: MarketEvent =
      this.step === this.source.steps
        ? { kind: 'candle', at, candle }
        : { kind: 'mark', at, symbol, quote: quote(this.step) };
    this.pass();
    return event;
  }

  private current(): MarketRow {
    return (this.bucket as Bucket).rows[this.row] as MarketRow;
  }

  private pass(): void {
    if (this.nextAt === this.last) this.taken += 1;
    else {
      this.last = toEpochMs(this.nextAt);
      this.taken = 1;
    }
    this.move();
  }

  private move(): void {
    this.row += 1;
    if (this.row < (this.bucket as Bucket).rows.length) return;
    this.row = 0;
    this.step += 1;
    if (this.step > this.source.steps) this.open();
    else this.nextAt = this.timeOf(this.step);
  }

  private open(): void {
    this.bucket = this.source.nextBucket();
    this.step = 0;
    this.row = 0;
    this.nextAt = this.timeOf(0);
  }

  private timeOf(step: number): number {
    if (this.bucket === undefined) return Infinity;
    const { steps } = this.source;
    return this.bucket.openTime + (step === steps ? this.lengthMs : Math.round((this.lengthMs * step) / steps));
  }
}
