// A report around a hand-built result: one spot symbol, one strategy, no risk limits.
import { toBacktestDocument } from '../../src/main/backtest/report/backtestDocument.ts';
import type { BacktestReport, BacktestRun } from '../../src/main/backtest/report/backtestReport.ts';
import { consensusConfigOf } from '../../src/main/config/consensusConfigOf.ts';
import type { BacktestResult } from '../../src/main/engine/drivers/backtestResult.ts';
import { measurePerformance } from '../../src/main/engine/portfolio/metrics/performance.ts';
import type { CandleColumns } from '../../src/shared/domain/candle.ts';
import { configSchema } from '../../src/shared/config/schema.ts';
import { toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Instrument } from '../../src/shared/domain/instrument.ts';
import { Decimal } from '../../src/shared/money.ts';
import { timeframeMs } from '../../src/shared/time.ts';
import { aStrategy } from './aStrategy.ts';
import { START } from './backtestResult.ts';

export const BTC: Instrument = {
  symbol: toSymbolId('BTC/USDT'),
  kind: 'spot',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: Decimal.of('0.01'),
  lotSize: Decimal.of('0.00001'),
  minQty: Decimal.of('0.00001'),
  minNotional: Decimal.of(5),
  contractSize: Decimal.ONE,
  makerBps: Decimal.of(2),
  takerBps: Decimal.of(5),
  maxLeverage: Decimal.ONE,
  maintenanceMarginPct: Decimal.ZERO,
  isActive: true,
};

/** Candles that open where the one before closed. */
export function aSeriesOf(closes: readonly number[], part: Partial<CandleColumns> = {}): CandleColumns {
  const lengthMs = timeframeMs(part.timeframe ?? '1d');
  const open = closes.map((close, index) => closes[index - 1] ?? close);
  return {
    symbol: BTC.symbol,
    timeframe: '1d',
    openTime: Float64Array.from(closes, (_, index) => START + index * lengthMs),
    open: Float64Array.from(open),
    high: Float64Array.from(closes, (close, index) => Math.max(close, open[index]!)),
    low: Float64Array.from(closes, (close, index) => Math.min(close, open[index]!)),
    close: Float64Array.from(closes),
    volume: Float64Array.from(closes, () => 10),
    ...part,
  };
}

export function aBacktestReport(
  result: BacktestResult,
  part: Partial<BacktestRun> = {},
  models: BacktestReport['models'] = [],
): BacktestReport {
  const run: BacktestRun = {
    isSimulated: false,
    programVersion: '1.2.3',
    timeframe: '1d',
    quote: 'USDT',
    strategies: [{ definition: aStrategy({ name: 'SMA cross' }), yaml: 'id: test\n' }],
    instruments: [BTC],
    series: [aSeriesOf(Array.from({ length: Math.max(1, result.candles) }, (_, index) => 100 + index))],
    sources: ['binance_BTCUSDT_1d.csv'],
    funding: new Map(),
    cash: result.startEquity,
    slippageBps: Decimal.of(2),
    volumeCapPct: Decimal.of(10),
    risk: configSchema.parse({}).risk,
    freshness: { candleGraceMs: 300_000, markMaxAgeMs: 60_000 },
    consensus: consensusConfigOf(configSchema.parse({})),
    notes: [],
    ...part,
  };
  const performance = measurePerformance(result, run.series);
  const document = toBacktestDocument({ ...run, result, performance, durationMs: 12.34, withEquity: true, models });
  return { run, models, result, performance, document };
}
