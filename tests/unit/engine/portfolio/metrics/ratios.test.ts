import { mean, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { dailyReturns, equityAt, toEquityCurve } from '../../../../../src/main/engine/portfolio/metrics/equityCurve.ts';
import { cagrPct, calmar, sharpe, sortino } from '../../../../../src/main/engine/portfolio/metrics/ratios.ts';
import { toEpochMs } from '../../../../../src/shared/domain/ids.ts';
import { DAY_MS, HOUR_MS } from '../../../../../src/shared/time.ts';
import { aBacktestResult, START } from '../../../../builders/backtestResult.ts';

const daily = (...equities: number[]) => toEquityCurve(aBacktestResult(equities));
/** 41 days of +2 %, -1 %, +2 %, ... */
const SAW = Array.from({ length: 41 }, (_, day) => 1000 * 1.02 ** Math.ceil(day / 2) * 0.99 ** Math.floor(day / 2));
/** Equity that changes by the same factor every day. */
const steady = (factor: number, days: number): number[] =>
  Array.from({ length: days + 1 }, (_, day) => 1024 * factor ** day);

describe('dailyReturns', () => {
  it('takes equity at 00:00 UTC, whatever happened in between', () => {
    const everyEightHours = toEquityCurve(aBacktestResult([100, 1, 2, 110, 3, 4, 99], { stepMs: 8 * HOUR_MS }));
    expect(dailyReturns(everyEightHours)?.map(({ value }) => Number(value.toFixed(12)))).toEqual([0.1, -0.1]);
    expect(dailyReturns(everyEightHours)?.map((row) => row.day)).toEqual([START, START + DAY_MS]);
  });

  it('leaves out the days cut off by the ends of the span', () => {
    const from = toEpochMs(START + 6 * HOUR_MS);
    const at = Float64Array.from([12, 24, 36, 48, 60], (hours) => START + hours * HOUR_MS);
    const value = Float64Array.from([101, 102, 103, 204, 205]);
    expect(dailyReturns({ at: Float64Array.from([from, ...at]), value: Float64Array.from([100, ...value]) })).toEqual([
      { day: START + DAY_MS, value: 1 },
    ]);
  });

  it('knows no return once equity is gone', () => {
    expect(dailyReturns(daily(100, 0, 100))).toBeUndefined();
  });

  it('carries the last equity over an outage', () => {
    const at = Float64Array.from([START, START + DAY_MS, START + 3 * DAY_MS]);
    expect(
      equityAt({ at, value: Float64Array.from([1, 2, 3]) }, [START, START + 2 * DAY_MS, START + 9 * DAY_MS]),
    ).toEqual([1, 2, 3]);
  });
});

describe('sharpe and sortino', () => {
  it('match an independent calculation', () => {
    const curve = daily(...SAW);
    const returns = Array.from({ length: 40 }, (_, day) => (day % 2 === 0 ? 0.02 : -0.01));
    const downside = Math.sqrt(mean(returns.map((value) => Math.min(value, 0) ** 2)));
    expect(sharpe(dailyReturns(curve)).value).toBeCloseTo(
      (mean(returns) / sampleStandardDeviation(returns)) * Math.sqrt(365),
      9,
    );
    expect(sortino(dailyReturns(curve)).value).toBeCloseTo((mean(returns) / downside) * Math.sqrt(365), 9);
    // By hand: mean 0.005; downside sqrt(0.0001 / 2); 0.005 / 0.00707106781 x 19.10497317.
    expect(sortino(dailyReturns(curve)).value).toBeCloseTo(13.509256, 5);
  });

  it('are undefined on fewer than 30 days', () => {
    const returns = dailyReturns(daily(...SAW.slice(0, 30)));
    expect(sharpe(returns)).toEqual({ value: null, reason: '29 of the 30 whole days it needs' });
    expect(sortino(returns).value).toBeNull();
    expect(sharpe(dailyReturns(daily(...SAW.slice(0, 31)))).value).not.toBeNull();
  });

  it('are undefined without variance or without a losing day', () => {
    const flat = dailyReturns(daily(...steady(1, 40)));
    expect(sharpe(flat)).toEqual({ value: null, reason: 'the daily returns do not vary' });
    expect(sortino(flat)).toEqual({ value: null, reason: 'no day lost' });
    expect(sharpe(dailyReturns(daily(...steady(1.001, 40)))).value).toBeNull();
  });

  it('are undefined once equity is gone', () => {
    expect(sharpe(undefined)).toEqual({ value: null, reason: 'equity fell to zero' });
  });
});

describe('cagrPct and calmar', () => {
  it('compound over 365-day years', () => {
    const equities = [1000, ...Array.from({ length: 729 }, () => 900), 1210];
    expect(cagrPct(daily(...equities)).value).toBeCloseTo(10, 10);
    expect(calmar(cagrPct(daily(...equities)), 10).value).toBeCloseTo(1, 10);
  });

  it('are undefined on a short span, a negative equity and without drawdown', () => {
    expect(cagrPct(daily(...steady(1, 29)))).toEqual({ value: null, reason: '29 of the 30 whole days it needs' });
    expect(cagrPct(daily(...steady(1, 40), -1)).reason).toBe('equity fell below zero');
    expect(calmar({ value: 5 }, 0)).toEqual({ value: null, reason: 'no drawdown' });
    expect(calmar(cagrPct(daily(1, 2)), 5).reason).toBe('1 of the 30 whole days it needs');
  });

  it('is -100 % for an account that ends at zero', () => {
    expect(cagrPct(daily(...steady(1, 40), 0)).value).toBe(-100);
  });
});
