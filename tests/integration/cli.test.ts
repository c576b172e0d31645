import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from './runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'foredeck-cli-'));
const dataDir = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const foredeck = (args: readonly string[], env: Readonly<Record<string, string>> = {}): ReturnType<typeof runCli> =>
  runCli(['--data-dir', dataDir, ...args], { env });

describe('the terminal program', () => {
  it('prints its version and that of node', async () => {
    const run = await foredeck(['--version']);
    expect(run).toEqual({ code: 0, stdout: `foredeck 0.1.0 (node ${process.version})\n`, stderr: '' });
  });

  it('shows its commands and exit codes with --help', async () => {
    const { code, stdout } = await foredeck(['--help']);
    expect(code).toBe(0);
    for (const text of ['backtest', 'indications', 'config', 'bench', '--data-dir', 'Exit codes:', 'Examples (']) {
      expect(stdout).toContain(text);
    }
  });

  it.each([
    [['bcktest'], /unknown command 'bcktest'\n\(Did you mean backtest\?\)/],
    [['backtest', '--strategie', 'x'], /unknown option '--strategie'\n\(Did you mean --strategy\?\)/],
    [['backtest', '--candles', 'x.csv'], /required option '--strategy <id\|file>' not specified/],
    [
      ['backtest', '--strategy', 'a', '--candles', 'b', '--cash', 'ten'],
      /'ten' is invalid. Expected a positive amount/,
    ],
    [['config', 'check', 'nowhere.yaml', 'more'], /too many arguments/],
    [[], /Usage: foredeck/],
  ])('answers %j with exit code 2 and a sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await foredeck(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it('puts exactly one JSON document on stdout, also for a failure', async () => {
    const { code, stdout, stderr } = await foredeck(['config', 'show', '--json', '--config', 'nowhere.yaml']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'BAD_INPUT', message: 'nowhere.yaml does not exist' } });
    expect(stderr).toBe('foredeck: nowhere.yaml does not exist\n');
  });
});

describe('config', () => {
  const broken = file(
    'broken.yaml',
    'risk:\n  maxDailyLosPct: 3\n  dayZone: 5\ncosts:\n  takerBps: -1\nmaxLeverage: 2\n',
  );

  it('check tells every problem with file, line, column and the nearest known key', async () => {
    const { code, stdout } = await foredeck(['config', 'check', broken]);
    expect(code).toBe(1);
    expect(stdout.trimEnd().split('\n')).toEqual([
      `${broken}:2:3: unknown key "risk.maxDailyLosPct"; did you mean "maxDailyLossPct"?`,
      `${broken}:3:3: risk.dayZone: expected text, found 5`,
      `${broken}:5:3: costs.takerBps: expected a number of at least 0, found -1`,
      `${broken}:6:1: unknown key "maxLeverage"; did you mean "risk.maxLeverage"?`,
    ]);
  });

  it.each([
    ['risk:\n  dayZone: Mars/Base\n', /:2:3: risk\.dayZone: expected an IANA time zone/],
    ['indications:\n  set: smma:20\n', /:2:3: indications\.set: .*unknown indicator "smma"; did you mean/],
    ['indications:\n  byTimeframe:\n    4h: sma:0\n', /:3:5: indications\.byTimeframe\.4h: /],
    ['risk: [1]\n', /:1:1: risk: expected a section with keys, found \[1\]/],
    ['risk:\n  maxLeverage: 1\n  maxLeverage: 2\n', /:3:3: Map keys must be unique/],
    ['- risk\n', /:1:1: expected sections/],
    ['risk: {\n', /:2:1: /],
  ])('check refuses %j', async (text, sentence) => {
    const { code, stdout } = await foredeck(['config', 'check', file('one.yaml', text)]);
    expect(code).toBe(1);
    expect(stdout).toMatch(sentence);
  });

  it('check says yes to the shipped file and to an empty section', async () => {
    expect((await foredeck(['config', 'check', file('empty.yaml', 'risk:\n  # nothing\n')])).code).toBe(0);
    const { code, stdout } = await foredeck(['config', 'check', '--json']);
    expect({ code, answer: JSON.parse(stdout) as unknown }).toEqual({
      code: 0,
      answer: { ok: true, file: null, problems: [] },
    });
  });

  it('show lays file, environment and command line over the defaults, in this order', async () => {
    const mine = file(
      'mine.yaml',
      'costs: { takerBps: 6, makerBps: 6, slippageBps: 6 }\nrisk: { maxLeverage: null }\n',
    );
    const env = {
      FOREDECK_COSTS__MAKER_BPS: '7',
      FOREDECK_COSTS__SLIPPAGE_BPS: '7',
      FOREDECK_RISK__MAX_NOTIONAL_PER_ORDER: '50',
    };
    const args = ['--config', mine, 'config', 'show', '--json', '--setting', 'costs.slippageBps=8'];
    const shown = JSON.parse((await foredeck(args, env)).stdout) as { readonly risk: object; readonly costs: object };
    expect(shown.costs).toEqual({ takerBps: 6, makerBps: 7, slippageBps: 8, volumeCapPct: 10 });
    expect(shown.risk).toMatchObject({ maxLeverage: null, maxNotionalPerOrder: '50', maxDailyLossPct: 5 });
  });

  it('names a mistyped variable and a mistyped setting', async () => {
    const args = ['config', 'show', '--setting', 'risk.maxLeverag=3'];
    const { code, stderr } = await foredeck(args, { FOREDECK_RISK__MAX_DAYLY_LOSS_PCT: '3' });
    expect(code).toBe(2);
    expect(stderr).toContain('FOREDECK_RISK__MAX_DAYLY_LOSS_PCT; did you mean "FOREDECK_RISK__MAX_DAILY_LOSS_PCT"?');
    expect(stderr).toContain('unknown key "risk.maxLeverag"; did you mean "maxLeverage"?');
  });

  it('is read from the data folder when none is named', async () => {
    const home = mkdtempSync(join(folder, 'home-'));
    writeFileSync(join(home, 'config.yaml'), 'costs: { takerBps: 9 }\n');
    const run = await runCli(['config', 'show', '--json'], { env: { FOREDECK_DATA_DIR: home } });
    expect(JSON.parse(run.stdout)).toMatchObject({ costs: { takerBps: 9 } });
  });
});
