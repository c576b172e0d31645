import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, moneyOf, numberText, percentText, timeText } from '../../../src/shared/figures.ts';
import { Decimal } from '../../../src/shared/money.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/shared/time.ts';

describe('numberText', () => {
  it.each([
    [0, '0.00'],
    [-0.001, '0.00'],
    [1234.5, '1,234.50'],
    [-1234567.891, '-1,234,567.89'],
    [999.999, '1,000.00'],
  ])('writes %d as %s', (value, text) => expect(numberText(value)).toBe(text));

  it('writes a plus where a sign is wanted, never for zero', () => {
    expect(numberText(5, { isSigned: true })).toBe('+5.00');
    expect(numberText(0.001, { isSigned: true })).toBe('0.00');
    expect(percentText(-5, { isSigned: true, decimals: 0 })).toBe('-5 %');
  });

  it('reads back as the rounded number', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
        expect(Math.abs(Number(numberText(value).replaceAll(',', '')) - value)).toBeLessThanOrEqual(0.00501);
      }),
    );
  });
});

it.each([
  [0, '0 min'],
  [5 * MINUTE_MS, '5 min'],
  [3 * HOUR_MS, '3 h'],
  [3 * HOUR_MS + 15 * MINUTE_MS, '3 h 15 min'],
  [1200 * DAY_MS + 4 * HOUR_MS, '1,200 d 4 h'],
])('durationText(%d) is %s', (ms, text) => expect(durationText(ms)).toBe(text));

it('timeText is UTC to the minute', () => expect(timeText(Date.UTC(2024, 1, 29, 13, 45))).toBe('2024-02-29 13:45'));

it('moneyOf gives small accounts more decimals', () => {
  expect(moneyOf({ quote: 'USDT', cash: Decimal.of(10000) }).decimals).toBe(2);
  expect(moneyOf({ quote: 'BTC', cash: Decimal.of('0.5') }).decimals).toBe(8);
  expect(moneyOf({ quote: 'USDT', cash: Decimal.ZERO }).decimals).toBe(2);
});
