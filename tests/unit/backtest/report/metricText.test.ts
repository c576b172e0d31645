import { describe, expect, it } from 'vitest';
import { metricText } from '../../../../src/main/backtest/report/metricText.ts';
import { HOUR_MS } from '../../../../src/shared/time.ts';

describe('metricText', () => {
  const style = { quote: 'USDT', decimals: 2, isSigned: false };
  it.each([
    [12.345, 'percent', '12.35 %'],
    [0.26877, 'share', '26.88 %'],
    [1.5, 'ratio', '1.50'],
    [-3, 'quote', '-3.00 USDT'],
    [2, 'r', '2.00 R'],
    [5, 'bps', '5.00 bps'],
    [2623, 'count', '2,623'],
    [HOUR_MS, 'duration', '1 h'],
  ] as const)('writes %d %s as %s', (value, unit, text) => expect(metricText({ value }, unit, style)).toBe(text));

  it('writes an undefined figure as a dash', () => {
    expect(metricText({ value: null, reason: 'no trades' }, 'percent', style)).toBe('–');
  });
});
