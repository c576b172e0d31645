import { describe, expect, it } from 'vitest';
import { type Column, gridLines } from '../../../../src/main/shell/headless/grid.ts';
import { lineText, span } from '../../../../src/main/shell/headless/line.ts';

type Row = readonly [string, string, string];

const COLUMNS: readonly Column<Row>[] = [
  { title: 'ROWS', cell: ([name]) => span(name) },
  { title: 'qty', isRight: true, drop: 1, cell: ([, qty]) => span(qty) },
  { title: 'why', flexibleFrom: 6, cell: ([, , why]) => span(why) },
];
const ROWS: readonly Row[] = [
  ['one', '1', 'a long sentence'],
  ['three', '12.5', ''],
];

const drawn = (width: number, columns = COLUMNS): string[] =>
  gridLines(columns, ROWS, width).map((line) => lineText(line, false));

describe('gridLines', () => {
  it('is as wide as what it holds', () =>
    expect(drawn(80)).toEqual(['ROWS    qty  why', 'one       1  a long sentence', 'three  12.5']));

  it('cuts the flexible column first', () =>
    expect(drawn(20)).toEqual(['ROWS    qty  why', 'one       1  a long…', 'three  12.5']));

  it('then drops columns', () => expect(drawn(14)).toEqual(['ROWS   why', 'one    a long…', 'three']));

  it('leaves out the rightmost rather than cut a figure', () => {
    const fixed = COLUMNS.map(({ title, cell, isRight = false }) => ({ title, cell, isRight }));
    expect(drawn(14, fixed)).toEqual(['ROWS    qty', 'one       1', 'three  12.5']);
  });

  it('leaves out a column that holds nothing', () =>
    expect(drawn(80, [...COLUMNS, { title: 'empty', cell: () => span('') }])[0]).toBe('ROWS    qty  why'));
});
