// One suite for every implementation of the candle store's ports.
import { describe, expect, it, onTestFinished } from 'vitest';
import { openMarketStore } from '../../src/main/store/marketStore.ts';
import type { CandleReader, CandleWriter } from '../../src/main/store/ports/candleStore.ts';
import type { Candle } from '../../src/shared/domain/candle.ts';
import { aCandle, openTimeAt } from '../builders/aCandle.ts';
import { aSeries, columnsOf } from '../builders/columnsOf.ts';
import { MemoryCandles } from '../fakes/memoryCandles.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

function sqliteCandles(): CandleReader & CandleWriter {
  const store = openMarketStore(tempFolder());
  onTestFinished(() => store.close());
  return store.candles;
}

const series = aSeries();
const candles = (from: number, to: number, part: Partial<Candle> = {}): Candle[] =>
  Array.from({ length: to - from }, (_, i) =>
    aCandle({ openTime: openTimeAt(from + i), volume: from + i + 0.1, ...part }),
  );
const columns = (from: number, to: number, part: Partial<Candle> = {}) => columnsOf(series, candles(from, to, part));

describe.each([
  { name: 'MemoryCandles', create: () => new MemoryCandles() },
  { name: 'SqliteCandles', create: sqliteCandles },
])('$name', ({ create }) => {
  it('gives back every float it was given, in order', () => {
    const store = create();
    const odd = [0.1 + 0.2, 1e-300, 9_007_199_254_740_993, 0.000_000_123_4].map((volume, i) =>
      aCandle({ openTime: openTimeAt(i), volume, low: 1 / 3 }),
    );
    store.append(series, columnsOf(series, odd));
    expect(store.range(series)).toEqual(columnsOf(series, odd));
  });

  it('reads half-open ranges and the newest candles', () => {
    const store = create();
    store.append(series, columns(0, 200));
    expect(store.range(series, { from: openTimeAt(20), to: openTimeAt(70) })).toEqual(columns(20, 70));
    expect(store.range(series, { from: openTimeAt(190) })).toEqual(columns(190, 200));
    expect(store.range(series, { to: openTimeAt(1) })).toEqual(columns(0, 1));
    expect(store.latest(series, 3)).toEqual(columns(197, 200));
    expect(store.latest(series, 3, openTimeAt(100))).toEqual(columns(97, 100));
    expect(store.latest(series, 9, openTimeAt(2))).toEqual(columns(0, 2));
  });

  it('knows nothing of a series without candles', () => {
    const store = create();
    expect(store.append(series, columns(0, 0))).toEqual({ inserted: 0, unchanged: 0, revised: [] });
    expect(store.coverage(series)).toBeUndefined();
    expect(store.range(series).openTime).toHaveLength(0);
    expect(store.latest(series, 5).openTime).toHaveLength(0);
    expect(store.list()).toEqual([]);
    expect(store.remove(series)).toBe(0);
  });

  it('takes each candle once, in any order of calls', () => {
    const store = create();
    expect(store.append(series, columns(100, 160))).toEqual({ inserted: 60, unchanged: 0, revised: [] });
    expect(store.append(series, columns(50, 120))).toEqual({ inserted: 50, unchanged: 20, revised: [] });
    expect(store.append(series, columns(40, 161))).toEqual({ inserted: 11, unchanged: 110, revised: [] });
    expect(store.range(series)).toEqual(columns(40, 161));
  });

  it.each(['open', 'high', 'low', 'close', 'volume'] as const)(
    'keeps the stored candle when another %s comes',
    (field) => {
      const store = create();
      store.append(series, columns(0, 5));
      const revision = aCandle({ openTime: openTimeAt(2), volume: 2.1, [field]: 101.5 });
      expect(store.append(series, columnsOf(series, [revision]))).toEqual({
        inserted: 0,
        unchanged: 0,
        revised: [openTimeAt(2)],
      });
      expect(store.range(series)).toEqual(columns(0, 5));
    },
  );

  it('replaces revised candles and adds new ones when told to overwrite', () => {
    const store = create();
    store.append(series, columns(0, 60));
    const revised = columns(1, 61, { close: 106 });
    expect(store.overwrite(series, revised)).toEqual({
      inserted: 1,
      unchanged: 0,
      revised: Array.from({ length: 59 }, (_, i) => openTimeAt(i + 1)),
    });
    expect(store.range(series, { from: openTimeAt(1) })).toEqual(revised);
    expect(store.overwrite(series, revised)).toMatchObject({ inserted: 0, unchanged: 60, revised: [] });
  });

  it('never mixes sources, symbols and timeframes', () => {
    const store = create();
    const simulated = aSeries({ source: 'SIMULATED' });
    const hourly = aSeries({ timeframe: '1h' });
    store.append(series, columns(0, 3));
    store.append(simulated, columnsOf(simulated, candles(1, 3, { close: 91 })));
    store.append(hourly, columnsOf(hourly, [aCandle({ timeframe: '1h' })]));
    expect(store.list().map(({ source, timeframe, candles: n }) => [source, timeframe, n])).toEqual([
      ['SIMULATED', '15m', 2],
      ['binance', '15m', 3],
      ['binance', '1h', 1],
    ]);
    expect(store.coverage(simulated)).toEqual({ ...simulated, candles: 2, from: openTimeAt(1), to: openTimeAt(2) });
    expect(store.range(series)).toEqual(columns(0, 3));
    expect(store.remove(series)).toBe(3);
    expect(store.coverage(series)).toBeUndefined();
    expect(store.coverage(simulated)?.candles).toBe(2);
  });
});
