import { expect, it } from 'vitest';
import { type LockableSession, lockSession } from '../../../../src/main/shell/electron/lockSession.ts';
import { RecordingLog } from '../../../fakes/recordingLog.ts';

type First<Key extends keyof LockableSession> = LockableSession[Key] extends (handler: infer Handler) => void
  ? Handler
  : never;

function aLockedSession() {
  let request: First<'setPermissionRequestHandler'> | undefined;
  let check: First<'setPermissionCheckHandler'> | undefined;
  let device: First<'setDevicePermissionHandler'> | undefined;
  let before: Parameters<LockableSession['webRequest']['onBeforeRequest']>[0] | undefined;
  lockSession(
    {
      setPermissionRequestHandler: (handler) => (request = handler),
      setPermissionCheckHandler: (handler) => (check = handler),
      setDevicePermissionHandler: (handler) => (device = handler),
      webRequest: { onBeforeRequest: (listener) => (before = listener) },
    },
    { owns: (url) => url.startsWith('app://foredeck'), log: new RecordingLog() },
  );
  return {
    isGranted: (permission: string) => new Promise<boolean>((done) => request!(null, permission, done)),
    mayHave: (permission: string, origin: string) => check!(null, permission, origin),
    device: () => device!(),
    isCanceled: (url: string) => new Promise<boolean>((done) => before!({ url }, ({ cancel }) => done(cancel))),
  };
}

const OTHERS = [
  'media',
  'geolocation',
  'clipboard-read',
  'display-capture',
  'openExternal',
  'hid',
  'serial',
  'usb',
  'fileSystem',
];

it('grants notifications and copying, and nothing else, asked or looked up', async () => {
  const session = aLockedSession();
  expect(await session.isGranted('notifications')).toBe(true);
  expect(await session.isGranted('clipboard-sanitized-write')).toBe(true);
  expect(session.mayHave('notifications', 'app://foredeck/')).toBe(true);
  expect(session.mayHave('notifications', 'https://example.com/')).toBe(false);
  for (const permission of OTHERS) {
    expect(await session.isGranted(permission), permission).toBe(false);
    expect(session.mayHave(permission, 'app://foredeck/'), permission).toBe(false);
  }
  expect(session.device()).toBe(false);
});

it.each([
  ['app://foredeck/assets/a.js', false],
  ['blob:app://foredeck/1', false],
  ['data:image/png;base64,x', false],
  ['https://example.com/', true],
  ['file:///etc/passwd', true],
  ['ws://localhost/', true],
])('a request for %s is canceled: %s', async (url, isCanceled) => {
  expect(await aLockedSession().isCanceled(url)).toBe(isCanceled);
});
