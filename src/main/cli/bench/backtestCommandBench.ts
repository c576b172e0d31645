// What a user waits for: the backtest command in a process of its own, from the compressed candle file to the report.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCandleFile } from '../../store/candleFiles/writeCandleFile.ts';
import type { Bench } from './bench.ts';
import { runCommand } from './childCommand.ts';
import { smaCrossCandles, STRATEGY, TRADES_DIGEST, WIDE_LIMITS } from './smaCrossRun.ts';

const SAME = 'the same trades each time';

export const backtestCommandBenches: readonly Bench[] = [
  commandBench(
    {
      name: 'backtest-command',
      title: 'the same as a command: gzip CSV to JSON, HTML and CSV reports',
      target: { bound: 'atMost', value: 1500, unit: 'ms' },
      digest: TRADES_DIGEST,
    },
    { strategy: STRATEGY, market: 'binance_BTCUSDT', told: (digest) => digest },
  ),
  commandBench(
    {
      name: 'backtest-models',
      title: 'ml-consensus over as many candles of the contract as a command, five models asked',
      target: { bound: 'atMost', value: 10_000, unit: 'ms' },
      // Probabilities, and so trades, may differ in their last bits from one kind of processor to another.
      digest: SAME,
    },
    {
      strategy: 'ml-consensus',
      market: 'binanceusdm_BTCUSDT',
      told: (digest, first) => (digest === first ? SAME : digest),
    },
  ),
];

interface MeasuredRun {
  readonly strategy: string;
  /** Begin of the candle file's name. */
  readonly market: string;
  /** What the digest of a run's trades says, beside that of the first run. */
  readonly told: (digest: string, first: string) => string;
}

function commandBench(bench: Omit<Bench, 'prepare'>, { strategy, market, told }: MeasuredRun): Bench {
  return {
    ...bench,
    prepare: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'foredeck-bench-'));
      const file = join(folder, `${market}_15m.csv.gz`);
      await writeCandleFile(file, smaCrossCandles());
      const settings = Object.entries(WIDE_LIMITS).flatMap(([key, value]) => [
        '--setting',
        `risk.${key}=${String(value)}`,
      ]);
      const args = [...['--data-dir', join(folder, 'data'), '--quiet', '--json'], ...settings, 'backtest'];
      const options = [
        '--strategy',
        strategy,
        '--candles',
        file,
        '--volume-cap-pct',
        '0',
        '--out',
        join(folder, 'report'),
      ];
      let first: string | undefined;
      return {
        run: async () => {
          const { elapsedMs, digest } = await runCommand([...args, ...options]);
          first ??= digest;
          return { value: elapsedMs, digest: told(digest, first) };
        },
        close: () => rm(folder, { recursive: true }),
      };
    },
  };
}
