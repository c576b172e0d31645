import fc from 'fast-check';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { breakDown } from '../../../../../src/main/engine/portfolio/metrics/breakdown.ts';
import { tradeStatistics } from '../../../../../src/main/engine/portfolio/metrics/tradeStatistics.ts';
import { toEpochMs, toStrategyId } from '../../../../../src/shared/domain/ids.ts';
import { HOUR_MS } from '../../../../../src/shared/time.ts';
import { aTrade, START } from '../../../../builders/backtestResult.ts';

const trades = (...pnls: number[]) => pnls.map((pnl) => aTrade({ pnl }));

describe('tradeStatistics', () => {
  it('counts wins, losses, break-evens and streaks', () => {
    const found = tradeStatistics(trades(10, 20, 0, 5, -6, -4, 30, -10));
    expect(found).toMatchObject({ trades: 8, wins: 4, losses: 3, longestWinStreak: 2, longestLossStreak: 2 });
    expect(found.grossProfit.toString()).toBe('65');
    expect(found.grossLoss.toString()).toBe('20');
    expect(found.net.toString()).toBe('45');
    expect(found.winRate.value).toBe(0.5);
    expect(found.profitFactor.value).toBe(3.25);
    // Average win 16.25, average loss 20 / 3.
    expect(found.payoff.value).toBeCloseTo(2.4375, 12);
    expect(found.expectancy.value).toBe(5.625);
    expect(found.bestTrade.value).toBe(30);
    expect(found.worstTrade.value).toBe(-10);
    expect(found.averageHoldMs.value).toBe(HOUR_MS);
  });

  it('adds money exactly and counts funding to the result of a trade', () => {
    const found = tradeStatistics([aTrade({ pnl: 0.1 }), aTrade({ pnl: 0.2 }), aTrade({ pnl: 0.05, funding: -0.06 })]);
    expect(found.net.toString()).toBe('0.29');
    expect(found.losses).toBe(1);
  });

  it('measures in R only what had a stop', () => {
    const found = tradeStatistics([
      aTrade({ pnl: 20, initialRisk: 10 }),
      aTrade({ pnl: -10, initialRisk: 10 }),
      aTrade({ pnl: 15, initialRisk: 30 }),
      aTrade({ pnl: 500 }),
    ]);
    // R = 2, -1, 0.5.
    expect(found.expectancyR.value).toBe(0.5);
    expect(found.sqn.value).toBeCloseTo(
      (Math.sqrt(3) * mean([2, -1, 0.5])) / sampleStandardDeviation([2, -1, 0.5]),
      12,
    );
    expect(found.sqn.value).toBeCloseTo(0.57735, 5);
  });

  it('is undefined, with the reason, where there is nothing to divide by', () => {
    const none = tradeStatistics([]);
    for (const key of ['winRate', 'profitFactor', 'payoff', 'expectancy', 'expectancyR', 'sqn', 'bestTrade'] as const) {
      expect(none[key]).toEqual({ value: null, reason: 'no closed trades' });
    }
    expect(tradeStatistics(trades(1, 2)).profitFactor).toEqual({ value: null, reason: 'no losing trades' });
    expect(tradeStatistics(trades(1, 2)).payoff).toEqual({ value: null, reason: 'no losing trades' });
    expect(tradeStatistics(trades(-1)).payoff).toEqual({ value: null, reason: 'no winning trades' });
    expect(tradeStatistics(trades(-1)).profitFactor.value).toBe(0);
    expect(tradeStatistics(trades(1)).sqn.reason).toContain('no trade had a stop loss');
    expect(tradeStatistics([aTrade({ pnl: 1, initialRisk: 2 })]).sqn.reason).toBe('one trade has no variance');
    const equal = [aTrade({ pnl: 0.1, initialRisk: 0.3 }), aTrade({ pnl: 0.2, initialRisk: 0.6 })];
    expect(tradeStatistics(equal).sqn.reason).toBe('the results in R do not vary');
  });
});

describe('properties', () => {
  const pnls = fc.array(
    fc.integer({ min: -1e6, max: 1e6 }).map((cents) => cents / 100),
    { minLength: 1, maxLength: 60 },
  );

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(pnls, (values) => {
        const found = tradeStatistics(trades(...values));
        expect(found.winRate.value).toBeGreaterThanOrEqual(0);
        expect(found.winRate.value).toBeLessThanOrEqual(1);
        expect(found.wins + found.losses).toBeLessThanOrEqual(found.trades);
        expect(found.net.eq(found.grossProfit.minus(found.grossLoss))).toBe(true);
        expect(found.longestWinStreak).toBeLessThanOrEqual(found.wins);
        expect(found.profitFactor.value === null).toBe(found.losses === 0);
        if (found.profitFactor.value !== null && found.profitFactor.value !== 1) {
          expect(found.profitFactor.value > 1).toBe(found.net.isPositive());
        }
        const [best, worst, average] = [found.bestTrade.value!, found.worstTrade.value!, found.expectancy.value!];
        expect(best).toBeGreaterThanOrEqual(worst);
        expect(average).toBeLessThanOrEqual(best + 1e-9);
        expect(average).toBeGreaterThanOrEqual(worst - 1e-9);
      }),
    );
  });

  it('mirrored results swap wins and losses, and order changes only the streaks', () => {
    fc.assert(
      fc.property(pnls, (values) => {
        const found = tradeStatistics(trades(...values));
        const mirrored = tradeStatistics(trades(...values.map((value) => -value)));
        expect([mirrored.wins, mirrored.losses]).toEqual([found.losses, found.wins]);
        expect(mirrored.longestLossStreak).toBe(found.longestWinStreak);
        const reversed = tradeStatistics(trades(...values.toReversed()));
        expect(reversed.net.eq(found.net)).toBe(true);
        expect(reversed.profitFactor).toEqual(found.profitFactor);
        expect(reversed.longestWinStreak).toBe(found.longestWinStreak);
      }),
    );
  });

  it('every breakdown divides the same trades and the same money', () => {
    const any = fc.record({
      pnl: fc.integer({ min: -5000, max: 5000 }),
      hour: fc.integer({ min: 0, max: 5000 }),
      strategy: fc.constantFrom('a', 'b'),
      exitReason: fc.constantFrom('stopLoss', 'takeProfit', 'strategy'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), (rows) => {
        const list = rows.map(({ pnl, hour, strategy, exitReason }) =>
          aTrade(
            { pnl: pnl / 100 },
            { entryAt: toEpochMs(START + hour * HOUR_MS), strategy: toStrategyId(strategy), exitReason },
          ),
        );
        const whole = tradeStatistics(list);
        for (const groups of Object.values(breakDown(list))) {
          expect(groups.reduce((sum, { statistics }) => sum + statistics.trades, 0)).toBe(list.length);
          expect(groups.reduce((sum, { statistics }) => sum + statistics.net.toNumber(), 0)).toBeCloseTo(
            whole.net.toNumber(),
            6,
          );
          expect(groups.map(({ key }) => key)).toEqual(groups.map(({ key }) => key).toSorted());
        }
      }),
    );
  });
});

it('breakDown groups by UTC hour of entry and month of exit', () => {
  const late = aTrade({ pnl: 1 }, { entryAt: toEpochMs(Date.UTC(2024, 0, 31, 23, 45)) });
  const { hour, month } = breakDown([late, aTrade({ pnl: -1 })]);
  expect(hour.map(({ key }) => key)).toEqual(['00', '23']);
  expect(month.map(({ key, statistics }) => [key, statistics.net.toString()])).toEqual([
    ['2024-01', '-1'],
    ['2024-02', '1'],
  ]);
});
