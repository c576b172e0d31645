import { describe, expect, it } from 'vitest';
import { simulatedFundingRates } from '../../../../src/main/venues/simulator/fundingRates.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { HOUR_MS } from '../../../../src/shared/time.ts';
import { START } from '../../../builders/aCandle.ts';
import { BTC, ETH } from '../../../builders/paperWorld.ts';

const rates = (seed: string, symbol = BTC.symbol, count = 600): readonly number[] => {
  const rateAfter = simulatedFundingRates(seed);
  return Array.from({ length: count }, (_, i) => rateAfter(symbol, toEpochMs(START + i * 8 * HOUR_MS)).rate);
};

describe('simulatedFundingRates', () => {
  it('are due every eight hours of the day, the next one after any time', () => {
    const rateAfter = simulatedFundingRates('seed');
    for (const [after, due] of [
      [0, 8],
      [7.99, 8],
      [8, 16],
      [23, 24],
    ] as const) {
      expect(rateAfter(BTC.symbol, toEpochMs(START + after * HOUR_MS)).at).toBe(START + due * HOUR_MS);
    }
  });

  it('follow from seed and symbol alone', () => {
    expect(rates('seed')).toEqual(rates('seed'));
    expect(rates('seed')).not.toEqual(rates('other'));
    expect(rates('seed')).not.toEqual(rates('seed', ETH.symbol));
  });

  it('are small, linger, and come back to their mean', () => {
    const all = rates('seed');
    const mean = all.reduce((sum, rate) => sum + rate, 0) / all.length;
    expect(mean).toBeGreaterThan(0.00005);
    expect(mean).toBeLessThan(0.00015);
    expect(Math.max(...all.map(Math.abs))).toBeLessThan(0.001);
    const correlation = (lag: number): number => {
      const [together, alone] = [lag, 0].map((by) =>
        all.slice(by).reduce((sum, rate, i) => sum + (rate - mean) * ((all[i] as number) - mean), 0),
      ) as [number, number];
      return together / alone;
    };
    expect(correlation(1)).toBeGreaterThan(0.6);
    expect(Math.abs(correlation(15))).toBeLessThan(0.3);
  });
});
