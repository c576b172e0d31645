// `features list` and `features export` in a child process.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CORE_1 } from '../../src/main/engine/features/core1/core1.ts';
import { BarrierLabeler, defaultBarriers } from '../../src/main/engine/features/barrierLabels.ts';
import { Aggregator } from '../../src/main/engine/market/aggregator.ts';
import type { Candle } from '../../src/shared/domain/candle.ts';
import { toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Timeframe } from '../../src/shared/time.ts';
import { barWalk } from '../builders/barWalk.ts';
import { candlesOf, vectorsOf } from '../builders/featureRun.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { runCli } from './runCli.ts';

const SYMBOL = toSymbolId('BTC/USDT');

function candleFile(folder: string, name: string, candles: readonly Candle[]): string {
  const rows = candles.map(({ openTime, open, high, low, close, volume }) =>
    [openTime, open, high, low, close, volume].join(','),
  );
  const path = join(folder, name);
  writeFileSync(path, `timestamp,open,high,low,close,volume\n${rows.join('\n')}\n`);
  return path;
}

const higher = (candles: readonly Candle[], timeframe: Timeframe): readonly Candle[] => {
  const aggregator = new Aggregator({ symbol: SYMBOL, base: '15m', timeframes: [timeframe] });
  return candles.flatMap((candle) => aggregator.push(candle));
};

/** The file that is expected for these candles, of the timeframe asked for. */
function expectedLines(candles: readonly Candle[], withLabels: boolean): readonly string[] {
  const names = CORE_1.features.map(({ name }) => name);
  const labeler = new BarrierLabeler(defaultBarriers(candles[0]?.timeframe ?? '15m'));
  const labels = new Map(
    candles.flatMap((candle) => labeler.push(candle)).map(({ openTime, direction }) => [openTime, direction]),
  );
  const vectors = vectorsOf(candles);
  const rows = candles.map(({ openTime }, i) => [
    openTime,
    ...(vectors[i]?.map((value) => Number(value.toPrecision(9))) ?? names.map(() => '')),
    ...(withLabels ? [labels.get(openTime) ?? ''] : []),
  ]);
  return [['timestamp', ...names, ...(withLabels ? ['label'] : [])], ...rows].map((cells) => cells.join(','));
}

const run = (args: readonly string[]): ReturnType<typeof runCli> => runCli(['features', ...args]);

describe('features export', () => {
  it('writes vectors and labels of every candle, empty where there are none', async () => {
    const folder = tempFolder();
    const candles = candlesOf(barWalk(330));
    const file = candleFile(folder, 'mine_BTCUSDT_15m.csv', candles);
    const out = join(folder, 'features.csv');
    const { code, stdout } = await run([
      'export',
      '--candles',
      file,
      '--timeframe',
      '15m',
      '--out',
      out,
      '--labels',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ file: out, simulated: false, timeframe: '15m', set: 'core-1', rows: 330, ready: 42 },
      ...{ featureHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown, labelled: expect.any(Number) as unknown },
      barriers: { horizonCandles: 32, upMultiple: 1.2, downMultiple: 0.8, halfLifeCandles: 96 },
    });
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toEqual(expectedLines(candles, true));
  });

  it('puts candles of a longer timeframe together as the engine does, leaving out those with a hole', async () => {
    const folder = tempFolder();
    const candles = candlesOf(barWalk(4 * 300)).filter((_, i) => i !== 1101);
    const file = candleFile(folder, 'mine_BTCUSDT_15m.csv', candles);
    const out = join(folder, 'features.csv');
    const { code, stdout } = await run(['export', '--candles', file, '--timeframe', '1h', '--out', out]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `mine BTC/USDT 1h: 299 rows written to ${out}, 11 with features\n`,
    });
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toEqual(expectedLines(higher(candles, '1h'), false));
  });

  it('takes other barriers', async () => {
    const folder = tempFolder();
    const file = candleFile(folder, 'any.csv', candlesOf(barWalk(330)));
    const args = [
      '--symbol',
      'BTC/USDT',
      '--timeframe',
      '15m',
      '--out',
      join(folder, 'features.csv'),
      '--labels',
      '--json',
    ];
    const { stdout } = await run(['export', '--candles', file, ...args, '--barriers', '4:2:1:24']);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ labelled: 40, barriers: { horizonCandles: 4, upMultiple: 2, downMultiple: 1, halfLifeCandles: 24 } },
    });
  });

  it.each<[string, readonly string[], RegExp]>([
    ['a timeframe that the file cannot make', ['--timeframe', '5m'], /5m candles cannot be made of 15m candles/],
    ['an unknown set', ['--timeframe', '15m', '--set', 'core-9'], /there is no feature set "core-9"; known: core-1/],
    [
      'barriers without labels',
      ['--timeframe', '15m', '--barriers', '4:2:1:24'],
      /'--barriers' is about labels: add --labels/,
    ],
    [
      'barriers that are none',
      ['--timeframe', '15m', '--labels', '--barriers', '4:2:1'],
      /horizon:up:down:halfLife such as/,
    ],
    ['no timeframe', [], /required option '--timeframe <timeframe>' not specified/],
  ])('refuses %s with a sentence', async (_case, args, sentence) => {
    const folder = tempFolder();
    const file = candleFile(folder, 'mine_BTCUSDT_15m.csv', candlesOf(barWalk(10)));
    const { code, stderr } = await run(['export', '--candles', file, '--out', join(folder, 'out.csv'), ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(sentence) as unknown });
  });
});

describe('features list', () => {
  it('tells each feature with definition and unit, and the hash of the set', async () => {
    const { code, stdout } = await run(['list', '--json']);
    expect(code).toBe(0);
    const { sets } = JSON.parse(stdout) as { sets: readonly Record<string, unknown>[] };
    expect(sets).toMatchObject([
      {
        ...{
          id: 'core-1',
          version: 1,
          lookback: CORE_1.lookback,
          hash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
        },
        features: CORE_1.features.map(({ name, definition, unit }) => ({ name, definition, unit })),
      },
    ]);
    const text = await run(['list']);
    expect(text.stdout).toMatch(/^core-1 version 1: 80 features of the last 289 candles/);
    expect(text.stdout).toMatch(/^ret_1 +volatilities +log return over 1 candles \/ \(sigma \* sqrt\(1\)\)$/m);
  });
});
