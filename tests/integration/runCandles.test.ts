import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRunCandles, writeRunCandles } from '../../src/main/app/window/backtests/runCandles.ts';
import { toEpochMs, toSymbolId } from '../../src/shared/domain/ids.ts';
import { aCandle } from '../builders/aCandle.ts';
import { aSeries, columnsOf } from '../builders/columnsOf.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

const MINUTE = 60_000;
const BTC = aSeries({ timeframe: '1m' });
const ETH = aSeries({ timeframe: '1m', symbol: toSymbolId('ETH/USDT') });

/** One candle a minute but those of `holes`, each with figures of its own. */
const series = (key: typeof BTC, count: number, holes: readonly number[] = []) =>
  columnsOf(
    key,
    Array.from({ length: count }, (_, minute) => minute)
      .filter((minute) => !holes.includes(minute))
      .map((minute) =>
        aCandle({ ...key, openTime: toEpochMs(minute * MINUTE), close: 100 + minute / 7, volume: minute }),
      ),
  );

it('gives back exactly what a run has seen, whatever piece is asked for', async () => {
  const folder = tempFolder();
  const seen = series(BTC, 300, [100, 101, 200]);
  await writeRunCandles(folder, [seen, series(ETH, 20)]);
  const rows = Array.from(seen.openTime);
  fc.assert(
    fc.property(fc.option(fc.integer({ min: -1, max: 320 })), fc.integer({ min: 1, max: 400 }), (minute, limit) => {
      const before = minute === null ? undefined : minute * MINUTE;
      const end = before === undefined ? rows.length : rows.filter((time) => time < before).length;
      const start = Math.max(0, end - limit);
      const { columns, hasMore } = readRunCandles(folder, { symbol: 'BTC/USDT', before, limit });
      expect(hasMore).toBe(start > 0);
      for (const field of ['openTime', 'open', 'high', 'low', 'close', 'volume'] as const)
        expect(columns[field]).toEqual(seen[field].slice(start, end));
    }),
  );
});

it('keeps the newest candles of each symbol of a run that is too long', async () => {
  const folder = tempFolder();
  await writeRunCandles(folder, [series(BTC, 300), series(ETH, 40)], 100);
  const first = (symbol: string) =>
    Array.from(readRunCandles(folder, { symbol, limit: 5000 }).columns.openTime, (at) => at / MINUTE);
  expect(first('BTC/USDT')).toEqual(Array.from({ length: 50 }, (_, row) => 250 + row));
  expect(first('ETH/USDT')).toHaveLength(40);
});

it('says what is not there, and what cannot be read', async () => {
  const folder = tempFolder();
  const ask = (symbol = 'BTC/USDT') => readRunCandles(folder, { symbol, limit: 10 });
  expect(() => ask()).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND', message: expect.stringContaining('run it again') as string }),
  );
  await writeRunCandles(folder, [series(BTC, 30)]);
  expect(() => ask('SOL/USDT')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  writeFileSync(join(folder, 'candles-0.f64'), 'short');
  expect(() => ask()).toThrow(expect.objectContaining({ code: 'STORE', cause: expect.any(Error) as Error }));
  rmSync(join(folder, 'candles.json'));
  mkdirSync(join(folder, 'candles.json'));
  expect(() => ask()).toThrow(expect.objectContaining({ code: 'STORE' }));
});
