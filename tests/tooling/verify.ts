// `npm run verify`: every check that needs no test run, one after the other, all of them even when one fails.
import { spawnSync } from 'node:child_process';
import { longFiles, MAX_LINES, WARN_LINES } from './fileLines.ts';

const COMMANDS: readonly (readonly [name: string, command: string])[] = [
  ['types', 'tsc -b'],
  ['eslint', 'eslint . --max-warnings 0'],
  ['prettier', 'prettier --check --log-level warn .'],
  ['layers', 'depcruise --config .dependency-cruiser.cjs --output-type err src tests'],
  ['unused', 'knip'],
];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function runs(command: string): boolean {
  return spawnSync(command, { shell: true, stdio: 'inherit' }).status === 0;
}

function sizesAreFine(): boolean {
  const found = longFiles(process.cwd());
  for (const { path, lines } of found) {
    say(
      `  ${path}: ${lines} lines, ${lines > MAX_LINES ? `at most ${MAX_LINES} allowed` : `better under ${WARN_LINES}`}`,
    );
  }
  return found.every(({ lines }) => lines <= MAX_LINES);
}

const checks = [
  ...COMMANDS.map(([name, command]) => ({ name, run: () => runs(command) })),
  { name: 'sizes', run: sizesAreFine },
];
const failed = checks.filter(({ name, run }) => {
  const started = performance.now();
  const passed = run();
  say(`${passed ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return !passed;
});
if (failed.length > 0) {
  say(`verify failed: ${failed.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}
