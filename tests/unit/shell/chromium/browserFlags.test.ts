import { expect, it } from 'vitest';
import { browserFlags } from '../../../../src/main/shell/chromium/browserFlags.ts';

const start = {
  url: 'https://foredeck.invalid/',
  profile: '/data/chromium',
  size: { width: 1440, height: 900 },
  isRoot: false,
  more: [],
};

it('speaks over pipes, on a profile of its own, and finds nothing by name', () => {
  const flags = browserFlags(start);
  expect(flags).toEqual(
    expect.arrayContaining([
      '--remote-debugging-pipe',
      '--app=https://foredeck.invalid/',
      '--user-data-dir=/data/chromium',
      '--window-size=1440,900',
      '--host-resolver-rules=MAP * ~NOTFOUND',
    ]),
  );
  expect(flags.filter((flag) => flag.startsWith('--remote-debugging-port'))).toEqual([]);
});

it('gives up the sandbox for root only', () => {
  expect(browserFlags(start)).not.toContain('--no-sandbox');
  expect(browserFlags({ ...start, isRoot: true })).toContain('--no-sandbox');
});

it('adds what the environment asks for', () => {
  expect(browserFlags({ ...start, more: ['--headless=new'] }).at(-1)).toBe('--headless=new');
});
