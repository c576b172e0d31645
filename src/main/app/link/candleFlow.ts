// The way of streamed candles into the engine. One that comes after a hole waits until the venue has been asked for what is
// missing, so that the engine decides on a whole past; prices and the other symbols go on meanwhile.
import { type Candle, closeTimeOf } from '../../../shared/domain/candle.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import { SECOND_MS } from '../../../shared/time.ts';
import { clipRanges } from '../../engine/market/timeRanges.ts';
import type { Backoff } from './backoff.ts';
import { type EngineInlet, expectedOpen } from './engineInlet.ts';
import type { History, SymbolRange } from './history.ts';
import { isCanceled, type Waits } from './waits.ts';

/** The venue has so long to say what is missing; then the engine sees the gap and refuses entries until it is filled. */
const HOLD_MS = 10 * SECOND_MS;

export interface CandleFlowOptions {
  readonly inlet: EngineInlet;
  readonly history: History;
  readonly waits: Waits;
  /** Starts work that nobody waits for. */
  readonly drop: (work: Promise<unknown>) => void;
  readonly newBackoff: () => Backoff;
}

export class CandleFlow {
  private readonly options: CandleFlowOptions;
  /** Candles held back, by symbol. */
  private readonly held = new Map<SymbolId, Candle[]>();
  /** Of every symbol, while the past is read: at the start and after a reconnect. */
  private areAllHeld = true;
  private readonly backfills = new Set<string>();

  constructor(options: CandleFlowOptions) {
    this.options = options;
  }

  /** A sound candle. */
  take(candle: Candle): void {
    const { inlet, waits, drop } = this.options;
    const { symbol, openTime } = candle;
    const waiting = this.held.get(symbol);
    const expected = expectedOpen(inlet, symbol);
    const earlyMs = closeTimeOf(candle) - waits.clock.now();
    if (waiting !== undefined) waiting.push(candle);
    else if (earlyMs > 0) waits.later(earlyMs, () => this.take(candle));
    else if (this.areAllHeld) this.held.set(symbol, [candle]);
    else if (expected !== undefined && openTime > expected) {
      this.held.set(symbol, [candle]);
      drop(this.fillBefore(candle, { symbol, from: expected, to: openTime }));
    } else this.pass(candle);
  }

  /** Holds every candle back while `work` lasts, within bounds. */
  async whileHeld(work: Promise<unknown>): Promise<void> {
    this.areAllHeld = true;
    try {
      await this.options.waits.within(work, HOLD_MS);
    } finally {
      this.areAllHeld = false;
      for (const symbol of [...this.held.keys()]) this.release(symbol);
    }
  }

  /** Fills a gap of the engine, however long it takes. */
  backfill({ symbol, from, to }: SymbolRange): void {
    const key = `${symbol} ${String(from)} ${String(to)}`;
    if (this.backfills.has(key)) return;
    this.backfills.add(key);
    const work = this.fillGap({ symbol, from, to }).finally(() => this.backfills.delete(key));
    this.options.drop(work);
  }

  /** Gaps that were open when the engine last stopped are nobody's request any more. */
  backfillOpenGaps(): void {
    for (const { symbol, book } of this.options.inlet.core.markets.values()) {
      for (const { from, to } of book.openGaps()) this.backfill({ symbol, from, to });
    }
  }

  private async fillBefore(first: Candle, range: SymbolRange): Promise<void> {
    const { history, waits } = this.options;
    try {
      await waits.within(history.fill([range]), HOLD_MS);
    } catch (error) {
      // The engine finds the gap and asks for it again, until it is filled.
      if (isCanceled(error)) throw error;
    }
    const waiting = this.held.get(first.symbol);
    if (waiting?.[0] === first) {
      waiting.shift();
      this.pass(first);
    }
    this.release(first.symbol);
  }

  /** Lets held candles go on; where something is still missing before one, the rest waits again. */
  private release(symbol: SymbolId): void {
    const waiting = this.held.get(symbol) ?? [];
    this.held.delete(symbol);
    for (const candle of waiting) this.take(candle);
  }

  private pass(candle: Candle): void {
    const { inlet, waits } = this.options;
    inlet.take({ kind: 'candle', at: waits.clock.now(), candle });
  }

  private async fillGap(range: SymbolRange): Promise<void> {
    const { history, waits, newBackoff } = this.options;
    const backoff = newBackoff();
    while (this.isOpen(range)) {
      try {
        if (await history.fill([range])) return;
      } catch (error) {
        if (isCanceled(error)) throw error;
      }
      await waits.pause(backoff.next());
    }
  }

  private isOpen(range: SymbolRange): boolean {
    const gaps = this.options.inlet.core.markets.get(range.symbol)?.book.openGaps() ?? [];
    return clipRanges(gaps, range).length > 0;
  }
}
