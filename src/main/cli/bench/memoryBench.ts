// The largest resident set of a backtest command over many symbols, as the operating system counts it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, timeframeMs } from '../../../shared/time.ts';
import { readStrategy } from '../../config/namedStrategy.ts';
import { simulateCandles } from '../../engine/paper/simulator/marketSimulator.ts';
import { writeCandleFile } from '../../store/candleFiles/writeCandleFile.ts';
import type { Bench } from './bench.ts';
import { contractOf, contracts, FROM, SEED, STRATEGIES } from './benchMarket.ts';
import { runCommand } from './childCommand.ts';
import { WIDE_LIMITS } from './smaCrossRun.ts';

const SYMBOLS = contracts(20);
const CANDLES = (365 * DAY_MS) / timeframeMs('15m');
/** Each strategy may hold every symbol, and no loss stops them: they trade to the end. */
const LIMITS = { ...WIDE_LIMITS, maxDrawdownPct: 100, maxDailyLossPct: 100, maxOpenPositions: 80 };

export const memoryBench: Bench = {
  name: 'memory',
  title: `backtest command: ${String(SYMBOLS.length)} symbols, 4 strategies, one simulated year of 15m candles`,
  target: { bound: 'atMost', value: 250, unit: 'MiB' },
  digest: '4d26969287f45da54a6caece5159e4844d09d186e2d6736d426aef83688cdef9',
  prepare: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'foredeck-bench-'));
    const args = await prepareFiles(folder);
    return {
      run: async () => {
        const { maxRssMiB, digest } = await runCommand(args);
        return { value: maxRssMiB, digest };
      },
      close: () => rm(folder, { recursive: true }),
    };
  },
};

/** Candles, strategies and instruments on the disk; returns the command's arguments. */
async function prepareFiles(folder: string): Promise<readonly string[]> {
  const world = simulateCandles({ seed: SEED, symbols: SYMBOLS, from: FROM, timeframe: '15m', count: CANDLES });
  const candles: string[] = [];
  for (const [symbol, columns] of world) {
    const file = join(folder, `sim_${contractOf(symbol).base}USDT_15m.csv.gz`);
    await writeCandleFile(file, columns);
    candles.push(file);
  }
  const strategies: string[] = [];
  await mkdir(join(folder, 'strategies'));
  for (const id of STRATEGIES) {
    const file = join(folder, 'strategies', `${id}.yaml`);
    await writeFile(file, readStrategy(id).yaml.replace(/^symbols: .*$/m, `symbols: [${SYMBOLS.join(', ')}]`));
    strategies.push('--strategy', file);
  }
  const instrument = join(folder, 'instruments.json');
  await writeFile(
    instrument,
    JSON.stringify(SYMBOLS.map((symbol) => ({ ...contractOf(symbol), isActive: undefined }))),
  );
  const settings = Object.entries(LIMITS).flatMap(([key, value]) => ['--setting', `risk.${key}=${String(value)}`]);
  return [
    ...['--data-dir', join(folder, 'data'), '--quiet', '--json', ...settings, 'backtest'],
    ...[...strategies, '--candles', candles.join(','), '--instrument', instrument],
  ];
}
