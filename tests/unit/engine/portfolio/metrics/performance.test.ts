import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buyAndHold, buyAndHoldCurve } from '../../../../../src/main/engine/portfolio/metrics/benchmark.ts';
import { METRIC_DEFINITIONS } from '../../../../../src/main/engine/portfolio/metrics/metricDefinitions.ts';
import { measurePerformance } from '../../../../../src/main/engine/portfolio/metrics/performance.ts';
import { sum } from '../../../../../src/main/engine/portfolio/metrics/statistics.ts';
import type { CandleColumns } from '../../../../../src/shared/domain/candle.ts';
import { toEpochMs, toSymbolId } from '../../../../../src/shared/domain/ids.ts';
import { Decimal, DecimalColumn } from '../../../../../src/shared/money.ts';
import { DAY_MS } from '../../../../../src/shared/time.ts';
import { aBacktestResult, aTrade, START } from '../../../../builders/backtestResult.ts';

const seriesOf = (symbol: string, firstOpen: number, ...closes: number[]): CandleColumns => ({
  symbol: toSymbolId(symbol),
  timeframe: '1d',
  openTime: Float64Array.from(closes, (_, index) => START + index * DAY_MS),
  open: Float64Array.from(closes, (_, index) => (index === 0 ? firstOpen : (closes[index - 1] as number))),
  high: Float64Array.from(closes),
  low: Float64Array.from(closes),
  close: Float64Array.from(closes),
  volume: Float64Array.from(closes),
});

describe('measurePerformance', () => {
  it('has every defined metric and nothing else', () => {
    const { metrics } = measurePerformance(aBacktestResult([100, 110]), []);
    expect(Object.keys(metrics).toSorted()).toEqual(Object.keys(METRIC_DEFINITIONS).toSorted());
  });

  it('sums up an account', () => {
    const result = aBacktestResult([1000, 1100, 990, 1050], {
      trades: [aTrade({ pnl: 60, fees: 3 }), aTrade({ pnl: -10, fees: 0.8 })],
      ledger: { fee: Decimal.of('-4.20'), funding: Decimal.of('-1.5') },
      turnover: Decimal.of(8400),
      exposureMs: DAY_MS,
    });
    const { metrics, netProfit, fees, drawdown } = measurePerformance(result, [seriesOf('BTC/USDT', 50, 55, 60, 45)]);
    expect(netProfit.toString()).toBe('50');
    // The ledger also has 0.4 for the entry of a position that is still open.
    expect(fees.toString()).toBe('3.8');
    expect(drawdown.pct).toBe(10);
    expect(metrics).toMatchObject({
      returnPct: { value: 5 },
      maxDrawdownPct: { value: 10 },
      buyAndHoldPct: { value: expect.closeTo(-10, 10) as number },
      bestDayPct: { value: expect.closeTo(10, 10) as number },
      worstDayPct: { value: expect.closeTo(-10, 10) as number },
      exposurePct: { value: expect.closeTo(100 / 3, 10) as number },
      underWaterPct: { value: expect.closeTo(200 / 3, 10) as number },
      fees: { value: 3.8 },
      funding: { value: -1.5 },
      feesOfTurnoverBps: { value: expect.closeTo(5, 10) as number },
      profitFactor: { value: 6 },
      sharpe: { value: null, reason: '3 of the 30 whole days it needs' },
    });
  });

  it('says why a quiet account has no figures', () => {
    const { metrics } = measurePerformance(aBacktestResult([1000]), []);
    expect(metrics.exposurePct.reason).toBe('an empty span');
    expect(metrics.bestDayPct.reason).toBe('no whole day');
    expect(metrics.feesOfTurnoverBps.reason).toBe('nothing was traded');
    expect(metrics.buyAndHoldPct.reason).toBe('no candles');
  });

  it('never gives a figure that is not finite, nor a missing one without a reason', () => {
    const equities = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), equities, (start, later) => {
        const { metrics, drawdown } = measurePerformance(aBacktestResult([start, ...later]), []);
        for (const { value, reason } of Object.values(metrics)) {
          if (value === null) expect(reason).toBeTruthy();
          else expect(Number.isFinite(value)).toBe(true);
        }
        expect(drawdown.pct).toBeGreaterThanOrEqual(0);
        expect(drawdown.pct).toBeLessThanOrEqual(100);
        expect(drawdown.longestUnderWaterMs).toBeLessThanOrEqual(drawdown.underWaterMs);
      }),
    );
  });

  it('does not depend on the size of the account', () => {
    const moves = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 35, maxLength: 70 });
    fc.assert(
      fc.property(moves, (percents) => {
        const equities = percents.reduce((all, pct) => [...all, (all.at(-1) as number) * (1 + pct / 100)], [4096]);
        const small = measurePerformance(aBacktestResult(equities), []).metrics;
        const large = measurePerformance(aBacktestResult(equities.map((equity) => equity * 1024)), []).metrics;
        for (const id of ['returnPct', 'maxDrawdownPct', 'sharpe', 'sortino', 'calmar', 'cagrPct'] as const) {
          if (small[id].value === null) expect(large[id]).toEqual(small[id]);
          else expect(large[id].value! - small[id].value).toBeCloseTo(0, 6);
        }
      }),
    );
  });
});

describe('months', () => {
  it('follow the calendar and say which are cut off', () => {
    const from = toEpochMs(Date.UTC(2024, 0, 30));
    const at = Float64Array.from([31, 32, 60, 61], (day) => Date.UTC(2024, 0, day));
    const value = DecimalColumn.from([110, 100, 150, 165].map((equity) => Decimal.of(equity)));
    const result = aBacktestResult([100, 165], { from, to: toEpochMs(at.at(-1)!), equity: { at, value } });
    expect(measurePerformance(result, []).months).toEqual([
      { year: 2024, month: 1, returnPct: { value: 0 }, isPartial: true },
      { year: 2024, month: 2, returnPct: { value: expect.closeTo(65, 10) as number }, isPartial: false },
    ]);
  });
});

describe('buyAndHold', () => {
  const series = [seriesOf('BTC/USDT', 100, 110, 120), seriesOf('ETH/USDT', 10, 9, 8)];

  it('goes from the first open to the last close, equally weighted', () => {
    const found = buyAndHold(series);
    expect(found.symbols.map(({ returnPct }) => returnPct.value)).toEqual([
      expect.closeTo(20, 10),
      expect.closeTo(-20, 10),
    ]);
    expect(found.equalWeightPct.value).toBeCloseTo(0, 10);
  });

  it('is worth the cash at the start and knows a close only once it is over', () => {
    const times = Float64Array.from([START, START + DAY_MS, START + 2 * DAY_MS - 1, START + 2 * DAY_MS]);
    expect([...buyAndHoldCurve(series, times, 1000)]).toEqual([1000, 1000, 1000, 1000]);
    expect([...buyAndHoldCurve(series.slice(0, 1), times, 1000)].map(Math.round)).toEqual([1000, 1100, 1100, 1200]);
  });
});

it('sum keeps what plain addition loses', () => {
  expect(sum([1, 1e100, 1, -1e100])).toBe(2);
});
