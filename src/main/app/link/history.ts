// Candles on demand: asks the venue for ranges, checks the answers, and feeds them merged over the symbols in the order of
// their closes. What the venue does not have in a range it has had time to fill is an outage.
import { setImmediate } from 'node:timers/promises';
import { type Candle, closeTimeOf } from '../../../shared/domain/candle.ts';
import { type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import { bucketOpen, MINUTE_MS, timeframeMs } from '../../../shared/time.ts';
import type { Connection } from '../../venues/ports.ts';
import type { Edge } from './edge.ts';
import { type EngineInlet, expectedOpen } from './engineInlet.ts';
import type { Waits } from './waits.ts';

/** Candles of one symbol with an open time in [from, to). */
export interface SymbolRange {
  readonly symbol: SymbolId;
  readonly from: number;
  readonly to: number;
}

type Item = { readonly at: number; readonly symbol: SymbolId } & (
  { readonly candle: Candle } | { readonly outage: SymbolRange }
);

/** Candles held at once: many symbols are read in shorter pieces, so that a warm-up needs no more memory than the days after it. */
const MOST_HELD = 6000;
/** Candles of a symbol asked for at once. */
const [LEAST_ASKED, MOST_ASKED] = [100, 1000];
/** Inputs taken before others get their turn. */
const BREATH = 1000;
/** A venue may publish its newest candle so much after the close: until then its absence says nothing. */
const SETTLE_MS = MINUTE_MS;

export class History {
  private readonly connection: Connection;
  private readonly inlet: EngineInlet;
  private readonly edge: Edge;
  private readonly waits: Waits;
  private readonly historyMs: number;
  private readonly lengthMs: number;
  private sinceBreath = 0;

  constructor(options: {
    readonly connection: Connection;
    readonly inlet: EngineInlet;
    readonly edge: Edge;
    readonly waits: Waits;
    readonly historyMs: number;
  }) {
    this.connection = options.connection;
    this.inlet = options.inlet;
    this.edge = options.edge;
    this.waits = options.waits;
    this.historyMs = options.historyMs;
    this.lengthMs = timeframeMs(options.connection.baseTimeframe);
  }

  /** Every symbol from its last known candle, or from the start of the history, until now. */
  async catchUp(): Promise<void> {
    const { clock, baseTimeframe, instruments } = this.connection;
    const start = bucketOpen(clock.now() - this.historyMs, baseTimeframe);
    let to = bucketOpen(clock.now(), baseTimeframe);
    let ranges = instruments.map(({ symbol }) => ({ symbol, from: expectedOpen(this.inlet, symbol) ?? start, to }));
    for (;;) {
      await this.fill(ranges);
      const from = to;
      to = bucketOpen(clock.now(), baseTimeframe);
      if (to <= from) return;
      ranges = instruments.map(({ symbol }) => ({ symbol, from, to }));
    }
  }

  /** Feeds what there is in the ranges, and the outages. False: something in an answer was malformed, so gaps may remain. */
  async fill(ranges: readonly SymbolRange[]): Promise<boolean> {
    const start = Math.min(...ranges.map(({ from }) => from));
    const end = Math.max(...ranges.map(({ to }) => to));
    const asked = Math.floor(MOST_HELD / ranges.length);
    const chunkMs = Math.min(Math.max(asked, LEAST_ASKED), MOST_ASKED) * this.lengthMs;
    let isSound = true;
    for (let from = start; from < end; from += chunkMs) {
      const parts = ranges
        .map((range) => ({ ...range, from: Math.max(range.from, from), to: Math.min(range.to, from + chunkMs) }))
        .filter((part) => part.from < part.to);
      const answers = await Promise.all(parts.map((part) => this.ask(part)));
      isSound &&= answers.every((answer) => answer.isSound);
      await this.feed(answers.flatMap(({ items }) => items));
    }
    return isSound;
  }

  private async ask({ symbol, from, to }: SymbolRange): Promise<{ items: readonly Item[]; isSound: boolean }> {
    const { feed, baseTimeframe: timeframe, clock } = this.connection;
    const range = { symbol, timeframe, from: toEpochMs(from), to: toEpochMs(to) };
    const answer = await this.waits.answer(feed.candles(range));
    const asked = answer.filter(({ openTime }) => !(openTime < from || openTime >= to));
    const candles = asked
      .filter((candle) => this.edge.isSound({ kind: 'candle', candle }) && candle.symbol === symbol)
      .toSorted((a, b) => a.openTime - b.openTime);
    const items: Item[] = candles.map((candle) => ({ at: closeTimeOf(candle), symbol, candle }));
    const isSound = candles.length === asked.length;
    if (!isSound) return { items, isSound };
    // Before the first candle of all there is nothing that could be missing.
    let next = expectedOpen(this.inlet, symbol) === undefined ? (candles[0]?.openTime ?? to) : from;
    const settled = bucketOpen(Math.max(from, Math.min(to, clock.now() - SETTLE_MS)), timeframe);
    for (const openTime of [...candles.map((candle) => candle.openTime), settled]) {
      if (openTime > next) items.push({ at: openTime, symbol, outage: { symbol, from: next, to: openTime } });
      next = Math.max(next, openTime + this.lengthMs);
    }
    return { items, isSound };
  }

  private async feed(items: readonly Item[]): Promise<void> {
    const { clock, baseTimeframe: timeframe } = this.connection;
    for (const item of items.toSorted((a, b) => a.at - b.at || (a.symbol < b.symbol ? -1 : 1))) {
      const at = clock.now();
      if ('candle' in item) this.inlet.take({ kind: 'candle', at, candle: item.candle });
      else {
        const range = { from: toEpochMs(item.outage.from), to: toEpochMs(item.outage.to) };
        this.inlet.take({ kind: 'feed', at, status: { type: 'outage', symbol: item.symbol, timeframe, ...range } });
      }
      this.sinceBreath += 1;
      if (this.sinceBreath < BREATH) continue;
      this.sinceBreath = 0;
      await setImmediate();
    }
  }
}
