// Which candles of one symbol's base timeframe the engine takes, and what is missing, late or stale (domain rules, section 2).
// It keeps candles only to recognise them again; what strategies look at is the series.
import { invariant } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import { type EpochMs, type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import { isoUtc, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { candleProblem, isSameCandle } from './candleProblem.ts';
import { clipRanges, subtractRange, type TimeRange } from './timeRanges.ts';

export type Acceptance =
  /**
   * The next candle: pass it on. `missing`: unresolved buckets just before it, in order; absent in the ordinary case. Where too
   * many gaps are open they become one, from the oldest on.
   */
  | { readonly kind: 'accepted'; readonly missing?: readonly TimeRange[] }
  /** The same candle again. */
  | { readonly kind: 'ignored' }
  /** A candle of a gap came after its successor: the gap there is resolved, but nothing is recomputed. */
  | { readonly kind: 'late'; readonly resolved: TimeRange }
  /** Other values for a known candle. To be recorded; the engine's past stays. */
  | { readonly kind: 'revised'; readonly known: Candle }
  | { readonly kind: 'rejected'; readonly reason: string };

/** Plain data, JSON-safe. */
export interface CandleBookState {
  /** The candles still recognised, ascending, six numbers each. */
  readonly known: readonly number[];
  readonly firstOpen: number;
  readonly holes: readonly TimeRange[];
  readonly gaps: readonly TimeRange[];
  readonly outages: readonly TimeRange[];
}

export interface CandleBookOptions {
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  /** How long after the next candle's close the newest one is still fresh. */
  readonly graceMs: number;
}

/** How many candles are recognised; also the longest window of `dataQuality`. A power of two. */
export const KNOWN_CANDLES = 1024;
const FIELDS = 6;
/** Open gaps told apart. */
const MAX_GAPS = 200;
const ACCEPTED: Acceptance = { kind: 'accepted' };
const IGNORED: Acceptance = { kind: 'ignored' };

export class CandleBook {
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  private readonly lengthMs: number;
  /** See `CandleBookOptions`. */
  graceMs: number;
  /** Ring by bucket number: open time, open, high, low, close, volume; open time -1 where nothing is known. */
  private readonly known = new Float64Array(KNOWN_CANDLES * FIELDS);
  private firstOpen = -1;
  private lastOpen = -1;
  /** Recent buckets that came late or never. */
  private holes: readonly TimeRange[] = [];
  /** Those of them that nothing has explained yet. */
  private gaps: readonly TimeRange[] = [];
  /** Confirmed before the candle after them came. */
  private outages: readonly TimeRange[] = [];

  constructor({ symbol, timeframe, graceMs }: CandleBookOptions) {
    this.symbol = symbol;
    this.timeframe = timeframe;
    this.lengthMs = timeframeMs(timeframe);
    this.graceMs = graceMs;
    this.known.fill(-1);
  }

  /** Judges one candle that came at `now`. Allocation-free for the ordinary next candle. */
  accept(candle: Candle, now: EpochMs): Acceptance {
    const problem = candleProblem(candle, this.lengthMs);
    if (problem !== undefined) return { kind: 'rejected', reason: problem };
    if (candle.timeframe !== this.timeframe) {
      return { kind: 'rejected', reason: `expected a ${this.timeframe} candle, found ${candle.timeframe}` };
    }
    if (candle.openTime + this.lengthMs > now) {
      const closes = isoUtc(candle.openTime + this.lengthMs);
      return {
        kind: 'rejected',
        reason: `expected a closed candle at ${isoUtc(now)}, found one that closes ${closes}`,
      };
    }
    const { lastOpen } = this;
    if (candle.openTime <= lastOpen) return this.acceptOld(candle);
    this.remember(candle);
    this.lastOpen = candle.openTime;
    if (candle.openTime === lastOpen + this.lengthMs) return ACCEPTED;
    if (lastOpen !== -1) return this.acceptAfterHole({ from: lastOpen + this.lengthMs, to: candle.openTime });
    this.firstOpen = candle.openTime;
    return ACCEPTED;
  }

  /** The venue has no candles in [from, to). Returns the parts that were gaps and are now resolved. */
  recordOutage(outage: TimeRange): readonly TimeRange[] {
    const resolved = clipRanges(this.gaps, outage);
    this.gaps = subtractRange(this.gaps, outage);
    // What lies before the newest candle is settled; the rest waits for the candle after it.
    if (outage.to > this.lastOpen) {
      const ahead = this.outages.filter(({ to }) => to > this.lastOpen + this.lengthMs);
      this.outages = [...subtractRange(ahead, outage), outage];
    }
    return resolved;
  }

  hasGap(): boolean {
    return this.gaps.length > 0;
  }

  /** Unresolved gaps, oldest first. */
  openGaps(): readonly TimeRange[] {
    return this.gaps;
  }

  /** Close time of the newest accepted candle. */
  lastCloseTime(): EpochMs | undefined {
    return this.lastOpen === -1 ? undefined : toEpochMs(this.lastOpen + this.lengthMs);
  }

  /** Why entries must wait for fresher candles, or undefined. Allocation-free while fresh. */
  staleReason(now: EpochMs): string | undefined {
    if (this.lastOpen === -1) return `no ${this.timeframe} candle of ${this.symbol} yet`;
    const ageMs = now - this.lastOpen - this.lengthMs;
    const limitMs = this.lengthMs + this.graceMs;
    if (ageMs <= limitMs) return undefined;
    return `the newest ${this.timeframe} candle of ${this.symbol} closed ${ageMs} ms ago, at most ${limitMs} ms allowed`;
  }

  /**
   * Share 0..1 of the last `window` buckets, up to the newest candle, whose candles came in their turn.
   * Outages and late candles count against it; buckets before the first candle do not count.
   */
  dataQuality(window: number): number {
    invariant(
      window > 0 && window <= KNOWN_CANDLES,
      `expected a window of 1..${KNOWN_CANDLES} candles, found ${window}`,
    );
    if (this.lastOpen === -1) return 0;
    const from = Math.max(this.firstOpen, this.lastOpen - (window - 1) * this.lengthMs);
    const expected = (this.lastOpen - from) / this.lengthMs + 1;
    const holes = clipRanges(this.holes, { from, to: this.lastOpen });
    return 1 - holes.reduce((sum, hole) => sum + (hole.to - hole.from) / this.lengthMs, 0) / expected;
  }

  save(): CandleBookState {
    const known: number[] = [];
    const oldest = this.lastOpen - (KNOWN_CANDLES - 1) * this.lengthMs;
    for (let openTime = Math.max(this.firstOpen, oldest); openTime <= this.lastOpen; openTime += this.lengthMs) {
      const slot = this.slotOf(openTime);
      if (this.known[slot] !== openTime) continue;
      for (let place = slot; place < slot + FIELDS; place++) known.push(this.known[place] as number);
    }
    const { firstOpen, holes, gaps, outages } = this;
    return { known, firstOpen, holes, gaps, outages };
  }

  /** Exact inverse of `save` on a book of the same timeframe. */
  load(state: CandleBookState): void {
    this.known.fill(-1);
    this.lastOpen = -1;
    for (let i = 0; i < state.known.length; i += FIELDS) {
      this.lastOpen = state.known[i] as number;
      this.known.set(state.known.slice(i, i + FIELDS), this.slotOf(this.lastOpen));
    }
    this.firstOpen = state.firstOpen;
    this.holes = state.holes;
    this.gaps = state.gaps;
    this.outages = state.outages;
  }

  private acceptOld(candle: Candle): Acceptance {
    const slot = this.slotOf(candle.openTime);
    const bucket = { from: candle.openTime, to: candle.openTime + this.lengthMs };
    const isMissing = clipRanges(this.gaps, bucket).length > 0;
    if (isMissing) this.gaps = subtractRange(this.gaps, bucket);
    // After a long hole the ring still holds older ones: a snapshot does not.
    const isRecent = candle.openTime > this.lastOpen - KNOWN_CANDLES * this.lengthMs;
    if (isRecent && this.known[slot] === candle.openTime) {
      const known = this.recall(slot);
      if (isSameCandle(known, candle)) return isMissing ? { kind: 'late', resolved: bucket } : IGNORED;
      // From now on the revised values are the known ones, so that a feed repeating them is not reported again.
      this.remember(candle);
      return { kind: 'revised', known };
    }
    if (!isMissing) {
      const newest = isoUtc(this.lastOpen);
      return { kind: 'rejected', reason: `expected a candle newer than ${newest}, found ${isoUtc(candle.openTime)}` };
    }
    if (isRecent) this.remember(candle);
    return { kind: 'late', resolved: bucket };
  }

  private acceptAfterHole(hole: TimeRange): Acceptance {
    const oldest = this.lastOpen - KNOWN_CANDLES * this.lengthMs;
    this.holes = [...this.holes.filter(({ to }) => to > oldest), hole];
    const missing = this.outages.reduce<readonly TimeRange[]>(subtractRange, [hole]);
    this.outages = this.outages.filter(({ to }) => to > this.lastOpen);
    this.gaps = [...this.gaps, ...missing];
    const [first] = this.gaps;
    if (first !== undefined && missing.length > 0 && this.gaps.length > MAX_GAPS) {
      this.gaps = [{ from: first.from, to: hole.to }];
      return { kind: 'accepted', missing: this.gaps };
    }
    return missing.length === 0 ? ACCEPTED : { kind: 'accepted', missing };
  }

  private slotOf(openTime: number): number {
    return ((openTime / this.lengthMs) & (KNOWN_CANDLES - 1)) * FIELDS;
  }

  private remember(candle: Candle): void {
    const slot = this.slotOf(candle.openTime);
    this.known[slot] = candle.openTime;
    this.known[slot + 1] = candle.open;
    this.known[slot + 2] = candle.high;
    this.known[slot + 3] = candle.low;
    this.known[slot + 4] = candle.close;
    this.known[slot + 5] = candle.volume;
  }

  private recall(slot: number): Candle {
    const [openTime, open, high, low, close, volume] = this.known.subarray(slot, slot + FIELDS) as unknown as Row;
    return {
      symbol: this.symbol,
      timeframe: this.timeframe,
      openTime: toEpochMs(openTime),
      open,
      high,
      low,
      close,
      volume,
    };
  }
}

type Row = readonly [number, number, number, number, number, number];
