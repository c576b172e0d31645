import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packColumn } from '../../../../src/main/ipc/packColumn.ts';
import { unpackColumn } from '../../../../src/renderer/lib/columns.ts';

it('a packed column is the same numbers again, to the bit', () => {
  fc.assert(
    fc.property(fc.float64Array(), (values) => {
      expect([...unpackColumn(packColumn(values))]).toEqual([...values]);
    }),
  );
});

it('a part of a column is packed alone', () => {
  expect([...unpackColumn(packColumn(Float64Array.of(1, 2, 3).subarray(1)))]).toEqual([2, 3]);
});
