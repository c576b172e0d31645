// The fast number path gives what `Number(text)` gives, to the bit, and never takes what is no number.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CandleRows } from '../../src/main/store/candleFiles/candleRows.ts';
import { openTimeAt } from '../builders/aCandle.ts';
import { aSeries } from '../builders/columnsOf.ts';

/** The volume that a file with this text in its second row has there; undefined when the row is rejected. */
function volumeOf(text: string): number | undefined {
  const rows = new CandleRows(aSeries());
  const lines = [`${openTimeAt(0)},1,1,1,1,0`, `${openTimeAt(1)},1,1,1,1,${text}`];
  rows.push(Buffer.from(`timestamp,open,high,low,close,volume\n${lines.join('\n')}\n`));
  const report = rows.finish();
  return 'message' in report ? undefined : report.columns.volume[1];
}

const digits = (maxLength: number) =>
  fc.array(fc.constantFrom(...'0123456789'.split('')), { minLength: 1, maxLength }).map((list) => list.join(''));

describe('numbers in candle files', () => {
  it('equal Number(text) for every plain decimal', () => {
    const decimal = fc.oneof(
      digits(25),
      fc.tuple(digits(20), digits(30)).map(([whole, part]) => `${whole}.${part}`),
    );
    fc.assert(
      fc.property(decimal, (text) => volumeOf(text) === Number(text)),
      { numRuns: 3000 },
    );
  });

  it('equal Number(text) for every float in its shortest form', () => {
    const value = fc.double({ min: 0, max: 1e300, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(value, (volume) => volumeOf(String(volume)) === volume),
      { numRuns: 3000 },
    );
  });

  it('are refused unless they are decimals', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789.eE+-x '.split('')), maxLength: 6 });
    fc.assert(
      fc.property(text, (field) => {
        const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(field.trim());
        const value = Number(field);
        expect(volumeOf(field)).toBe(isNumber && value >= 0 && value < Infinity ? value + 0 : undefined);
      }),
      { numRuns: 3000 },
    );
  });
});
