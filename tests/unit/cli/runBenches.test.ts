import { describe, expect, it } from 'vitest';
import type { Bench } from '../../../src/main/cli/bench/bench.ts';
import { type BenchRow, runBenches } from '../../../src/main/cli/bench/runBenches.ts';
import { aCommandContext } from '../../builders/commandContext.ts';

const bench = (values: readonly number[], digests: readonly string[] = []): Bench => {
  let run = 0;
  return {
    name: 'fill',
    title: 'fills',
    target: { bound: 'atMost', value: 10, unit: 'ms' },
    digest: 'right',
    prepare: () =>
      Promise.resolve({
        run: () => Promise.resolve({ value: values[run] ?? 0, digest: digests[run++] ?? 'right' }),
      }),
  };
};

async function outcome(
  subject: Bench,
  strict = false,
): Promise<{ readonly code: number; readonly row: BenchRow; readonly text: string }> {
  const { context, answers } = aCommandContext();
  const code = await runBenches([subject], { names: ['fill'], strict }, context);
  const { value, text } = answers[0]!;
  return { code, row: (value as { readonly benches: readonly BenchRow[] }).benches[0]!, text };
}

describe('runBenches', () => {
  it('takes the median of five runs, the one to warm up not among them', async () => {
    const { code, row, text } = await outcome(bench([99, 5, 1, 4, 2, 3]));
    expect(row).toMatchObject({ median: 3, min: 1, max: 5, isTargetMet: true, wrongDigests: [] });
    expect(code).toBe(0);
    expect(text).toContain('| fill  | fills | 3      | 1   | 5   | <= 10 ms | met |');
  });

  it('says no to a wrong result, however fast', async () => {
    const { code, text } = await outcome(bench([1, 1, 1, 1, 1, 1], ['wrong']));
    expect(code).toBe(1);
    expect(text).toContain('WRONG RESULT wrong');
  });

  it('tells a missed target, and says no to it only when strict', async () => {
    const slow = [1, 11, 12, 13, 14, 15];
    const relaxed = await outcome(bench(slow));
    expect([relaxed.code, relaxed.row.isTargetMet]).toEqual([0, false]);
    expect((await outcome(bench(slow), true)).code).toBe(1);
  });

  it('tells what the machine lacks for a benchmark, and says no to that only when strict', async () => {
    const without = { ...bench([]), missing: () => 'no browser was found' };
    const { code, row, text } = await outcome(without);
    expect([code, row.median, row.missing]).toEqual([0, null, 'no browser was found']);
    expect(text).toContain('| not measured: no browser was found |');
    expect((await outcome(without, true)).code).toBe(1);
  });

  it('runs every benchmark of a family', async () => {
    const { context, answers } = aCommandContext();
    const benches = ['fill-few', 'fill-many', 'filling'].map((name) => ({ ...bench([]), name }));
    await runBenches(benches, { names: ['fill'], strict: false }, context);
    const { benches: rows } = answers[0]!.value as { readonly benches: readonly BenchRow[] };
    expect(rows.map(({ name }) => name)).toEqual(['fill-few', 'fill-many']);
  });

  it('removes what was prepared, also when a run fails', async () => {
    let isClosed = false;
    const failing = {
      ...bench([]),
      prepare: () =>
        Promise.resolve({
          run: () => Promise.reject(new Error('no disk')),
          close: () => Promise.resolve().then(() => void (isClosed = true)),
        }),
    };
    const { context } = aCommandContext();
    await expect(runBenches([failing], { names: [], strict: false }, context)).rejects.toThrow('no disk');
    expect(isClosed).toBe(true);
  });

  it('refuses an unknown name with the nearest', async () => {
    const { context } = aCommandContext();
    const run = runBenches([bench([1])], { names: ['fil'], strict: false }, context);
    await expect(run).rejects.toThrow('unknown benchmark "fil"; did you mean "fill"?');
  });
});
