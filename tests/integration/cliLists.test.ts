// The commands that make simulated candles and that tell what there is.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { CLI, runCli } from './runCli.ts';

const answerOf = async (args: readonly string[]): Promise<unknown> => {
  const run = await runCli(['--json', '--quiet', ...args]);
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(run.stdout);
};

describe('data simulate', () => {
  it('writes labelled files that stay labelled in the store and in a backtest', async () => {
    const dataDir = tempFolder();
    const out = join(dataDir, 'made');
    const simulate = ['data', 'simulate', '--out', out, '--days', '3', '--symbols', 'BTC/USDT,ETH/USDT'];
    expect(await answerOf(simulate)).toMatchObject({
      ...{ simulated: true, seed: 'foredeck', timeframe: '15m' },
      files: [{ symbol: 'BTC/USDT', candles: 288 }, { symbol: 'ETH/USDT' }],
    });
    expect(readdirSync(out)).toEqual(['simulator_BTCUSDT_15m.csv.gz', 'simulator_ETHUSDT_15m.csv.gz']);
    const file = join(out, 'simulator_BTCUSDT_15m.csv.gz');
    const first = readFileSync(file);
    const stored = ['--data-dir', dataDir];
    const text = await runCli([...stored, ...simulate]);
    expect(text.stdout).toMatch(/^SIMULATED candles, made up with seed "foredeck"/);
    expect(readFileSync(file)).toEqual(first);

    expect(await answerOf([...stored, 'data', 'import', file])).toMatchObject({ inserted: 288, simulated: true });
    expect(await answerOf([...stored, 'data', 'list'])).toMatchObject({
      series: [{ source: 'simulator', symbol: 'BTC/USDT', timeframe: '15m', candles: 288, simulated: true }],
    });
    const backtest = [...stored, 'backtest', '--strategy', 'sma-cross', '--out', join(dataDir, 'report')];
    const fromFile = await answerOf([...backtest, '--candles', file]);
    const fromStore = await answerOf([...backtest, '--stored', 'simulator:BTC/USDT:15m']);
    expect(fromFile).toMatchObject({ simulated: true });
    expect((fromStore as { trades: object }).trades).toEqual((fromFile as { trades: object }).trades);
    expect(readFileSync(join(dataDir, 'report', 'report.html'), 'utf8')).toContain('SIMULATED');
  });

  it.each([
    [['--out', 'mine.csv'], /mine\.csv: expected a folder, or a file name like simulator_BTCUSDT_15m\.csv\.gz/],
    [['--out', 'binance_BTCUSDT_15m.csv'], /expected a name that begins with simulator_/],
    [['--out', 'simulator_BTCUSDT_15m.csv', '--timeframe', '1h'], /the name says BTC\/USDT 15m/],
    [['--out', 'x', '--days', '3660', '--timeframe', '1m'], /at most 10,000,000 candles at once/],
    [['--out', CLI], /is a file, not a folder; choose another with --out/],
  ])('refuses %j with a sentence', async (args, sentence) => {
    const run = await runCli(['data', 'simulate', ...args], { cwd: tempFolder() });
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) as string });
  });

  it('stops gracefully at Ctrl+C, also when it comes twice, and leaves no file behind', async () => {
    const out = tempFolder();
    const args = ['data', 'simulate', '--out', out, '--timeframe', '1m', '--days', '2000'];
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      // Twice at the first progress line: that is what a program under npm gets.
      if (stderr === '') ['SIGINT', 'SIGTERM'].forEach((name) => child.kill(name as NodeJS.Signals));
      stderr += chunk.toString();
    });
    expect(await new Promise((done) => child.once('close', done))).toBe(130);
    expect(stderr).toContain('foredeck: stopped on request');
    expect(readdirSync(out)).toEqual([]);
  });
});

describe('strategies', () => {
  it('list tells whose strategy counts, check tells every problem and says no', async () => {
    const dataDir = tempFolder();
    const mine = join(dataDir, 'strategies', 'mine.yaml');
    mkdirSync(join(dataDir, 'strategies'));
    writeFileSync(mine, 'id: sma-cross\nsymbls: [BTC/USDT]\n');
    const { strategies } = (await answerOf(['--data-dir', dataDir, 'strategies', 'list'])) as {
      readonly strategies: readonly { readonly id: string; readonly origin: string; readonly replaced: boolean }[];
    };
    expect(strategies.filter(({ id }) => id === 'sma-cross')).toMatchObject([
      { origin: 'own', replaced: false, file: mine },
      { origin: 'shipped', replaced: true, name: 'SMA cross', problems: [] },
    ]);
    const { code, stdout } = await runCli(['strategies', 'check', mine, 'nowhere.yaml']);
    expect(code).toBe(1);
    expect(stdout).toContain(`${mine}:2:1: symbls: unknown key "symbls"; did you mean "symbols"?`);
    expect(stdout).toContain('nowhere.yaml does not exist');
  });
});

describe('indications', () => {
  it('list tells parameters and lines of indicators and overlays', async () => {
    expect(await answerOf(['indications', 'list'])).toMatchObject({
      indicators: expect.arrayContaining([
        expect.objectContaining({ name: 'macd', lines: ['macd', 'signal', 'histogram'] }),
      ]) as unknown,
      overlays: expect.arrayContaining([
        expect.objectContaining({
          name: 'psar',
          params: [expect.objectContaining({ key: 'step', default: 0.02 }), expect.anything()],
        }),
      ]) as unknown,
    });
  });

  it('export writes overlays beside the set, or alone', async () => {
    const folder = tempFolder();
    const lines = Array.from(
      { length: 4 },
      (_, row) => `${row * 60_000},${row + 1},${row + 2},${row + 0.5},${row + 1},1`,
    );
    const candles = join(folder, 'mine_BTCUSDT_1m.csv');
    const out = join(folder, 'values.csv');
    writeFileSync(candles, ['timestamp,open,high,low,close,volume', ...lines, ''].join('\n'));
    const args = ['indications', 'export', '--candles', candles, '--out', out];
    await answerOf([...args, '--set', 'sma:2', '--overlay', 'wilderMa:2,adl', '--overlay', 'heikinAshi']);
    expect(readFileSync(out, 'utf8').split('\n').slice(0, 3)).toEqual([
      'timestamp,sma_2,wilderMa_2,adl,heikinAshi_open,heikinAshi_high,heikinAshi_low,heikinAshi_close',
      expect.stringMatching(/^0,,,-0\.33\d+,1,2,0\.5,1\.125$/),
      expect.stringMatching(/^60000,1\.5,1\.5,/),
    ]);
    await answerOf([...args, '--overlay', 'adl']);
    expect(readFileSync(out, 'utf8')).toMatch(/^timestamp,adl\n0,-0\.33/);
    const neither = await runCli(args);
    expect([neither.code, neither.stderr]).toEqual([2, expect.stringMatching(/'--set <list>' or '--overlay <list>'/)]);
    const unknown = await runCli([...args, '--overlay', 'psr']);
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringMatching(/unknown overlay "psr"; did you mean "psar"/),
    ]);
  });
});
