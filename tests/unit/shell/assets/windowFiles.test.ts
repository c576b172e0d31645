import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { windowFiles } from '../../../../src/main/shell/assets/windowFiles.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

const ORIGIN = 'https://foredeck.invalid';

function files() {
  const outside = tempFolder();
  const folder = join(outside, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<p>page');
  writeFileSync(join(folder, 'assets', 'a.js'), 'export {}');
  writeFileSync(join(outside, 'secret.js'), 'secret');
  symlinkSync(join(outside, 'secret.js'), join(folder, 'linked.js'));
  writeFileSync(join(outside, 'icon.png'), 'icon');
  return windowFiles({ folder, origin: ORIGIN, icon: join(outside, 'icon.png') });
}
const get = (path: string) => files().answer({ method: 'GET', url: `${ORIGIN}${path}` });

describe('the files of the window', () => {
  it.each([
    ['', '<p>page', 'text/html; charset=utf-8'],
    ['/', '<p>page', 'text/html; charset=utf-8'],
    ['/?a=/../b#/../c', '<p>page', 'text/html; charset=utf-8'],
    ['/favicon.ico', 'icon', 'image/png'],
    ['/assets/a.js?v=1', 'export {}', 'text/javascript; charset=utf-8'],
  ])('answers "%s"', async (path, text, type) => {
    const { status, headers, body } = await get(path);
    expect([status, headers['content-type'], body.toString()]).toEqual([200, type, text]);
  });

  it.each(['/assets', '/gone.js', '/linked.js', '/../secret.js', '/%2e%2e/secret.js', '/assets/a.js/b.js'])(
    'does not have %s',
    async (path) => {
      const { status, body } = await get(path);
      expect([status, body.toString()]).toEqual([404, 'not found']);
    },
  );

  it('knows GET and HEAD only', async () => {
    const answer = (method: string) => files().answer({ method, url: `${ORIGIN}/` });
    expect(await answer('HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect(await answer('POST')).toMatchObject({ status: 405 });
  });

  it('sends the content policy with every answer, refusals too', async () => {
    for (const path of ['/', '/gone.js']) {
      const { headers } = await get(path);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'referrer-policy': 'no-referrer',
      });
    }
  });

  it.each([
    [ORIGIN, true],
    [`${ORIGIN}/a`, true],
    [`${ORIGIN}.example.com/`, false],
    ['https://foredeck.invalid:8443/', false],
    ['http://foredeck.invalid/', false],
    ['https://user@foredeck.invalid/', false],
    ['file:///etc/passwd', false],
    ['blob:https://foredeck.invalid/1', false],
  ])('owns %s: %s', (url, isOurs) => {
    expect(files().owns(url)).toBe(isOurs);
  });
});
