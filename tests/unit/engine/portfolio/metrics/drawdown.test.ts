import { describe, expect, it } from 'vitest';
import { drawdownSeries, findDrawdown } from '../../../../../src/main/engine/portfolio/metrics/drawdown.ts';
import { toEquityCurve } from '../../../../../src/main/engine/portfolio/metrics/equityCurve.ts';
import { DAY_MS } from '../../../../../src/shared/time.ts';
import { aBacktestResult, START } from '../../../../builders/backtestResult.ts';

const curveOf = (...equities: number[]) => toEquityCurve(aBacktestResult(equities));
const day = (index: number): number => START + index * DAY_MS;

describe('findDrawdown', () => {
  it('finds the largest fall with its start, trough and recovery', () => {
    //                          0    1    2   3   4    5    6
    const found = findDrawdown(curveOf(100, 120, 90, 96, 120, 130, 117));
    expect(found).toEqual({
      pct: 25,
      amount: 30,
      startAt: day(1),
      troughAt: day(2),
      recoveryAt: day(4),
      longestUnderWaterMs: 3 * DAY_MS,
      underWaterMs: 4 * DAY_MS,
    });
  });

  it('counts the start equity as the first peak', () => {
    const found = findDrawdown(curveOf(100, 80, 90));
    expect(found).toMatchObject({ pct: 20, startAt: day(0), troughAt: day(1), recoveryAt: null });
    expect(found.longestUnderWaterMs).toBe(2 * DAY_MS);
  });

  it('starts at the last time at the peak, and an equal later fall changes nothing', () => {
    expect(findDrawdown(curveOf(100, 100, 90, 100, 90))).toMatchObject({
      startAt: day(1),
      troughAt: day(2),
      recoveryAt: day(3),
    });
  });

  it('has no times where equity never fell', () => {
    expect(findDrawdown(curveOf(100, 100, 101))).toEqual({
      pct: 0,
      amount: 0,
      startAt: null,
      troughAt: null,
      recoveryAt: null,
      longestUnderWaterMs: 0,
      underWaterMs: 0,
    });
  });

  it('keeps every digit of the percentage', () => {
    expect(findDrawdown(curveOf(10000, 9999.87654321)).pct).toBeCloseTo(0.0012345679, 12);
  });

  it('may pass 100 % when a contract account falls below zero', () => {
    expect(findDrawdown(curveOf(100, -50)).pct).toBe(150);
  });
});

it('drawdownSeries gives the fall at every row, the start included', () => {
  expect([...drawdownSeries(curveOf(100, 120, 90, 130))]).toEqual([0, 0, -25, 0]);
});
