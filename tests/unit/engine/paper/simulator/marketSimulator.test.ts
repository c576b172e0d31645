import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  createMarketSimulator,
  type MarketSimulatorState,
  simulateCandles,
  type SimulatorOptions,
} from '../../../../../src/main/engine/paper/simulator/marketSimulator.ts';
import { simulatedSymbols } from '../../../../../src/main/engine/paper/simulator/parameters.ts';
import { InvariantError } from '../../../../../src/shared/assert.ts';
import type { CandleColumns } from '../../../../../src/shared/domain/candle.ts';
import { toEpochMs, toSymbolId } from '../../../../../src/shared/domain/ids.ts';
import { MINUTE_MS, type Timeframe, timeframeMs } from '../../../../../src/shared/time.ts';

const BTC = toSymbolId('BTC/USDT');
const FROM = toEpochMs(Date.UTC(2026, 0, 5));

const options = (overrides: Partial<SimulatorOptions> = {}): SimulatorOptions => ({
  seed: 'test',
  symbols: simulatedSymbols(3),
  from: FROM,
  timeframe: '15m',
  ...overrides,
});

const digest = (columns: Iterable<CandleColumns>): string => {
  const hash = createHash('sha256');
  for (const { openTime, open, high, low, close, volume } of columns) {
    for (const column of [openTime, open, high, low, close, volume]) hash.update(column);
  }
  return hash.digest('hex').slice(0, 16);
};

const largest = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b));
const smallest = (values: Float64Array): number => values.reduce((a, b) => Math.min(a, b));

const columnsOf = (overrides: Partial<SimulatorOptions>, count: number): CandleColumns =>
  simulateCandles({ ...options(overrides), count }).get(BTC) as CandleColumns;

/** `columns` joined to `timeframe`, whole buckets only. */
function aggregate(columns: CandleColumns, timeframe: Timeframe): number[][] {
  const size = timeframeMs(timeframe) / timeframeMs(columns.timeframe);
  return Array.from({ length: Math.floor(columns.open.length / size) }, (_, bucket) => {
    const slice = (column: Float64Array): Float64Array => column.subarray(bucket * size, (bucket + 1) * size);
    const volume = slice(columns.volume).reduce((sum, part) => sum + part, 0);
    return [
      columns.openTime[bucket * size] as number,
      columns.open[bucket * size] as number,
      largest(slice(columns.high)),
      smallest(slice(columns.low)),
      columns.close[(bucket + 1) * size - 1] as number,
      Number(volume.toFixed(5)),
    ];
  });
}

const rowsOf = (columns: CandleColumns): number[][] => aggregate(columns, columns.timeframe);

describe('one seed is one world', () => {
  it('is the same on every machine, and another seed gives another', () => {
    const run = (seed: string): string => digest(simulateCandles({ ...options({ seed }), count: 500 }).values());
    expect(run('test')).toBe('86b7dbd1c01bfa1b');
    expect(run('other')).not.toBe(run('test'));
  });

  it('gives a symbol the same prices whichever others are simulated, and in whatever order', () => {
    const alone = columnsOf({ symbols: [BTC] }, 300);
    const among = columnsOf({ symbols: [...simulatedSymbols(50)].reverse() }, 300);
    expect(digest([among])).toBe(digest([alone]));
  });

  it('gives spot and contract of one coin the same path', () => {
    const contract = toSymbolId('BTC/USDT:USDT');
    const both = simulateCandles({ ...options({ symbols: [BTC, contract] }), count: 50 });
    expect(both.get(contract)?.close).toEqual(both.get(BTC)?.close);
  });

  it.each([
    ['1m', '3m', 300],
    ['1m', '5m', 300],
    ['1m', '15m', 1500],
    ['15m', '1h', 400],
    ['15m', '1d', 384],
  ] as const)('%s candles join to %s candles exactly', (shorter, longer, count) => {
    const joined = aggregate(columnsOf({ timeframe: shorter }, count), longer);
    expect(joined.length).toBeGreaterThan(3);
    expect(rowsOf(columnsOf({ timeframe: longer }, joined.length))).toEqual(joined);
  });

  it('may begin inside a 15-minute block', () => {
    const from = toEpochMs(FROM + 7 * MINUTE_MS + 1234);
    const late = rowsOf(columnsOf({ timeframe: '1m', from }, 30));
    expect(late).toEqual(rowsOf(columnsOf({ timeframe: '1m' }, 37)).slice(7));
  });

  it('gives candles one by one as in columns', () => {
    const columns = columnsOf({}, 20);
    const simulator = createMarketSimulator(options());
    const closes = Array.from({ length: 20 }, () => simulator.next()[0]?.close);
    expect(closes).toEqual([...columns.close]);
  });
});

describe('a saved simulator', () => {
  it.each(['1m', '5m', '15m', '4h'] as const)('goes on identically on %s, through JSON', (timeframe) => {
    const original = createMarketSimulator(options({ timeframe }));
    for (let i = 0; i < 23; i++) original.next();
    const state = JSON.parse(JSON.stringify(original.save())) as MarketSimulatorState;
    const restored = createMarketSimulator(options({ timeframe }));
    restored.load(state);
    expect(restored.book(BTC)).toEqual(original.book(BTC));
    expect(restored.path(BTC)).toEqual(original.path(BTC));
    expect(restored.regime()).toBe(original.regime());
    for (let i = 0; i < 50; i++) expect(restored.next()).toEqual(original.next());
  });

  it('may be saved before its first candle', () => {
    const original = createMarketSimulator(options({ timeframe: '1m' }));
    const restored = createMarketSimulator(options({ timeframe: '1m' }));
    restored.load(original.save());
    expect(restored.next()).toEqual(original.next());
  });

  it('is refused by a simulator of another seed, timeframe or symbol', () => {
    const state = createMarketSimulator(options()).save();
    for (const other of [{ seed: 'x' }, { timeframe: '1h' as const }, { symbols: simulatedSymbols(4) }]) {
      expect(() => createMarketSimulator(options(other)).load(state)).toThrow(InvariantError);
    }
  });
});

describe('what it shows', () => {
  it('marks everything as simulated', () => {
    const simulator = createMarketSimulator(options());
    const made = [simulator, ...simulator.next(), simulator.book(BTC), ...simulator.path(BTC)];
    expect(new Set(made.map(({ source }) => source))).toEqual(new Set(['simulator']));
    expect(simulateCandles({ ...options(), count: 1 }).get(BTC)).toMatchObject({ source: 'simulator' });
  });

  it('has a book around the close, and the same one when asked again', () => {
    const simulator = createMarketSimulator(options());
    for (let i = 0; i < 200; i++) {
      for (const { symbol, close, openTime } of simulator.next()) {
        const book = simulator.book(symbol);
        expect(book).toEqual(simulator.book(symbol));
        expect(book.last).toBe(close);
        expect(book.at).toBe(openTime + timeframeMs('15m'));
        expect([book.bid, book.ask]).toContain(close);
        expect(book.bid).toBeLessThan(book.ask);
        expect(Math.min(book.bid, book.bidSize, book.askSize)).toBeGreaterThan(0);
      }
    }
  });

  it('widens the spread and thins the book when the market is turbulent', () => {
    const symbol = toSymbolId('SOL/USDT');
    const simulator = createMarketSimulator(options({ symbols: [symbol] }));
    const seen = Array.from({ length: 6000 }, () => {
      const candle = simulator.next()[0];
      const book = simulator.book(symbol);
      const range = candle === undefined ? 0 : Math.log(candle.high / candle.low);
      return { range, spread: (book.ask - book.bid) / book.last, depth: book.bidSize };
    }).sort((a, b) => a.range - b.range);
    const average = (part: typeof seen, of: 'spread' | 'depth'): number =>
      part.reduce((sum, item) => sum + item[of], 0) / part.length;
    const [calm, wild] = [seen.slice(0, 1000), seen.slice(-1000)];
    expect(average(wild, 'spread')).toBeGreaterThan(1.5 * average(calm, 'spread'));
    expect(average(wild, 'depth')).toBeLessThan(0.7 * average(calm, 'depth'));
  });

  it.each(['1m', '15m', '1h'] as const)('walks a %s candle from open to close through high and low', (timeframe) => {
    const simulator = createMarketSimulator(options({ timeframe }));
    for (let i = 0; i < 100; i++) {
      for (const candle of simulator.next()) {
        const path = simulator.path(candle.symbol, 30);
        const prices = path.map(({ last }) => last);
        expect(path).toHaveLength(31);
        expect([prices[0], Math.max(...prices), Math.min(...prices)]).toEqual([candle.open, candle.high, candle.low]);
        expect(path[0]?.at).toBe(candle.openTime);
        expect(path[30]).toEqual(simulator.book(candle.symbol));
      }
    }
  });

  it('passes through trend, range and turbulence within 60 days', () => {
    for (let seed = 0; seed < 10; seed++) {
      const simulator = createMarketSimulator(options({ seed: `regimes ${seed}`, symbols: [] }));
      const days = Array.from({ length: 60 * 96 }, () => {
        simulator.next();
        return simulator.regime();
      });
      expect(new Set(days).size).toBe(3);
    }
  });

  it('keeps prices within sight of their start over five years', () => {
    for (let seed = 0; seed < 6; seed++) {
      const world = options({ seed: `years ${seed}`, timeframe: '1d' });
      for (const { symbol, open, low, high } of simulateCandles({ ...world, count: 5 * 365 }).values()) {
        const start = open[0] as number;
        // Twenty worlds gave 0.36 to 4.6 for BTC and 0.07 to 17.4 for SOL, whose volatility is twice as high.
        const reach = symbol === BTC ? 10 : 40;
        expect(largest(high) / start, symbol).toBeLessThan(reach);
        expect(start / smallest(low), symbol).toBeLessThan(reach);
      }
    }
  });
});
