// The Electron shell, wherever its binary is present.
import { resolve } from 'node:path';
import { _electron as electron } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { electronBinary } from '../../src/main/shell/electronBinary.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { askName } from './fixtures/bridge.ts';
import { untilDrawn } from './fixtures/startWindow.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const found = await electronBinary(
  {
    folder: resolve(ROOT, 'node_modules/electron'),
    memory: resolve(ROOT, 'node_modules/.cache/foredeck/electron-out-of-reach'),
    ...{ env: process.env, now: Date.now, note: () => undefined, signal: AbortSignal.abort() },
  },
  'welcome',
);
const hasDisplay =
  process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) !== undefined;
const reason = found.ok ? (hasDisplay ? undefined : 'there is no display') : found.error.message;
if (reason !== undefined) process.stderr.write(`Skipped: the Electron shell cannot be run here, as ${reason}.\n`);

it.skipIf(reason !== undefined)('opens a window with the same bridge, and stops in order', async () => {
  const app = await electron.launch({
    executablePath: found.ok ? found.value : '',
    args: [ROOT, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), 'run', '--data-dir', tempFolder()],
  });
  onTestFinished(() => app.close());
  const page = await app.firstWindow();
  await untilDrawn(page);
  expect(page.url()).toMatch(/^app:\/\/foredeck\//);
  expect(await askName(page)).toBe('Foredeck');
  expect(await page.evaluate(() => [typeof window.foredeck, 'require' in window, 'process' in window])).toEqual([
    'object',
    false,
    false,
  ]);
  await page.evaluate(() => void (location.href = 'https://example.com/'));
  expect(page.url()).toMatch(/^app:\/\/foredeck\//);
});
