import { describe, expect, it } from 'vitest';
import { type BrowserSearch, findBrowser } from '../../../../src/main/shell/chromium/findBrowser.ts';

/** A machine with these programs; `links` are followed. */
function machine(
  platform: NodeJS.Platform,
  programs: readonly string[],
  more: { readonly env?: BrowserSearch['env']; readonly links?: Readonly<Record<string, string>> } = {},
): BrowserSearch {
  return {
    platform,
    env: more.env ?? { PATH: '/usr/local/bin:/usr/bin' },
    home: '/home/ann',
    programAt: (path) => (programs.includes(path) ? (more.links?.[path] ?? path) : undefined),
  };
}

describe('on Linux', () => {
  it('takes Chromium before Chrome, Edge and Brave', () => {
    const all = ['/usr/bin/brave', '/usr/bin/microsoft-edge', '/usr/bin/google-chrome', '/usr/bin/chromium'];
    const names = ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave'];
    for (const name of names) {
      expect(findBrowser(machine('linux', all))).toMatchObject({ ok: true, value: { name, path: all.at(-1) } });
      all.pop();
    }
  });

  it('looks along the search path, and in the usual folders when that is short', () => {
    const opt = machine('linux', ['/opt/x/chromium'], { env: { PATH: 'relative:/opt/x' } });
    expect(findBrowser(opt)).toMatchObject({ value: { path: '/opt/x/chromium' } });
    const bare = machine('linux', ['/usr/bin/chromium'], { env: {} });
    expect(findBrowser(bare)).toMatchObject({ value: { path: '/usr/bin/chromium' } });
  });

  it('knows a snap, which writes below its own folder only', () => {
    const links = { '/usr/bin/chromium': '/usr/bin/snap' };
    expect(findBrowser(machine('linux', ['/usr/bin/chromium'], { links }))).toMatchObject({
      value: { snap: 'chromium' },
    });
    expect(findBrowser(machine('linux', ['/usr/bin/chromium']))).not.toHaveProperty('value.snap');
  });

  it('says what to install where there is none', () => {
    expect(findBrowser(machine('linux', []))).toEqual({
      ok: false,
      error: {
        message:
          'no browser for a window was found: install the package chromium (sudo apt install chromium), ' +
          'or name a Chromium, Chrome, Edge or Brave in FOREDECK_BROWSER',
      },
    });
  });
});

it('takes the one that is named before all others, and says when that is none', () => {
  const env = { FOREDECK_BROWSER: '/opt/ungoogled', PATH: '/usr/bin' };
  const programs = ['/usr/bin/chromium', '/opt/ungoogled'];
  expect(findBrowser(machine('linux', programs, { env }))).toMatchObject({ value: { path: '/opt/ungoogled' } });
  expect(findBrowser(machine('linux', ['/usr/bin/chromium'], { env }))).toMatchObject({
    ok: false,
    error: { message: 'FOREDECK_BROWSER names /opt/ungoogled, where there is no program; correct or unset it' },
  });
});

it('looks where programs are on Windows and macOS', () => {
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  const env = { ProgramFiles: 'C:\\Program Files', 'ProgramFiles(x86)': 'C:\\Program Files (x86)' };
  expect(findBrowser(machine('win32', [edge], { env }))).toMatchObject({
    value: { name: 'Microsoft Edge', path: edge },
  });
  const chrome = '/home/ann/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(findBrowser(machine('darwin', [chrome]))).toMatchObject({ value: { name: 'Google Chrome', path: chrome } });
});
