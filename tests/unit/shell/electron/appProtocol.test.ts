import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { windowFiles } from '../../../../src/main/shell/assets/windowFiles.ts';
import {
  APP_SCHEME,
  ELECTRON_ORIGIN,
  type ProtocolHandlers,
  serveWindowFiles,
} from '../../../../src/main/shell/electron/appProtocol.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

function get(url: string): Promise<Response> {
  const outside = tempFolder();
  const folder = join(outside, 'renderer');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), '<p>page');
  writeFileSync(join(outside, 'secret.html'), 'secret');
  let answer: Parameters<ProtocolHandlers['handle']>[1] | undefined;
  serveWindowFiles(
    { handle: (_scheme, handler) => (answer = handler) },
    windowFiles({ folder, origin: ELECTRON_ORIGIN, icon: '' }),
  );
  return answer!({ method: 'GET', url });
}

it('answers with the page and its content policy', async () => {
  const response = await get('app://foredeck/index.html');
  expect([response.status, await response.text()]).toEqual([200, '<p>page']);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

it.each([
  'app://foredeck/../secret.html',
  'app://foredeck/%2e%2e/secret.html',
  'app://foredeck/..%2fsecret.html',
  'app://elsewhere/index.html',
  'app://foredeck.example/index.html',
])('does not have %s', async (url) => {
  const response = await get(url);
  expect([response.status, await response.text()]).toEqual([404, 'not found']);
});

it('is an origin of its own that may not get round the content policy', () => {
  expect(APP_SCHEME).toEqual({
    scheme: 'app',
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  });
});
