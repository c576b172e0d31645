import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../src/main/cli/terminalProgress.ts';
import { toEpochMs } from '../../../src/shared/domain/ids.ts';

/** Runs 100 updates, 50 ms apart. */
function run(isTty: boolean): string {
  let now = 0;
  let written = '';
  const clock = { now: () => toEpochMs(0), elapsedMs: () => now };
  const task = createProgress({ write: (text) => (written += text), isTty, clock }).begin('import', 10_000, 'rows');
  for (let step = 1; step <= 100; step++) {
    now += 50;
    task.update(step * 100);
  }
  task.end();
  return written;
}

describe('createProgress', () => {
  it('writes a line a second and one at the end where there is no terminal', () => {
    const lines = run(false).trimEnd().split('\n');
    expect(lines[0]).toBe('import: 20 % (2,000 of 10,000 rows)');
    expect(lines.at(-1)).toBe('import: 10,000 rows in 5.0 s');
    expect(lines).toHaveLength(6);
  });

  it('redraws one bar on a terminal', () => {
    const written = run(true);
    expect(written).toContain('\r\x1b[Kimport [############............] 50 % (5,000 of 10,000 rows)');
    expect(written.match(/\n/g)).toHaveLength(1);
  });
});
