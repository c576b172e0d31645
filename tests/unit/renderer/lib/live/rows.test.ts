import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyRows, NO_ROWS, type RowRules, type Rows } from '../../../../../src/renderer/lib/live/rows.ts';

interface Row {
  readonly id: string;
  readonly at: number;
  readonly isOpen?: boolean;
}

const RULES: RowRules<Row> = { keyOf: (row) => row.id, isGone: (row) => row.isOpen === false };
const none: Rows<Row> = NO_ROWS;
const row = (id: string, at = 0, isOpen = true): Row => ({ id, at, isOpen });
const ids = (rows: Rows<Row>): string[] => rows.list.map(({ id }) => id);

describe('rows', () => {
  it('replaces everything with a snapshot and upserts what follows', () => {
    const first = applyRows(none, { rows: [row('a'), row('b')], isReset: true }, RULES);
    const second = applyRows(first, { rows: [row('b', 2), row('c')], isReset: false }, RULES);
    expect(ids(second)).toEqual(['a', 'b', 'c']);
    expect(second.byKey.get('b')?.at).toBe(2);
    expect(ids(applyRows(second, { rows: [row('d')], isReset: true }, RULES))).toEqual(['d']);
  });

  it('drops a row that says it is gone', () => {
    const first = applyRows(none, { rows: [row('a'), row('b')], isReset: true }, RULES);
    expect(ids(applyRows(first, { rows: [row('a', 1, false)], isReset: false }, RULES))).toEqual(['b']);
  });

  it('is the same object where nothing came', () => {
    const first = applyRows(none, { rows: [row('a')], isReset: true }, RULES);
    expect(applyRows(first, { rows: [], isReset: false }, RULES)).toBe(first);
  });

  it('keeps the newest so many, newest first', () => {
    const rules = { ...RULES, timeOf: (each: Row) => each.at, limit: 2 };
    const first = applyRows(none, { rows: [row('a', 1), row('b', 3), row('c', 2)], isReset: true }, rules);
    expect(ids(first)).toEqual(['b', 'c']);
    expect([...first.byKey.keys()].sort()).toEqual(['b', 'c']);
    expect(ids(applyRows(first, { rows: [row('d', 3)], isReset: false }, rules))).toEqual(['d', 'b']);
  });

  it('ends with the newest of each key, however the rows are batched', () => {
    const batches = fc.array(fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c'), at: fc.nat(99) })));
    fc.assert(
      fc.property(batches, (all) => {
        const piecewise = all.reduce((rows, batch) => applyRows(rows, { rows: batch, isReset: false }, RULES), none);
        const atOnce = applyRows(none, { rows: all.flat(), isReset: false }, RULES);
        expect(new Map(piecewise.byKey)).toEqual(new Map(atOnce.byKey));
      }),
    );
  });
});
