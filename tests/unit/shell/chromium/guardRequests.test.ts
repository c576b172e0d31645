import { describe, expect, it } from 'vitest';
import { guardRequests, type PageSource } from '../../../../src/main/shell/chromium/guardRequests.ts';
import { FakeSession } from '../../../fakes/fakeSession.ts';
import { RecordingLog } from '../../../fakes/recordingLog.ts';

const ORIGIN = 'https://foredeck.invalid';

async function aGuardedPage(answer: PageSource['answer'] = () => Promise.resolve(undefined)) {
  const page = new FakeSession();
  const log = new RecordingLog();
  await guardRequests(page, { origin: ORIGIN, owns: (url) => url.startsWith(`${ORIGIN}/`), answer }, log);
  const ask = async (url: string, resourceType: string) => {
    page.emit('Fetch.requestPaused', { requestId: 'R', request: { url, method: 'GET' }, resourceType });
    await new Promise((done) => setImmediate(done));
  };
  return { page, log, ask };
}

describe('a request of a page', () => {
  it('is looked at, whatever it asks for', async () => {
    const { page } = await aGuardedPage();
    expect(page.asked).toEqual([{ name: 'Fetch.enable', params: { patterns: [{ urlPattern: '*' }] } }]);
  });

  it('is answered with our file', async () => {
    const body = Buffer.from('ü');
    const { page, ask } = await aGuardedPage(() => Promise.resolve({ status: 200, headers: { a: 'b' }, body }));
    await ask(`${ORIGIN}/x.js`, 'Script');
    expect(page.paramsOf('Fetch.fulfillRequest')).toEqual([
      { requestId: 'R', responseCode: 200, responseHeaders: [{ name: 'a', value: 'b' }], body: 'w7w=' },
    ]);
  });

  it.each(['Script', 'Fetch', 'XHR', 'Image', 'Stylesheet', 'Ping', 'Other'])(
    'is blocked elsewhere: %s',
    async (type) => {
      const { page, log, ask } = await aGuardedPage();
      await ask('https://example.com/', type);
      expect(page.paramsOf('Fetch.failRequest')).toEqual([{ requestId: 'R', errorReason: 'BlockedByClient' }]);
      expect(log.count.warn).toBe(1);
    },
  );

  it('leaves the page where it is when it would navigate elsewhere', async () => {
    const { page, ask } = await aGuardedPage();
    await ask('https://example.com/', 'Document');
    expect(page.paramsOf('Fetch.fulfillRequest')).toEqual([{ requestId: 'R', responseCode: 204 }]);
  });

  it('leaves the page where it is when the source has no answer, or fails', async () => {
    for (const answer of [() => Promise.resolve(undefined), () => Promise.reject(new Error('EIO'))]) {
      const { page, ask } = await aGuardedPage(answer);
      await ask(`${ORIGIN}/answer/keep`, 'Document');
      expect(page.paramsOf('Fetch.fulfillRequest')).toEqual([{ requestId: 'R', responseCode: 204 }]);
    }
  });

  it('may be forgotten by a page that is gone', async () => {
    const { page, log, ask } = await aGuardedPage();
    page.refused.add('Fetch.failRequest');
    await ask('https://example.com/', 'Image');
    expect(log.count).toMatchObject({ debug: 1, error: 0 });
  });
});
