// The proof on real candles: the published figures of the sma-cross example, and the product against the naive reference.
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readFundingFile } from '../../src/main/backtest/fundingFile.ts';
import { toTradeRow } from '../../src/main/backtest/report/backtestDocument.ts';
import { runBacktest } from '../../src/main/engine/drivers/backtest.ts';
import { measurePerformance } from '../../src/main/engine/portfolio/metrics/performance.ts';
import { readCandleFile } from '../../src/main/store/candleFiles.ts';
import type { CandleColumns } from '../../src/shared/domain/candle.ts';
import { toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Instrument } from '../../src/shared/domain/instrument.ts';
import { Decimal } from '../../src/shared/money.ts';
import { HOUR_MS } from '../../src/shared/time.ts';
import { shippedStrategy } from '../builders/aStrategy.ts';
import {
  productAnswer,
  referenceAnswer,
  smaCrossTwin,
  type Twins,
  type TwinStrategy,
} from '../builders/backtestTwins.ts';
import { anEngineConfig, sha256 } from '../builders/candleTable.ts';
import { anInstrument, dec } from '../builders/risk.ts';
import { describeWithDevData } from '../fixtures/devData.ts';

/** Of the reference's candles, for time's sake; all of them with FOREDECK_ALL_CANDLES=1. */
const LAST = process.env['FOREDECK_ALL_CANDLES'] === '1' ? Infinity : 12_000;

async function candles(path: string, symbol: string, last = Infinity): Promise<CandleColumns> {
  const file = await readCandleFile(`${path}.csv.gz`);
  if (!file.ok) throw new Error(file.error.message);
  const { columns } = file.value;
  const part = (column: Float64Array): Float64Array => column.slice(-Math.min(last, column.length));
  return {
    ...{ symbol: toSymbolId(symbol), timeframe: columns.timeframe, openTime: part(columns.openTime) },
    ...{ open: part(columns.open), high: part(columns.high), low: part(columns.low), close: part(columns.close) },
    volume: part(columns.volume),
  };
}

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

const spotBtc = anInstrument({
  ...{ symbol: toSymbolId('BTC/USDT'), kind: 'spot', tickSize: dec('0.01'), lotSize: dec('0.00001') },
  ...{ minQty: dec('0.00001'), minNotional: dec(5), maxLeverage: dec(1), maintenanceMarginPct: dec(0) },
});

describeWithDevData('the sma-cross example on real BTC candles', (folder) => {
  it('gives the published figures and the recorded trades', async () => {
    const series = await candles(resolve(folder, 'data', 'binance_BTCUSDT_15m'), 'BTC/USDT');
    const result = runBacktest({
      config: anEngineConfig({ instruments: [spotBtc], strategies: [shippedStrategy('sma-cross')] }),
      series: [series],
      cash: dec(10_000),
      costs: { slippageBps: dec(2), volumeCapPct: dec(0) },
      sha256,
    });
    const exits: Record<string, number> = {};
    for (const { exitReason } of result.trades) exits[exitReason] = (exits[exitReason] ?? 0) + 1;
    const { metrics } = measurePerformance(result, [series]);
    expect(result.trades).toHaveLength(2623);
    expect(result.finalEquity.toString()).toBe('2222.30230435');
    expect(result.trades.reduce((sum, { fees }) => sum.plus(fees), Decimal.ZERO).toString()).toBe('6008.83530149');
    expect(metrics.maxDrawdownPct.value).toBeCloseTo(79.117463, 6);
    expect(exits).toEqual({ strategy: 2303, takeProfit: 206, stopLoss: 114 });
    // The digest that `backtest --json` shows.
    expect(digestOf(result.trades.map(toTradeRow))).toMatchInlineSnapshot(
      `"83fbf8e7eed377f99e4f0e29bd6e49227ae4be794804661ccbc87811b6a6bfd8"`,
    );
  });
});

const perpetual = (base: string, part: Partial<Instrument> = {}): Instrument =>
  anInstrument({ symbol: toSymbolId(`${base}/USDT:USDT`), base, minNotional: dec(5), ...part });

const PERPETUALS = [
  perpetual('BTC', { tickSize: dec('0.1') }),
  perpetual('ETH', { tickSize: dec('0.01') }),
  perpetual('SOL', { tickSize: dec('0.01'), lotSize: dec(1), minQty: dec(1) }),
];
const BOTH = ['long', 'short'] as const;
const halfStrategy: TwinStrategy = {
  ...{ id: 'half', ...smaCrossTwin(10, 30), stopPct: '2', targetPct: '3' },
  sizing: { kind: 'percentEquity', value: '50' },
};
const wild: TwinStrategy = {
  ...{ id: 'wild', ...smaCrossTwin(3, 8, { sides: BOTH }), stopPct: '0.7', targetPct: '1.1', maxHoldMs: 5 * HOUR_MS },
  ...{ trailing: { activationPct: '0.6', distancePct: '0.4' }, breakEven: { activationPct: '0.3', offsetPct: '0.1' } },
  sizing: { kind: 'riskPercent', value: '0.1' },
};
const calm: TwinStrategy = {
  ...{ id: 'calm', ...smaCrossTwin(20, 100, { sides: BOTH }), stopPct: '1.5' },
  sizing: { kind: 'percentEquity', value: '15' },
};

const hourly: TwinStrategy = {
  ...{ id: 'hourly', ...smaCrossTwin(5, 20, { sides: BOTH, timeframe: '1h' }), targetPct: '2.5' },
  sizing: { kind: 'percentEquity', value: '12' },
};

describeWithDevData('real candles against the reference', (folder) => {
  const agree = (twins: Twins, least: number): void => {
    const answer = productAnswer(twins);
    expect(answer.trades.length).toBeGreaterThan(least);
    // Equality of the objects themselves: a difference of a million samples would take minutes to print.
    const reference = referenceAnswer(twins);
    expect(answer.trades).toEqual(reference.trades);
    expect(answer.finalEquity).toBe(reference.finalEquity);
    expect(digestOf(answer.equity)).toBe(digestOf(reference.equity));
  };

  it.each(['BTC', 'ETH', 'SOL'])('agrees on %s spot, long', async (base) => {
    const columns = await candles(resolve(folder, 'data', `binance_${base}USDT_15m`), `${base}/USDT`, LAST);
    const instrument = { ...spotBtc, symbol: columns.symbol, base };
    agree({ markets: [{ instrument, columns }], strategies: [halfStrategy], cash: '10000', slippageBps: '2' }, 200);
  });

  it('agrees on three perpetuals at once, three strategies of two timeframes, long and short, with funding', async () => {
    const markets = await Promise.all(
      PERPETUALS.map(async (instrument) => ({
        instrument,
        columns: await candles(
          resolve(folder, 'data', `binanceusdm_${instrument.base}USDT_15m`),
          instrument.symbol,
          LAST / 3,
        ),
      })),
    );
    const { rates } = readFundingFile(resolve(folder, 'data/funding/binanceusdm_BTCUSDT_funding.csv.gz'));
    const funding = new Map(rates.map(({ at, rate }) => [Number(at), rate]));
    agree({ markets, strategies: [wild, hourly, calm], cash: '10000', slippageBps: '2', funding }, 500);
  });
});
