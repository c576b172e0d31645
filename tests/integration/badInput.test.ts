// Bad input to the program as a user starts it: an exit code that says so, and one sentence that names the place.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from './runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'foredeck-bad-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const HEADER = 'timestamp,open,high,low,close,volume';
/** A candle file of 400 quiet rows; those in `rows` are something else. */
function candles(name: string, rows: Readonly<Record<number, string>> = {}, minutes = 15): string {
  const lines = Array.from({ length: 400 }, (_, row) => rows[row] ?? quietRow(row, minutes));
  return file(name, [HEADER, ...lines, ''].join('\n'));
}
const quietRow = (row: number, minutes = 15): string =>
  `${1_704_067_200_000 + row * minutes * 60_000},100,101,99,100,5`;

const good = candles('binance_BTCUSDT_15m.csv');
const backtest = (args: readonly string[]): ReturnType<typeof runCli> =>
  runCli(['--data-dir', join(folder, 'data'), 'backtest', ...args]);

const STRATEGY = `id: mine
name: Mine
symbols: [BTC/USDT]
timeframe: 15m
sides: [long]
entry:
  long:
    all:
      - crossesAbove: [{ sma: { period: 10 } }, { sma: { perod: 30 } }]
sizing: { percentEquity: 50 }
`;

const CASES: readonly (readonly [what: string, args: readonly string[], sentence: RegExp])[] = [
  [
    'a strategy with an unknown key',
    ['--strategy', file('mine.yaml', STRATEGY), '--candles', good],
    /mine\.yaml:9:\d+: .*"perod".*did you mean "period"\?/,
  ],
  ['an unknown strategy', ['--strategy', 'sma-cros', '--candles', good], /"sma-cros"; did you mean "sma-cross"\?/],
  [
    'more than 1 % broken rows',
    [
      ...['--strategy', 'sma-cross', '--candles'],
      candles('a_BTCUSDT_15m.csv', {
        3: `${quietRow(3)},7`,
        4: 'x',
        5: '',
        6: quietRow(6).replace('101', '1'),
        7: '1,2',
        8: ',',
      }),
    ],
    /a_BTCUSDT_15m\.csv:5: .*at most 1 %/,
  ],
  [
    'unsorted rows',
    ['--strategy', 'sma-cross', '--candles', candles('b_BTCUSDT_15m.csv', { 7: quietRow(9), 8: quietRow(8) })],
    /b_BTCUSDT_15m\.csv:10: rows are not in ascending order/,
  ],
  [
    'an empty file',
    ['--strategy', 'sma-cross', '--candles', file('c_BTCUSDT_15m.csv', '')],
    /c_BTCUSDT_15m\.csv.*(empty|expected the header)/,
  ],
  [
    'a file without rows',
    ['--strategy', 'sma-cross', '--candles', file('d_BTCUSDT_15m.csv', `${HEADER}\n`)],
    /d_BTCUSDT_15m\.csv: expected candles after the header, found none/,
  ],
  [
    'a file with another header',
    ['--strategy', 'sma-cross', '--candles', file('e_BTCUSDT_15m.csv', `time,open\n1,2\n`)],
    /e_BTCUSDT_15m\.csv:1: .*timestamp/,
  ],
  [
    'a download that broke off',
    [
      '--strategy',
      'sma-cross',
      '--candles',
      file('f_BTCUSDT_15m.csv.gz', gzipSync(readFileSync(good)).subarray(0, 900)),
    ],
    /f_BTCUSDT_15m\.csv\.gz.*(gzip|compressed)/,
  ],
  [
    'a file whose name says nothing',
    ['--strategy', 'sma-cross', '--candles', candles('candles.csv')],
    /candles\.csv.*--symbol/,
  ],
  [
    'a missing instrument',
    ['--strategy', 'sma-cross', '--candles', candles('binance_DOGEUSDT_15m.csv')],
    /no instrument for DOGE\/USDT in config\/instruments\.yaml/,
  ],
  [
    'a strategy that trades none of the symbols',
    ['--strategy', 'sma-cross', '--candles', candles('binance_ETHUSDT_15m.csv')],
    /strategy sma-cross trades BTC\/USDT, the candles are of ETH\/USDT/,
  ],
  [
    'candles that are too long',
    ['--strategy', 'sma-cross', '--candles', candles('binance_BTCUSDT_1h.csv', {}, 60)],
    /strategy sma-cross needs 15m candles, which cannot be built from 1h candles/,
  ],
  [
    'candles of another length than the name says',
    ['--strategy', 'sma-cross', '--candles', candles('g_BTCUSDT_15m.csv', {}, 5)],
    /g_BTCUSDT_15m\.csv:3: expected an open time that is a multiple of 900000 ms/,
  ],
  [
    'a file in the place of the folder',
    ['--strategy', 'sma-cross', '--candles', good, '--out', file('report', '')],
    /report .*file.*--out/,
  ],
];

describe('backtest ends with exit code 2 and one sentence for', () => {
  it.concurrent.each(CASES)('%s', async (_what, args, sentence) => {
    const { code, stdout, stderr } = await backtest(args);
    expect(stderr).toMatch(sentence);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('foredeck: '))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/^foredeck: /);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

it('fewer broken rows are left out, and the report says so', async () => {
  const one = candles('h_BTCUSDT_15m.csv', { 20: 'x' });
  const { code, stdout, stderr } = await backtest(['--strategy', 'sma-cross', '--candles', one]);
  expect(code).toBe(0);
  expect(stdout + stderr).toContain('h_BTCUSDT_15m.csv: 1 rows were left out; "data check" lists them');
});
