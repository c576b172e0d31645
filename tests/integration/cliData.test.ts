import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CLI, runCli } from './runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'foredeck-data-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MINUTE = 60_000;

/** A file of `rows` minute candles whose close counts up from 1. */
function candleFile(name: string, rows: number, broken: ReadonlyMap<number, string> = new Map()): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const close = row + 1;
    return broken.get(row) ?? `${row * MINUTE},${close},${close + 1},${close - 0.5},${close},1`;
  });
  const path = join(folder, name);
  writeFileSync(path, `timestamp,open,high,low,close,volume\n${lines.join('\n')}\n`);
  return path;
}

const small = candleFile('mine_BTCUSDT_1m.csv', 6);
const foredeck = (dataDir: string, args: readonly string[]): ReturnType<typeof runCli> =>
  runCli(['--data-dir', join(folder, dataDir), ...args]);

describe('indications export', () => {
  it('writes open times and values, empty while warming up', async () => {
    const out = join(folder, 'values.csv');
    const run = await foredeck('export', [
      'indications',
      'export',
      '--candles',
      small,
      '--set',
      'sma:2,macd:1:2:2',
      '--out',
      out,
    ]);
    expect(run.code).toBe(0);
    expect(readFileSync(out, 'utf8').split('\n').slice(0, 4)).toEqual([
      'timestamp,sma_2,macd_1_2_2_macd,macd_1_2_2_signal,macd_1_2_2_histogram',
      '0,,,,',
      '60000,1.5,0.5,,',
      '120000,2.5,0.5,0.5,0',
    ]);
  });

  it('leaves nothing behind when it fails', async () => {
    const target = join(folder, 'nowhere', 'values.csv');
    const run = await foredeck('export', [
      'indications',
      'export',
      '--candles',
      small,
      '--set',
      'sma:2',
      '--out',
      target,
    ]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/cannot write .*values\.csv: folder .*nowhere does not exist/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('data', () => {
  it('imports once, exports the same and computes indications once', async () => {
    const imported = await foredeck('store', ['--json', '--quiet', 'data', 'import', small]);
    expect(imported.stderr).toBe('');
    expect(JSON.parse(imported.stdout)).toMatchObject({ inserted: 6, unchanged: 0 });
    const again = await foredeck('store', ['--json', 'data', 'import', small]);
    expect(JSON.parse(again.stdout)).toMatchObject({ inserted: 0, unchanged: 6 });

    const copy = join(folder, 'copy.csv');
    expect((await foredeck('store', ['data', 'export', '--out', copy])).code).toBe(0);
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(small, 'utf8'));

    const compute = ['--json', 'indications', 'compute', '--set', 'sma:2', '--from', '1970-01-01T00:02'];
    expect(JSON.parse((await foredeck('store', compute)).stdout)).toMatchObject({ set: 'sma:2', stored: 4 });
    expect(JSON.parse((await foredeck('store', compute)).stdout)).toMatchObject({ stored: 0 });
  });

  it('says no to a changed candle unless told to overwrite', async () => {
    await foredeck('revised', ['data', 'import', small]);
    const changed = candleFile('mine_ETHUSDT_1m.csv', 6, new Map([[3, `${3 * MINUTE},4,9,3.5,5,1`]]));
    const args = ['data', 'import', changed, '--symbol', 'BTC/USDT'];
    const refused = await foredeck('revised', args);
    expect([refused.code, refused.stdout.includes('1 candles differ from what is stored')]).toEqual([1, true]);
    expect((await foredeck('revised', [...args, '--overwrite'])).code).toBe(0);
  });

  it('check lists broken rows with their lines and says no', async () => {
    const broken = candleFile('mine_SOLUSDT_1m.csv', 6, new Map([[2, `${2 * MINUTE},1,2,3,1,1`]]));
    const { code, stdout } = await foredeck('check', ['--json', 'data', 'check', broken]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 6, accepted: 5, invalid: [{ line: 4 }] });
    const refused = await foredeck('check', ['data', 'import', broken]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/mine_SOLUSDT_1m\.csv:4: .*at most 1 %/)]);
  });

  it('refuses a data folder that cannot be', async () => {
    const { code, stderr } = await runCli(['--data-dir', join(small, 'data'), 'data', 'import', small]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/folder .* has a part that is a file, not a folder; choose another with --data-dir/);
  });
});

describe('stopping', () => {
  it('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [CLI, 'config', 'show'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise((done) => child.once('close', done));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('stops an import at Ctrl+C, keeping what is stored; run again it goes on', async () => {
    const big = candleFile('mine_BNBUSDT_1m.csv', 300_000);
    const args = ['--data-dir', join(folder, 'stop'), 'data', 'import', big];
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      // The file is read; now it is being stored, piece by piece.
      if (chunk.includes('reading')) child.kill('SIGINT');
    });
    expect(await new Promise((done) => child.once('close', done))).toBe(130);
    expect(stderr).toContain('run it again to go on');
    const { stdout } = await foredeck('stop', ['--json', 'data', 'import', big]);
    const { inserted, unchanged } = JSON.parse(stdout) as { readonly inserted: number; readonly unchanged: number };
    expect(inserted + unchanged).toBe(300_000);
    expect(inserted).toBeGreaterThan(0);
  });
});
