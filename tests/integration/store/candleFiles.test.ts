// Candle files on a disk: packed, damaged, missing, written and read back.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inspectCandleFile, readCandleFile } from '../../../src/main/store/candleFiles/readCandleFile.ts';
import { writeCandleFile } from '../../../src/main/store/candleFiles/writeCandleFile.ts';
import { aCandle, openTimeAt } from '../../builders/aCandle.ts';
import { aSeries, columnsOf } from '../../builders/columnsOf.ts';
import { describeWithDevData } from '../../fixtures/devData.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const HEADER = 'timestamp,open,high,low,close,volume';
const row = (index: number): string => `${openTimeAt(index)},100,110,90,105,${index % 97}.25`;
const rows = (count: number): string[] => Array.from({ length: count }, (_, index) => row(index));
const text = (lines: readonly string[]): string => `${[HEADER, ...lines].join('\n')}\n`;

function write(content: string | Uint8Array, name = 'binance_BTCUSDT_15m.csv'): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, content);
  return path;
}
const problemWith = (path: string, words: string, line?: number) => ({
  ok: false,
  error: { file: path, message: expect.stringContaining(words) as string, ...(line === undefined ? {} : { line }) },
});

describe('readCandleFile', () => {
  it('unpacks by the first bytes, whatever the name', async () => {
    const content = text(rows(5000));
    const plain = await readCandleFile(write(content, 'binance_BTCUSDT_15m.csv.gz'));
    const packed = await readCandleFile(write(gzipSync(content)));
    expect(plain).toMatchObject({ ok: true, value: { rows: 5000, problems: [], zeroVolume: 0 } });
    expect(packed).toEqual(plain);
  });

  it('reports progress up to the size of the file and stops when asked', async () => {
    const path = write(text(rows(40_000)));
    const seen: number[] = [];
    await readCandleFile(path, { onProgress: (done, total) => seen.push(done / total) });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const stopped = readCandleFile(path, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ name: 'AppError', code: 'CANCELED' });
  });

  it('accepts up to 1 % of rejected rows, not more, and says how many there were', async () => {
    const broken = (count: number) => text([...rows(100 - count), ...Array<string>(count).fill('x')]);
    expect(await readCandleFile(write(broken(1)))).toMatchObject({
      ok: true,
      value: { rows: 100, problems: [{ line: 101, reason: 'expected 6 fields, found 1' }] },
    });
    const path = write(broken(2));
    expect(await readCandleFile(path)).toEqual(problemWith(path, '(2 of 100 rows rejected, at most 1 % allowed)', 100));
    expect(await inspectCandleFile(path)).toMatchObject({
      ok: true,
      value: { problems: [{ line: 100 }, { line: 101 }] },
    });
  });

  it('refuses rows out of order with one sentence that names the line', async () => {
    const path = write(text([...rows(500), row(7), ...rows(600).slice(500)]));
    expect(await readCandleFile(path)).toEqual(problemWith(path, 'rows are not in ascending order', 502));
    expect(await inspectCandleFile(path)).toMatchObject({ ok: true, value: { rows: 601 } });
  });

  it.each([
    ['a truncated gzip', () => gzipSync(text(rows(5000))).subarray(0, 9000), 'truncated'],
    ['a damaged gzip', () => gzipSync(text(rows(5000))).fill(0xff, 300, 400), 'damaged'],
    ['an empty file', () => '', 'found an empty file'],
    ['a header alone', () => `${HEADER}\n`, 'expected candles after the header'],
    ['another header', () => 'date,price\n1,2\n', 'expected the header timestamp,open'],
  ])('refuses %s', async (_, content, words) => {
    const path = write(content());
    expect(await readCandleFile(path)).toMatchObject(problemWith(path, words));
  });

  it('says what is wrong with the path or the name', async () => {
    const folder = tempFolder();
    const missing = join(folder, 'binance_BTCUSDT_15m.csv');
    expect(await readCandleFile(missing)).toEqual({ ok: false, error: { message: `${missing} does not exist` } });
    expect(await readCandleFile(folder, { ...aSeries() })).toEqual({
      ok: false,
      error: { message: `${folder} is a folder, not a file` },
    });
    const unnamed = write(text(rows(3)), 'candles.csv');
    expect(await readCandleFile(unnamed)).toEqual(problemWith(unnamed, 'pass --symbol and --timeframe'));
    expect(await readCandleFile(unnamed, aSeries())).toMatchObject({ ok: true, value: { key: aSeries() } });
  });
});

describe('writeCandleFile', () => {
  const columns = columnsOf(
    aSeries(),
    [0.1 + 0.2, 1.5e-9, 12_345_678_901_234_567, 0, 3].map((volume, index) =>
      aCandle({ openTime: openTimeAt(index * 2), low: 4e-7, volume }),
    ),
  );

  it.each(['binance_BTCUSDT_15m.csv', 'binance_BTCUSDT_15m.csv.gz'])(
    'writes %s that reads back the same',
    async (name) => {
      const path = join(tempFolder(), 'new', name);
      await writeCandleFile(path, columns);
      expect(await readCandleFile(path)).toMatchObject({ ok: true, value: { columns } });
      expect(readFileSync(path).readUInt16BE() === 0x1f8b).toBe(name.endsWith('.gz'));
    },
  );

  it('uses plain notation', async () => {
    const path = join(tempFolder(), 'out.csv');
    await writeCandleFile(path, columns);
    const lines = readFileSync(path, 'utf8').split('\n');
    expect(lines[0]).toBe(HEADER);
    expect(lines[2]).toBe(`${openTimeAt(2)},100,110,0.0000004,105,0.0000000015`);
  });

  it('leaves the old file and no draft when it is stopped or refused', async () => {
    const path = write('old');
    const stopped = writeCandleFile(path, columns, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELED' });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(join(path, '..'))).toHaveLength(1);
    const below = writeCandleFile(join(path, 'below.csv'), columns);
    await expect(below).rejects.toMatchObject({ name: 'AppError', code: 'NOT_WRITABLE' });
  });
});

describeWithDevData('real candle files', (folder) => {
  it('are read completely and written back with the same text', async () => {
    const path = join(folder, 'data/delta_BTCUSD_1m.csv.gz');
    const file = await readCandleFile(path);
    expect(file).toMatchObject({ ok: true, value: { rows: 6928, problems: [], duplicates: 0 } });
    if (!file.ok) return;
    const copy = join(tempFolder(), 'delta_BTCUSD_1m.csv.gz');
    await writeCandleFile(copy, file.value.columns);
    expect(gunzipSync(readFileSync(copy)).equals(gunzipSync(readFileSync(path)))).toBe(true);
  });
});
