// No look-ahead: whatever comes after a candle, the backtest has done the same up to it. Every shipped strategy, simulated markets.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BacktestRequest, runBacktest } from '../../src/main/engine/drivers/backtest.ts';
import type { BacktestResult } from '../../src/main/engine/drivers/backtestResult.ts';
import { simulateCandles } from '../../src/main/engine/paper/simulator/marketSimulator.ts';
import type { CandleColumns } from '../../src/shared/domain/candle.ts';
import { toSymbolId } from '../../src/shared/domain/ids.ts';
import { START } from '../builders/aCandle.ts';
import { SHIPPED, shippedStrategy } from '../builders/aStrategy.ts';
import { anEngineConfig, sha256 } from '../builders/candleTable.ts';
import { anInstrument, dec } from '../builders/risk.ts';

const COUNT = 3_000;
const SYMBOLS = ['BTC/USDT:USDT', 'ETH/USDT:USDT', 'SOL/USDT:USDT'].map(toSymbolId);

const firstOf = (columns: CandleColumns, count: number): CandleColumns => {
  const part = (column: Float64Array): Float64Array => column.slice(0, count);
  const { symbol, timeframe, openTime, open, high, low, close, volume } = columns;
  return {
    ...{ symbol, timeframe, openTime: part(openTime), open: part(open), high: part(high), low: part(low) },
    ...{ close: part(close), volume: part(volume) },
  };
};

const run = (request: Pick<BacktestRequest, 'config' | 'series'>): BacktestResult =>
  runBacktest({ ...request, cash: dec(10_000), costs: { slippageBps: dec(2), volumeCapPct: dec(10) }, sha256 });

const text = (value: unknown): string => JSON.stringify(value);
const curve = ({ equity }: BacktestResult): readonly string[] =>
  Array.from(equity.at, (at, row) => `${at} ${equity.value.at(row).toString()}`);

describe.each(SHIPPED)('%s', (id) => {
  it('has the same trades and equity in a prefix as in the full run', () => {
    let trades = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1_000, max: COUNT }), (seed, length) => {
        const full = simulateCandles({
          seed: String(seed),
          symbols: SYMBOLS,
          from: START,
          timeframe: '15m',
          count: COUNT,
        });
        const config = anEngineConfig({
          instruments: SYMBOLS.map((symbol) => anInstrument({ symbol, tickSize: dec('0.01') })),
          strategies: [{ ...shippedStrategy(id), symbols: SYMBOLS }],
        });
        const whole = run({ config, series: [...full.values()] });
        const prefix = run({ config, series: [...full.values()].map((columns) => firstOf(columns, length)) });
        expect(text(prefix.trades)).toBe(text(whole.trades.slice(0, prefix.trades.length)));
        expect(curve(prefix)).toEqual(curve(whole).slice(0, length));
        trades += prefix.trades.length;
      }),
      { numRuns: 3 },
    );
    expect(trades).toBeGreaterThan(0);
  });
});
