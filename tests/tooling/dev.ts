// `npm run dev`: the program with its window, started again when main changes; the window is built again when its sources change,
// and F5 shows that. What is given after `--` goes to `run`.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build, mergeConfig } from 'vite';

const ROOT = resolve(import.meta.dirname, '../..');
const FIRST_BUILD_MS = 60_000;

/** Resolves when it has been built once; then it is built whenever a source changes. */
async function watchWindow(): Promise<void> {
  process.env['NODE_ENV_ELECTRON_VITE'] = 'production';
  const { config } = await resolveConfig({ root: ROOT, logLevel: 'warn' }, 'build', 'production');
  for (const part of [config?.preload, config?.renderer]) {
    const watcher = await build(mergeConfig(part ?? {}, { build: { watch: {} } }));
    if (!('on' in watcher)) throw new Error('expected a watcher of the build, found its output');
    await new Promise<void>((built, failed) => {
      const timer = setTimeout(() => failed(new Error('the window was not built in time')), FIRST_BUILD_MS);
      watcher.on('event', (event) => {
        if (event.code === 'ERROR') process.stderr.write(`${event.error.message}\n`);
        if (event.code !== 'END') return;
        clearTimeout(timer);
        process.stderr.write(`Window built at ${new Date().toLocaleTimeString()}; F5 shows it.\n`);
        built();
      });
    });
  }
}

await watchWindow();
const args = ['--watch', 'src/main/foredeck.mjs', 'run', '--shell', 'chromium', ...process.argv.slice(2)];
const program = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
program.once('close', (code) => process.exit(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => program.kill(signal));
