// import, check, export and the historical run on a real market.db.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IndicationSet, parseIndicationSet } from '../../../src/main/engine/indications/indicationSet.ts';
import { checkCandleFile, checkStoredCandles } from '../../../src/main/store/commands/checkCandles.ts';
import { computeIndications } from '../../../src/main/store/commands/computeIndications.ts';
import { exportCandles } from '../../../src/main/store/commands/exportCandles.ts';
import { importCandles } from '../../../src/main/store/commands/importCandles.ts';
import type { StoreProgress } from '../../../src/main/store/commands/longWork.ts';
import { withMarketStore } from '../../../src/main/store/marketStore.ts';
import { candleAt } from '../../../src/shared/domain/candle.ts';
import { need } from '../../../src/shared/assert.ts';
import { aCandle, openTimeAt } from '../../builders/aCandle.ts';
import { aSeries, columnsOf } from '../../builders/columnsOf.ts';
import { MemoryCandles } from '../../fakes/memoryCandles.ts';
import { MemoryIndications } from '../../fakes/memoryIndications.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const HEADER = 'timestamp,open,high,low,close,volume';
const row = (index: number, close = 105): string => `${openTimeAt(index)},100,110,90,${close},${index % 3}.5`;
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** A data folder and a way to put files beside it. */
function setUp() {
  const folder = tempFolder();
  const dataDir = join(folder, 'data');
  const file = (lines: readonly string[], name = 'binance_BTCUSDT_15m.csv'): string => {
    writeFileSync(join(folder, name), `${[HEADER, ...lines].join('\n')}\n`);
    return join(folder, name);
  };
  return { folder, dataDir, file };
}

describe('importCandles', () => {
  it('stores a file once: the second import changes nothing', async () => {
    const { dataDir, file } = setUp();
    const path = file(range(0, 50_000).map((index) => row(index)));
    const progress: StoreProgress[] = [];
    const onProgress = (step: StoreProgress) => void progress.push(step);
    expect(await importCandles({ file: path, dataDir }, { onProgress })).toMatchObject({
      ok: true,
      value: {
        series: aSeries(),
        inserted: 50_000,
        unchanged: 0,
        revised: [],
        file: { rows: 50_000, accepted: 50_000 },
      },
    });
    expect(progress.filter(({ phase }) => phase === 'store').map(({ done }) => done)).toEqual([20_000, 40_000, 50_000]);
    expect(await importCandles({ file: path, dataDir })).toMatchObject({
      ok: true,
      value: { inserted: 0, unchanged: 50_000, revised: [] },
    });
  });

  it('refuses other values for stored candles unless told to overwrite', async () => {
    const { dataDir, file } = setUp();
    const lines = range(0, 10).map((index) => row(index));
    await importCandles({ file: file(lines), dataDir });
    const other = file(lines.with(3, row(3, 106)).concat(row(10)));
    const stored = () => withMarketStore(dataDir, ({ candles }) => candles.range(aSeries()).close[3]);
    expect(await importCandles({ file: other, dataDir })).toMatchObject({
      ok: true,
      value: { inserted: 1, unchanged: 9, revised: [openTimeAt(3)], isOverwriting: false },
    });
    expect(await stored()).toBe(105);
    expect(await importCandles({ file: other, dataDir, isOverwriting: true })).toMatchObject({
      ok: true,
      value: { inserted: 0, unchanged: 10, revised: [openTimeAt(3)], isOverwriting: true },
    });
    expect(await stored()).toBe(106);
  });

  it('keeps what was stored when it is stopped, and goes on from there', async () => {
    const { dataDir, file } = setUp();
    const path = file(range(0, 50_000).map((index) => row(index)));
    const stop = new AbortController();
    const onProgress = ({ phase }: StoreProgress): void => {
      if (phase === 'store') stop.abort();
    };
    const stopped = importCandles({ file: path, dataDir }, { onProgress, signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({
      code: 'CANCELED',
      message: expect.stringContaining('20000 of 50000') as string,
    });
    expect(await importCandles({ file: path, dataDir })).toMatchObject({
      value: { inserted: 30_000, unchanged: 20_000 },
    });
  });

  it('stores nothing of a broken file', async () => {
    const { dataDir, file } = setUp();
    expect(await importCandles({ file: file([row(0), row(2), row(1)]), dataDir })).toMatchObject({
      ok: false,
      error: { line: 4 },
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  it('says that the data folder cannot be one', async () => {
    const { file } = setUp();
    const path = file([row(0)]);
    await expect(importCandles({ file: path, dataDir: path })).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
    await expect(importCandles({ file: path, dataDir: join(path, 'x') })).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
    });
  });
});

describe('checkCandles', () => {
  it('reports a file as the contract says, and the stored series the same way', async () => {
    const { dataDir, file } = setUp();
    const lines = [row(0), row(1), row(1), 'x', row(4), row(5)].concat(range(6, 200).map((index) => row(index)));
    const path = file(lines);
    const report = {
      rows: 200,
      accepted: 198,
      from: openTimeAt(0),
      to: openTimeAt(199),
      gaps: [{ from: openTimeAt(2), missing: 2 }],
      duplicates: 1,
      invalid: [{ line: 5, reason: 'expected 6 fields, found 1' }],
      zeroVolume: 0,
    };
    expect(await checkCandleFile({ file: path })).toEqual({ ok: true, value: { series: aSeries(), report } });
    await importCandles({ file: path, dataDir });
    expect(await checkStoredCandles({ dataDir })).toMatchObject({
      ok: true,
      value: { report: { ...report, rows: 198, duplicates: 0, invalid: [] } },
    });
  });
});

describe('exportCandles', () => {
  it('writes what was imported, or a span of it', async () => {
    const { folder, dataDir, file } = setUp();
    await importCandles({ file: file(range(0, 100).map((index) => row(index))), dataDir });
    const target = join(folder, 'binance_BTCUSDT_15m.csv.gz');
    expect(await exportCandles({ dataDir, file: target })).toEqual({
      ok: true,
      value: { series: aSeries(), file: target, candles: 100 },
    });
    expect(await importCandles({ file: target, dataDir })).toMatchObject({
      value: { inserted: 0, unchanged: 100, revised: [] },
    });
    const span = { from: openTimeAt(10), to: openTimeAt(30) };
    expect(await exportCandles({ dataDir, file: target, ...span })).toMatchObject({ value: { candles: 20 } });
    expect(await exportCandles({ dataDir, file: target, from: openTimeAt(500) })).toMatchObject({ ok: false });
  });

  it('names made-up candles so that they never come back as those of a real market', async () => {
    const { folder, dataDir, file } = setUp();
    await importCandles({ file: file([row(0)], 'simulator_BTCUSDT_15m.csv'), dataDir });
    expect(await exportCandles({ dataDir, file: join(folder, 'btc.csv') })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('begins with simulator_') as string },
    });
    const labelled = join(folder, 'simulator_btc.csv');
    expect(await exportCandles({ dataDir, file: labelled })).toMatchObject({ ok: true, value: { file: labelled } });
  });

  it('asks which series is meant where several fit, and lists what there is', async () => {
    const { dataDir, file } = setUp();
    expect(await exportCandles({ dataDir })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('import') as string },
    });
    for (const name of ['binance_BTCUSDT_15m.csv', 'SIMULATED_BTCUSDT_15m.csv']) {
      await importCandles({ file: file([row(0)], name), dataDir });
    }
    const message = expect.stringContaining('2: SIMULATED BTC/USDT 15m, binance BTC/USDT 15m') as string;
    expect(await exportCandles({ dataDir, timeframe: '15m' })).toMatchObject({ ok: false, error: { message } });
    expect(await exportCandles({ dataDir, timeframe: '1h' })).toMatchObject({ ok: false });
    const checked = await checkStoredCandles({ dataDir, source: 'SIMULATED' });
    expect(checked).toMatchObject({ ok: true, value: { series: { source: 'SIMULATED' } } });
  });
});

describe('computeIndications', () => {
  it('stores for a span what a run over everything gives there, once', async () => {
    const series = aSeries();
    const candles = new MemoryCandles();
    const indications = new MemoryIndications();
    const closes = range(0, 300).map((index) =>
      aCandle({ openTime: openTimeAt(index), close: 100 + Math.sin(index) * 9 }),
    );
    candles.append(series, columnsOf(series, closes));
    const parsed = parseIndicationSet('ema:20,rsi:14,macd:12:26:9');
    if (!parsed.ok) throw new Error(parsed.error.message);
    const run = (from: number, to: number) =>
      computeIndications({
        candles,
        indications,
        series,
        specs: parsed.value,
        from: openTimeAt(from),
        to: openTimeAt(to),
      });
    expect(await run(100, 150)).toBe(50);
    expect(await run(140, 200)).toBe(50);
    expect(await run(100, 200)).toBe(0);

    const set = new IndicationSet(parsed.value);
    const whole = range(0, 300).map((index) => (set.push(candleAt(candles.range(series), index)), set.values.slice()));
    const rows = indications.range(series, set.text);
    expect(rows.map(({ openTime }) => openTime)).toEqual(range(100, 200).map((index) => openTimeAt(index)));
    rows.forEach(({ values }, place) => expect(values).toEqual(need(whole[100 + place], 'a row')));
    expect(rows[0]!.values.every(Number.isFinite)).toBe(true);
  });
});
