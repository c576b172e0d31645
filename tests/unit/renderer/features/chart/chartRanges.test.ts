import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BARS } from '../../../../../src/renderer/charts/price/candleBars.ts';
import {
  CHART_RANGES,
  type ChartRange,
  rangeStart,
  timeframeFor,
} from '../../../../../src/renderer/features/chart/chartRanges.ts';
import { DAY_MS, type Timeframe, timeframeMs } from '../../../../../src/shared/time.ts';

const KNOWN: readonly Timeframe[] = ['15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d'];
const named = (label: string): ChartRange => {
  const range = CHART_RANGES.find((each) => each.label === label);
  if (range === undefined) throw new Error(`expected a range ${label}`);
  return range;
};

describe('a range of the chart', () => {
  it('keeps the timeframe that suits it', () => {
    expect(timeframeFor(named('1W'), '1h', KNOWN)).toBe('1h');
    expect(timeframeFor(named('All'), '1d', KNOWN)).toBe('1d');
  });

  it('goes to a longer one where there are too many candles, to a shorter one where there are too few', () => {
    expect(timeframeFor(named('1Y'), '15m', KNOWN)).toBe('30m');
    expect(timeframeFor(named('1D'), '1d', KNOWN)).toBe('1h');
    expect(timeframeFor(named('1D'), '1d', ['12h', '1d'])).toBe('12h');
  });

  it('never is more than a chart holds where some timeframe is not', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CHART_RANGES), fc.constantFrom(...KNOWN), (range, now) => {
        const { days } = range;
        if (days === undefined) return;
        expect((days * DAY_MS) / timeframeMs(timeframeFor(range, now, KNOWN))).toBeLessThanOrEqual(MAX_BARS);
      }),
    );
  });

  it('begins its days before the newest candle, or with everything', () => {
    expect(rangeStart(named('1W'), 10 * DAY_MS)).toBe(3 * DAY_MS);
    expect(rangeStart(named('1Y'), 10 * DAY_MS)).toBe(0);
    expect(rangeStart(named('All'), 10 * DAY_MS)).toBe(0);
  });
});
