// Which shell `run` takes, and what it says where there is none: told by the terminal, without a display.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { RunningChild } from '../builders/runningChild.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { runCli } from './runCli.ts';

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}, dataDir = tempFolder()) =>
  runCli(['run', '--data-dir', dataDir, '--duration', '1ms', ...args], { env });
const isLinux = process.platform === 'linux';

describe.skipIf(!isLinux)('without a display', () => {
  it('the best shell is the terminal, which says why', async () => {
    const { code, stdout, stderr } = await run(['--shell', 'auto']);
    expect([code, stderr.split('\n')[0]]).toEqual([
      0,
      'No window: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set). The status view is in the terminal.',
    ]);
    expect(stdout).toContain('SIMULATED PAPER');
  });

  it.each(['chromium', 'electron'])('%s cannot be had', async (shell) => {
    expect(await run(['--shell', shell])).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'foredeck: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); --shell headless needs none\n',
    });
  });
});

describe('with a display', () => {
  const DISPLAY = ':99';

  it('a browser that does not exist is named', async () => {
    const { code, stderr } = await run(['--shell', 'chromium'], { DISPLAY, FOREDECK_BROWSER: '/nowhere/chromium' });
    expect([code, stderr]).toEqual([
      2,
      'foredeck: FOREDECK_BROWSER names /nowhere/chromium, where there is no program; correct or unset it\n',
    ]);
  });

  it.skipIf(!isLinux)('one that does not start leaves the status view', async () => {
    const { code, stdout, stderr } = await run(['--shell', 'chromium'], { DISPLAY, FOREDECK_BROWSER: '/bin/false' });
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('No window: /bin/false did not start as a window\n') as string,
    ]);
    expect(stdout).toContain('SIMULATED PAPER');
  });

  it.skipIf(!isLinux)('the passphrase of the vault is not handed on to the browser, nor told', async () => {
    const folder = tempFolder();
    const [program, seen] = [join(folder, 'chromium'), join(folder, 'seen')];
    writeFileSync(program, '#!/bin/sh\nenv > "$SEEN"\n', { mode: 0o755 });
    const env = { DISPLAY, FOREDECK_BROWSER: program, SEEN: seen, FOREDECK_VAULT_PASSPHRASE: 'nobody may see it' };
    const child = new RunningChild(['run', '--data-dir', tempFolder(), '--shell', 'chromium'], env);
    await child.notes('FOREDECK_VAULT_PASSPHRASE did not open the vault: there is no vault yet');
    await vi.waitUntil(() => existsSync(seen) && readFileSync(seen, 'utf8').includes('SEEN='), { timeout: 15_000 });
    child.signal('SIGINT');
    const { stdout, stderr } = await child.ended;
    expect(readFileSync(seen, 'utf8')).toContain(`FOREDECK_BROWSER=${program}`);
    expect(readFileSync(seen, 'utf8') + stdout + stderr).not.toContain('nobody may see it');
  });
});

it('asked for nothing it says nothing of windows', async () => {
  const { code, stderr } = await run([]);
  expect([code, stderr]).toEqual([0, expect.not.stringMatching(/window/i) as string]);
});

it('knows the shells by name', async () => {
  const { code, stderr } = await run(['--shell', 'firefox']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('auto, electron, chromium, headless') as string]);
});

it('a start with a window leaves a running Foredeck without one alone, and says so', async () => {
  const dataDir = tempFolder();
  const holder = new RunningChild(['run', '--data-dir', dataDir]);
  await holder.says(' running');
  const { code, stdout, stderr } = await run(['--shell', 'auto'], {}, dataDir);
  expect([code, stdout, stderr]).toEqual([
    2,
    '',
    `foredeck: Foredeck runs in ${dataDir} already, but shows no window: it runs without a window; stop it, then start Foredeck with one\n`,
  ]);
  expect(holder.stdout).not.toContain('stopped');
});
