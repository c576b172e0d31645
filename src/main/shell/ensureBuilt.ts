// Builds the window before it is shown, where its sources have changed since.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { type BuildPart, isStale } from './windowBuild.ts';

const BUILDER = 'node_modules/electron-vite/bin/electron-vite.js';
const MOST_WORDS = 4_000;

/** One line when there is something to build, none when not. Throws `AppError` FAULT with the builder's words. */
export async function ensureBuilt(
  root: string,
  parts: readonly BuildPart[],
  { note, signal }: { readonly note: (text: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  if (!isStale(root, parts)) return;
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, BUILDER), 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let words = '';
  const hear = (chunk: Buffer): void => void (words = (words + chunk.toString()).slice(-MOST_WORDS));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const code = await new Promise<number | null>((done) => {
    child.once('error', (error) => {
      words += error.message;
      done(null);
    });
    child.once('close', done);
  });
  if (signal.aborted) throw new AppError('CANCELED', 'stopped while the window was built');
  if (code !== 0) throw new AppError('FAULT', `the window could not be built:\n${words.trim()}`);
  note(`Window built in ${((performance.now() - started) / 1000).toFixed(1)} s, as its sources have changed.`);
}
