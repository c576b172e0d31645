// `npm run package`: builds the program and makes the installers of this system, or stops with one sentence where it cannot.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { electronBinary } from '../../src/main/shell/electronBinary.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const runs = (script: string, ...args: readonly string[]): boolean =>
  spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd: ROOT, stdio: 'inherit' }).status ===
  0;

const electron = await electronBinary(
  {
    folder: join(ROOT, 'node_modules/electron'),
    memory: join(ROOT, 'node_modules/.cache/foredeck/electron-out-of-reach'),
    ...{ env: process.env, now: Date.now, note: say, signal: new AbortController().signal },
  },
  'asked',
);
if (!electron.ok) {
  say(
    `An installer contains Electron, but ${electron.error.message}: run this where github.com, or ELECTRON_MIRROR, can be reached.`,
  );
  process.exitCode = 1;
} else if (
  !runs('electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn') ||
  !runs('electron-builder/out/cli/cli.js', '--publish', 'never', ...process.argv.slice(2))
) {
  say('No installer was made; the reason stands above.');
  process.exitCode = 1;
}
