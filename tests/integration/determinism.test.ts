// The same backtest in two processes: one digest, one document.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { simulateCandles } from '../../src/main/engine/paper/simulator/marketSimulator.ts';
import { candleAt } from '../../src/shared/domain/candle.ts';
import { toSymbolId } from '../../src/shared/domain/ids.ts';
import { START } from '../builders/aCandle.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { runCli } from './runCli.ts';

const COUNT = 1500;

function candleFile(folder: string): string {
  const symbol = toSymbolId('BTC/USDT');
  const options = { seed: 'determinism', symbols: [symbol], from: START, timeframe: '15m', count: COUNT } as const;
  const columns = simulateCandles(options).get(symbol)!;
  const rows = Array.from({ length: COUNT }, (_, index) => {
    const { openTime, open, high, low, close, volume } = candleAt(columns, index);
    return [openTime, open, high, low, close, volume].join(',');
  });
  const path = join(folder, 'simulator_BTCUSDT_15m.csv');
  writeFileSync(path, `timestamp,open,high,low,close,volume\n${rows.join('\n')}\n`);
  return path;
}

/** All but how long it took. */
const answerOf = (stdout: string): { readonly summary: Record<string, unknown> } => {
  const document = JSON.parse(stdout) as { summary: Record<string, unknown> };
  const { durationMs: _took, candlesPerSecond: _speed, ...summary } = document.summary;
  return { ...document, summary };
};

it('two processes find the same trades, digest and equity', async () => {
  const folder = tempFolder();
  const args = ['--data-dir', folder, '--json', 'backtest', '--strategy', 'sma-cross', '--equity'];
  const candles = ['--candles', candleFile(folder)];
  const runs = await Promise.all([runCli([...args, ...candles]), runCli([...args, ...candles])]);
  for (const { code, stderr } of runs) expect(code, stderr).toBe(0);
  const [first, second] = runs.map(({ stdout }) => answerOf(stdout));
  expect(first!.summary).toMatchObject({ candles: COUNT });
  expect(first!.summary['trades']).toBeGreaterThan(10);
  expect(first!.summary['digest']).toMatch(/^[0-9a-f]{64}$/);
  expect(second).toEqual(first);
});
