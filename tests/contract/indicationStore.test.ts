// One suite for every implementation of the indication store's ports.
import { describe, expect, it, onTestFinished } from 'vitest';
import { openMarketStore } from '../../src/main/store/marketStore.ts';
import type { IndicationReader, IndicationRow, IndicationWriter } from '../../src/main/store/ports/indicationStore.ts';
import { openTimeAt } from '../builders/aCandle.ts';
import { aSeries } from '../builders/columnsOf.ts';
import { MemoryIndications } from '../fakes/memoryIndications.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

function sqliteIndications(): IndicationReader & IndicationWriter {
  const store = openMarketStore(tempFolder());
  onTestFinished(() => store.close());
  return store.indications;
}

const series = aSeries();
const set = { text: 'sma:2,rsi:14', columns: ['sma_2', 'rsi_14'] };
const row = (index: number, ...values: number[]): IndicationRow => ({
  openTime: openTimeAt(index),
  values: Float64Array.from(values),
});

describe.each([
  { name: 'MemoryIndications', create: () => new MemoryIndications() },
  { name: 'SqliteIndications', create: sqliteIndications },
])('$name', ({ create }) => {
  it('gives back values to the bit, absent ones included, in order of time', () => {
    const store = create();
    const rows = [row(0, NaN, NaN), row(1, 1 / 3, NaN), row(2, 1e-300, -0)];
    expect(store.append(series, set, [rows[2]!, rows[0]!, rows[1]!])).toBe(3);
    expect(store.range(series, set.text)).toEqual(rows);
    expect(store.range(series, set.text, { from: openTimeAt(1), to: openTimeAt(2) })).toEqual([rows[1]]);
    expect(store.sets(series)).toEqual([set]);
  });

  it('stores each candle of a set once: the first values stay', () => {
    const store = create();
    expect(store.append(series, set, [row(0, 1, 2)])).toBe(1);
    expect(store.append(series, set, [row(0, 3, 4), row(1, 5, 6)])).toBe(1);
    expect(store.range(series, set.text)).toEqual([row(0, 1, 2), row(1, 5, 6)]);
    expect(store.count(series, set.text)).toBe(2);
  });

  it('keeps series and sets apart', () => {
    const store = create();
    const other = { text: 'ema:9', columns: ['ema_9'] };
    const simulated = aSeries({ source: 'SIMULATED' });
    store.append(series, set, [row(0, 1, 2)]);
    store.append(series, other, [row(0, 7)]);
    store.append(simulated, other, [row(0, 8), row(1, 9)]);
    expect(store.sets(series)).toEqual([other, set]);
    expect(store.range(simulated, other.text)).toEqual([row(0, 8), row(1, 9)]);
    expect(store.remove(series, other.text)).toBe(1);
    expect(store.sets(series)).toEqual([set]);
    expect(store.count(simulated, other.text)).toBe(2);
    expect(store.count(series, 'unknown')).toBe(0);
    expect(store.range(series, 'unknown')).toEqual([]);
    expect(store.remove(series, 'unknown')).toBe(0);
  });
});
