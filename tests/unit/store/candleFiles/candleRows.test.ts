import { describe, expect, it } from 'vitest';
import { CandleRows } from '../../../../src/main/store/candleFiles/candleRows.ts';
import { candleAt } from '../../../../src/shared/domain/candle.ts';
import { openTimeAt, START } from '../../../builders/aCandle.ts';
import { aSeries } from '../../../builders/columnsOf.ts';

const HEADER = 'timestamp,open,high,low,close,volume';
const at = (index: number): string => `${openTimeAt(index)}`;
const good = (index: number): string => `${at(index)},100,110,90,105,3.5`;

/** The report of a file of these lines, handed over in pieces of `size` bytes. */
function parse(lines: readonly string[], { size = Infinity, end = '\n' } = {}) {
  const rows = new CandleRows(aSeries());
  const bytes = Buffer.from(lines.join(end) + end);
  for (let from = 0; from < bytes.length; from += Math.min(size, bytes.length)) {
    const problem = rows.push(bytes.subarray(from, from + size));
    if (problem !== undefined) return { problem };
  }
  const report = rows.finish();
  return 'message' in report ? { problem: report } : { report };
}

describe('CandleRows', () => {
  it.each([1, 7, 64, Infinity])('reads the same from pieces of %s bytes', (size) => {
    const { report } = parse([HEADER, good(0), good(1), 'broken', good(2), good(3)], { size });
    expect(report).toMatchObject({ rows: 5, problems: [{ line: 4 }], duplicates: 0, gaps: [] });
    expect(report!.columns.openTime).toEqual(Float64Array.from([0, 1, 2, 3].map((index) => openTimeAt(index))));
    expect(candleAt(report!.columns, 3)).toMatchObject({ open: 100, high: 110, low: 90, close: 105, volume: 3.5 });
  });

  it('reads Windows line ends, a byte order mark, blank lines, further columns and a missing last newline', () => {
    const { report } = parse([`\uFEFF${HEADER},trades`, `${good(0)},12`, '', `${good(1)},13`, good(2)], {
      end: '\r\n',
    });
    expect(report).toMatchObject({ rows: 3, problems: [] });
    const rows = new CandleRows(aSeries());
    rows.push(Buffer.from(`${HEADER}\n${good(0)}\n${good(1)}`));
    expect(rows.finish()).toMatchObject({ rows: 2, problems: [] });
  });

  it.each([
    [`${at(1)},100,110,90,105`, 'expected 6 fields, found 5'],
    [`${good(1)},9`, 'expected 6 fields, found 7'],
    [`${at(1)},,110,90,105,3`, 'expected a number for open, found ""'],
    [`${at(1)},1OO,110,90,105,3`, 'expected a number for open, found "1OO"'],
    [`${at(1)},0x64,110,90,105,3`, 'number for open'],
    [`${at(1)},NaN,110,90,105,3`, 'number for open, found "NaN"'],
    [`${at(1)},100,Infinity,90,105,3`, 'number for high, found "Infinity"'],
    [`${at(1)},100,1e999,90,105,3`, 'finite high'],
    [`${at(1)},.,110,90,105,3`, 'number for open, found "."'],
    [`2024-01-01,100,110,90,105,3`, 'number for timestamp'],
    [`${Number(at(1)) + 1},100,110,90,105,3`, 'multiple of 900000 ms'],
    [`${at(1)}.5,100,110,90,105,3`, 'multiple of 900000 ms'],
    [`${at(1)},100,110,101,105,3`, 'low <= open and close'],
    [`${at(1)},100,104,90,105,3`, 'high >= open and close'],
    [`${at(1)},100,110,0,105,3`, 'low above 0'],
    [`${at(1)},100,110,90,105,-3`, 'volume of at least 0'],
  ])('rejects %s', (line, reason) => {
    const { report } = parse([HEADER, good(0), line, good(2)]);
    expect(report).toMatchObject({
      rows: 3,
      problems: [{ line: 3, reason: expect.stringContaining(reason) as string }],
      gaps: [{ from: openTimeAt(1), missing: 1 }],
      unsortedLine: undefined,
    });
  });

  it('counts repeated rows, rejects others for the same time, and names the first row out of order', () => {
    const { report } = parse([
      HEADER,
      good(0),
      good(0),
      `${at(0)},100,110,90,105,4`,
      good(3),
      good(2),
      good(1),
      good(4),
    ]);
    expect(report).toMatchObject({
      rows: 7,
      duplicates: 1,
      problems: [{ line: 4 }, { line: 6 }, { line: 7 }],
      unsortedLine: 6,
      gaps: [{ from: openTimeAt(1), missing: 2 }],
    });
    expect(report!.problems[1]!.reason).toContain(`after ${at(3)} (2024-01-01T00:45:00Z), found ${at(2)}`);
  });

  it('counts candles without volume', () => {
    expect(parse([HEADER, good(0), `${at(1)},100,110,90,105,0`]).report).toMatchObject({ zeroVolume: 1, problems: [] });
  });

  it.each([
    ['seconds', START / 1000],
    ['microseconds', START * 1000],
    ['nanoseconds', START * 1_000_000],
  ])('refuses timestamps in %s', (unit, first) => {
    const { problem } = parse([HEADER, `${first},100,110,90,105,3`]);
    expect(problem).toMatchObject({ line: 2, message: expect.stringContaining(`looks like ${unit}`) as string });
  });

  it.each([
    ['an empty file', ''],
    ['another header', 'time,open,high,low,close,volume\n'],
    ['a missing column', 'timestamp,open,high,low,close\n'],
    ['semicolons', 'timestamp;open;high;low;close;volume\n'],
    ['rows without a header', `${good(0)}\n${good(1)}\n`],
    ['endless lines', 'x'.repeat(70_000)],
  ])('refuses %s', (_, text) => {
    const rows = new CandleRows(aSeries());
    expect(rows.push(Buffer.from(text)) ?? rows.finish()).toMatchObject({
      line: 1,
      message: expect.any(String) as string,
    });
  });
});
