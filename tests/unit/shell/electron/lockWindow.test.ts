import { describe, expect, it } from 'vitest';
import { type LockableContents, lockWindow } from '../../../../src/main/shell/electron/lockWindow.ts';
import { RecordingLog } from '../../../fakes/recordingLog.ts';

type OpenHandler = Parameters<LockableContents['setWindowOpenHandler']>[0];

function aLockedWindow() {
  const listeners = new Map<string, (event: { preventDefault: () => void; url: string }) => void>();
  let openHandler: OpenHandler | undefined;
  const opened: string[] = [];
  lockWindow(
    {
      on: (event: string, listener: (details: never) => void) => listeners.set(event, listener as never),
      setWindowOpenHandler: (handler: OpenHandler) => void (openHandler = handler),
    },
    {
      owns: (url) => url.startsWith('app://foredeck/'),
      openExternal: (url) => opened.push(url),
      log: new RecordingLog(),
    },
  );
  const isRefused = (event: string, url: string): boolean => {
    let isPrevented = false;
    listeners.get(event)!({ url, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  };
  return { isRefused, opened, open: (url: string) => openHandler!({ url }) };
}

describe.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s', (event) => {
  it.each([
    'https://example.com/',
    'file:///etc/passwd',
    'app://foredeck.example/',
    'data:text/html,x',
    'javascript:1',
  ])('refuses %s', (url) => expect(aLockedWindow().isRefused(event, url)).toBe(true));

  it('lets our own pages be', () => {
    expect(aLockedWindow().isRefused(event, 'app://foredeck/index.html')).toBe(false);
  });
});

it('embeds nothing', () => {
  expect(aLockedWindow().isRefused('will-attach-webview', '')).toBe(true);
});

it('opens no second window, and hands only known addresses to the browser of the trader', () => {
  const { open, opened } = aLockedWindow();
  for (const url of ['https://example.com/', 'app://foredeck/', 'https://github.com/a', 'file:///x'])
    expect(open(url)).toEqual({ action: 'deny' });
  expect(opened).toEqual(['https://github.com/a']);
});
