import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { longFiles, MAX_LINES, WARN_LINES } from '../../tooling/fileLines.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'foredeck-lines-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, lines: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), 'x\n'.repeat(lines));
}

it('names files above the warning, longest first, and counts every line once', () => {
  write('src/main/fine.ts', WARN_LINES);
  write('src/main/engine/long.ts', WARN_LINES + 1);
  write('config/strategies/longer.yaml', MAX_LINES + 1);
  write('eslint.config.mjs', MAX_LINES);
  write('tests/fixtures/recorded.ts', 10 * MAX_LINES);

  expect(longFiles(root)).toEqual([
    { path: join('config', 'strategies', 'longer.yaml'), lines: MAX_LINES + 1 },
    { path: 'eslint.config.mjs', lines: MAX_LINES },
    { path: join('src', 'main', 'engine', 'long.ts'), lines: WARN_LINES + 1 },
  ]);
});
