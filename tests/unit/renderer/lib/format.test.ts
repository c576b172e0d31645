import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageText,
  figureText,
  latencyText,
  NOTHING,
  priceText,
  qtyText,
  shareText,
  shortTimeText,
  sizeText,
  toNumber,
  trendOf,
  untilText,
  wordsText,
} from '../../../../src/renderer/lib/format.ts';

const AT = Date.UTC(2026, 1, 28, 13, 45, 7);

describe('figures', () => {
  it('groups thousands, keeps the sign and the unit', () => {
    expect(figureText('1234567.891', { unit: 'USDT' })).toBe('1,234,567.89 USDT');
    expect(figureText('-3.5', { isSigned: true })).toBe('-3.50');
    expect(figureText(3.5, { isSigned: true })).toBe('+3.50');
  });

  it('shows a dash for what is not there, never zero', () => {
    for (const absent of [undefined, null, '', 'n/a', Number.NaN]) expect(figureText(absent)).toBe(NOTHING);
    expect(figureText(0)).toBe('0.00');
  });

  it('writes a price with the decimals its size needs', () => {
    expect([61_234.56, 342.5, 1.23456, 0.0123456, 0.000012346].map(priceText)).toEqual([
      '61,234.6',
      '342.50',
      '1.2346',
      '0.012346',
      '0.00001235',
    ]);
  });

  it('writes a quantity without trailing zeros', () => {
    expect(['0.0400', '12', '1200.50000000', '0'].map(qtyText)).toEqual(['0.04', '12', '1,200.5', '0']);
  });

  it('never loses the sign or the size of a number', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        const read = toNumber(figureText(value, { decimals: 4, isSigned: true }).replaceAll(',', ''));
        expect(Math.abs((read ?? Number.NaN) - value)).toBeLessThan(1e-3);
      }),
    );
  });

  it('says which way a figure points', () => {
    expect([trendOf('0.01'), trendOf(-1), trendOf(0), trendOf(undefined)]).toEqual(['up', 'down', 'flat', 'flat']);
  });
});

describe('times and words', () => {
  it('writes ages in the largest units that matter', () => {
    expect([500, 4_000, 80_000, 12 * 60_000, 3.1 * 3_600_000, 52 * 3_600_000].map(ageText)).toEqual([
      'now',
      '4 s',
      '80 s',
      '12 min',
      '3 h 6 min',
      '2 d 4 h',
    ]);
  });

  it('writes times in UTC whatever the machine says', () => {
    expect(shortTimeText(AT)).toBe('28 Feb 13:45');
    expect(shortTimeText(undefined)).toBe(NOTHING);
    expect(untilText(AT, AT - 3_600_000)).toBe('until 28 Feb 13:45 (in 1 h)');
    expect(untilText(AT, AT + 1)).toBe('until 28 Feb 13:45 (over)');
  });

  it('writes latencies, sizes and shares', () => {
    expect([latencyText(7.31), latencyText(120), latencyText(1234)]).toEqual(['7.3 ms', '120 ms', '1.23 s']);
    expect([sizeText(999), sizeText(12_300_000)]).toEqual(['999 B', '12.3 MB']);
    expect([shareText(0.5), shareText(0.4725, 1), shareText(null)]).toEqual(['50 %', '47.3 %', NOTHING]);
  });

  it('makes words of names', () => {
    expect(['takeProfit', 'DATA_STALE', 'maxHold', 'info'].map(wordsText)).toEqual([
      'Take profit',
      'Data stale',
      'Max hold',
      'Info',
    ]);
  });
});
