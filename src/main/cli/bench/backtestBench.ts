// The engine loop of a backtest: candles, indicators, orders, fills, ledger, every risk check; no files and no report.
import { performance } from 'node:perf_hooks';
import { need } from '../../../shared/assert.ts';
import { Decimal } from '../../../shared/money.ts';
import { toTradeRow } from '../../backtest/report/backtestDocument.ts';
import { findPreset, withFees } from '../../config/instruments.ts';
import { readStrategy } from '../../config/namedStrategy.ts';
import { Backtest, type BacktestRequest } from '../../engine/drivers/backtest.ts';
import type { Bench } from './bench.ts';
import { engineConfig, limits, sha256 } from './benchMarket.ts';
import { CANDLES, smaCrossCandles, STRATEGY, SYMBOL, TRADES_DIGEST, WIDE_LIMITS } from './smaCrossRun.ts';

const WARM_UPS = 20;

export const backtestBench: Bench = {
  name: 'backtest',
  title: `engine loop: SMA cross with stops on ${String(CANDLES)} candles, ledger and all risk limits on`,
  target: { bound: 'atLeast', value: 1_000_000, unit: 'candles/s' },
  digest: TRADES_DIGEST,
  prepare: () => {
    const request = smaCrossRequest();
    // The engine is measured, not its compilation: V8 is done with the loop after some runs.
    for (let run = 0; run < WARM_UPS; run++) measure(request);
    return Promise.resolve({ run: () => Promise.resolve(measure(request)) });
  },
};

function measure(request: BacktestRequest): { readonly value: number; readonly digest: string } {
  const startedAt = performance.now();
  const backtest = new Backtest(request);
  backtest.advance(backtest.total);
  const seconds = (performance.now() - startedAt) / 1000;
  const { trades } = backtest.result();
  return { value: CANDLES / seconds, digest: sha256(JSON.stringify(trades.map(toTradeRow))) };
}

/** Of the run that this and the other backtest benchmarks measure. */
export function smaCrossRequest(): BacktestRequest {
  const fees = { takerBps: Decimal.of(5), makerBps: Decimal.of(2) };
  const preset = need(findPreset('binance', SYMBOL), 'the preset of', SYMBOL);
  return {
    config: engineConfig({
      mode: 'backtest',
      instruments: [withFees(preset, {}, fees)],
      strategies: [readStrategy(STRATEGY).definition],
      risk: limits(WIDE_LIMITS),
      hasVenueProtection: true,
    }),
    series: [smaCrossCandles()],
    cash: Decimal.of(10_000),
    costs: { slippageBps: Decimal.of(2), volumeCapPct: Decimal.ZERO },
    sha256,
  };
}
