// What a user waits for: the backtest command in a process of its own, from the compressed candle file to the report.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCandleFile } from '../../store/candleFiles/writeCandleFile.ts';
import type { Bench } from './bench.ts';
import { runCommand } from './childCommand.ts';
import { smaCrossCandles, STRATEGY, TRADES_DIGEST, WIDE_LIMITS } from './smaCrossRun.ts';

export const backtestCommandBench: Bench = {
  name: 'backtest-command',
  title: 'the same as a command: gzip CSV to JSON, HTML and CSV reports',
  target: { bound: 'atMost', value: 1500, unit: 'ms' },
  digest: TRADES_DIGEST,
  prepare: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'foredeck-bench-'));
    const file = join(folder, 'binance_BTCUSDT_15m.csv.gz');
    await writeCandleFile(file, smaCrossCandles());
    const settings = Object.entries(WIDE_LIMITS).flatMap(([key, value]) => [
      '--setting',
      `risk.${key}=${String(value)}`,
    ]);
    const args = [...['--data-dir', join(folder, 'data'), '--quiet', '--json'], ...settings, 'backtest'];
    const options = [
      '--strategy',
      STRATEGY,
      '--candles',
      file,
      '--volume-cap-pct',
      '0',
      '--out',
      join(folder, 'report'),
    ];
    return {
      run: async () => {
        const { elapsedMs, digest } = await runCommand([...args, ...options]);
        return { value: elapsedMs, digest };
      },
      close: () => rm(folder, { recursive: true }),
    };
  },
};
