// Mark tables: one row per quote, what is asked after it, and what is filled at it. Rows are a second apart.
//   99 101              | buy 1 market |
//   99 101 5x3 last:100 |              | buy 1 @ 101 taker      (5 at the bid, 3 at the ask; else any quantity, last is the bid)
//   +8h B: 9 11         |              |                        (so long after the row before, another symbol)
import { type EpochMs, toEpochMs, toSymbolId } from '../../src/shared/domain/ids.ts';
import { HOUR_MS, timeframeMs } from '../../src/shared/time.ts';
import { CandleTable, checkRows, type TableOptions, type TableRun } from './candleTable.ts';

export const checkMarks = (options: TableOptions, text: string): TableRun => checkRows(MarkTable, options, text);

const SIZE = 1e6;
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, h: HOUR_MS };

class MarkTable extends CandleTable {
  private now: EpochMs;

  constructor(options: TableOptions) {
    super(options);
    this.now = this.from;
    // The engine enters nothing in a market whose candles it has not seen.
    for (const { symbol } of this.engine.core.settings.instruments) {
      const length = timeframeMs('15m');
      const openTime = toEpochMs(this.from - (this.from % length) - length);
      const prices = { open: 100, high: 100, low: 100, close: 100, volume: 1 };
      this.step({ kind: 'candle', at: this.from, candle: { symbol, timeframe: '15m', openTime, ...prices } });
    }
  }

  override play(market: string, asked: readonly string[]): readonly string[] {
    this.found = [];
    const words = market.split(/\s+/);
    const [, count = '1', unit = 's'] = /^\+(\d+)(ms|s|h)$/.exec(words[0] as string) ?? [];
    if (market.startsWith('+')) words.shift();
    const symbol = toSymbolId(words[0]?.endsWith(':') === true ? (words.shift() as string).slice(0, -1) : this.first);
    const [bid, ask] = words.map(Number) as [number, number];
    const last = Number(words.find((word) => word.startsWith('last:'))?.slice(5) ?? bid);
    const sizes = words.find((word) => /^\d+(\.\d+)?x/.test(word))?.split('x') ?? [SIZE, SIZE];
    const [bidSize, askSize] = sizes.map(Number) as [number, number];
    const at = toEpochMs(this.now + Number(count) * (UNITS[unit] as number));
    this.now = at;
    this.wake(at);
    this.venue.beginMark({ symbol, at, bid, ask, last, bidSize, askSize });
    this.drain(at);
    this.step({ kind: 'mark', at, symbol, bid, ask, last });
    this.drain(at);
    this.ask(asked, symbol, at);
    return this.found;
  }
}
