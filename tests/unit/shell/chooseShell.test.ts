import { describe, expect, it } from 'vitest';
import { browserFlagsOf, chooseShell, type ShellMeans } from '../../../src/main/shell/chooseShell.ts';
import { fail, ok } from '../../../src/shared/result.ts';

const ELECTRON = '/program/electron';
const CHROMIUM = { name: 'Chromium', path: '/usr/bin/chromium' };
const NO_ELECTRON = { message: 'Electron 45 is not installed and cannot be fetched from here' };
const NO_BROWSER = { message: 'no browser for a window was found: install it' };

const means = (changes: Partial<ShellMeans> = {}): ShellMeans => ({
  platform: 'linux',
  env: { DISPLAY: ':0' },
  electron: () => Promise.resolve(ok(ELECTRON)),
  browser: () => ok(CHROMIUM),
  ...changes,
});
const withoutElectron = { electron: () => Promise.resolve(fail(NO_ELECTRON)) };
const withoutBrowser = { browser: () => fail(NO_BROWSER) };
const blind = { env: {} };

describe('the best shell', () => {
  it('is Electron, then a browser, then the terminal; it says why', async () => {
    expect(await chooseShell('auto', means())).toEqual({ name: 'electron', path: ELECTRON, why: 'Window: Electron.' });
    expect(await chooseShell('auto', means(withoutElectron))).toEqual({
      name: 'chromium',
      browser: CHROMIUM,
      why: 'Window: Chromium (/usr/bin/chromium), because Electron 45 is not installed and cannot be fetched from here.',
    });
    expect(await chooseShell('auto', means({ ...withoutElectron, ...withoutBrowser }))).toEqual({
      name: 'headless',
      why:
        'No window: Electron 45 is not installed and cannot be fetched from here, and no browser for a window was found: install it. ' +
        'The status view is in the terminal.',
    });
  });

  it('is the terminal where there is no display, and nothing is fetched', async () => {
    const electron = () => Promise.reject(new Error('must not be asked'));
    expect(await chooseShell('auto', means({ ...blind, electron }))).toMatchObject({
      name: 'headless',
      why: 'No window: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set). The status view is in the terminal.',
    });
  });

  it.each([
    ['Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' } }],
    ['a browser told to need none', { env: { FOREDECK_BROWSER_FLAGS: '--x --headless=new' } }],
    ['Windows', { platform: 'win32', env: {} }],
    ['macOS', { platform: 'darwin', env: {} }],
  ] as const)('needs no DISPLAY with %s', async (_, changes) => {
    expect(await chooseShell('auto', means({ ...withoutElectron, ...changes }))).toMatchObject({ name: 'chromium' });
  });

  it('fetches Electron with patience only for who asks for it', async () => {
    const wishes: string[] = [];
    const electron = (wish: string) => {
      wishes.push(wish);
      return Promise.resolve(ok(ELECTRON));
    };
    await chooseShell('auto', means({ electron }));
    await chooseShell('electron', means({ electron }));
    expect(wishes).toEqual(['welcome', 'asked']);
  });
});

describe('a shell that is asked for', () => {
  it('is taken, or refused with what to do', async () => {
    expect(await chooseShell('electron', means())).toMatchObject({ name: 'electron' });
    expect(await chooseShell('chromium', means())).toMatchObject({ name: 'chromium' });
    expect(await chooseShell('headless', means(blind))).toMatchObject({ name: 'headless' });
    const refusals = [
      ['electron', withoutElectron, /cannot be fetched from here; --shell chromium uses an installed browser instead$/],
      ['chromium', withoutBrowser, /^no browser for a window was found: install it$/],
      ['electron', blind, /^there is no display .*; --shell headless needs none$/],
      ['chromium', blind, /^there is no display .*; --shell headless needs none$/],
    ] as const;
    for (const [wish, changes, message] of refusals)
      await expect(chooseShell(wish, means(changes))).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringMatching(message) as string,
      });
  });
});

it('reads flags for the browser separated by blanks', () => {
  expect(browserFlagsOf({ FOREDECK_BROWSER_FLAGS: ' --a  --b=1 ' })).toEqual(['--a', '--b=1']);
  expect(browserFlagsOf({})).toEqual([]);
});
