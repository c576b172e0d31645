import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPipeClient } from '../../../../src/main/shell/chromium/pipeClient.ts';

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
  readonly sessionId?: string;
}

/** A browser at the other end: what it was asked, and what it says. */
function aBrowser() {
  const [toBrowser, fromBrowser] = [new PassThrough(), new PassThrough()];
  const client = createPipeClient(toBrowser, fromBrowser);
  const asked = (): Asked[] => {
    const text = (toBrowser.read() as Buffer | null)?.toString() ?? '';
    return text
      .split('\0')
      .slice(0, -1)
      .map((one) => JSON.parse(one) as Asked);
  };
  const say = (message: unknown): void => void fromBrowser.write(`${JSON.stringify(message)}\0`);
  return { client, asked, say, toBrowser, fromBrowser };
}

const settled = () => new Promise((done) => setImmediate(done));

describe('a question', () => {
  it('is a document with a NUL, and gets its own answer', async () => {
    const { client, asked, say } = aBrowser();
    const [first, second] = [client.send('Browser.getVersion'), client.send('Page.reload', { ignoreCache: true })];
    const [one, two] = asked();
    expect([one, two]).toMatchObject([
      { method: 'Browser.getVersion', params: {} },
      { method: 'Page.reload', params: { ignoreCache: true } },
    ]);
    say({ id: two?.id, result: { second: true } });
    say({ id: one?.id, result: { first: true } });
    expect(await Promise.all([first, second])).toEqual([{ first: true }, { second: true }]);
  });

  it('is refused with the browser’s words', async () => {
    const { client, asked, say } = aBrowser();
    const question = client.send('Page.navigate', { url: 'x' });
    say({ id: asked()[0]?.id, error: { code: -32000, message: 'Cannot navigate' } });
    await expect(question).rejects.toMatchObject({
      code: 'FAULT',
      message: 'the browser refused Page.navigate: Cannot navigate',
    });
  });

  it('names its page', async () => {
    const { client, asked, say } = aBrowser();
    const question = client.session('S1').send('Page.enable');
    const [one] = asked();
    expect(one).toMatchObject({ method: 'Page.enable', sessionId: 'S1' });
    say({ id: one?.id, sessionId: 'S1', result: {} });
    await expect(question).resolves.toEqual({});
  });

  it('is refused once the browser is gone, asked before or after', async () => {
    const { client, fromBrowser } = aBrowser();
    const before = client.send('Browser.getVersion');
    fromBrowser.end();
    await expect(before).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await client.ended;
    await expect(client.send('Browser.getVersion')).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('is refused when its page is forgotten; other pages go on', async () => {
    const { client, asked, say } = aBrowser();
    const [lost, kept] = [client.session('S1').send('Page.enable'), client.session('S2').send('Page.enable')];
    const [, second] = asked();
    client.forget('S1');
    await expect(lost).rejects.toMatchObject({ code: 'UNREACHABLE' });
    say({ id: second?.id, sessionId: 'S2', result: {} });
    await expect(kept).resolves.toEqual({});
  });
});

describe('an event', () => {
  it('reaches who listens on its page, until it stops', async () => {
    const { client, say } = aBrowser();
    const heard: string[] = [];
    const unlisten = client.session('S1').on('Page.frameNavigated', ({ frame }) => heard.push(`S1 ${frame.url}`));
    client.on('Page.frameNavigated', ({ frame }) => heard.push(`browser ${frame.url}`));
    const event = { method: 'Page.frameNavigated', params: { frame: { url: 'a' } } };
    say({ ...event, sessionId: 'S1' });
    say(event);
    say({ ...event, sessionId: 'S2' });
    await settled();
    unlisten();
    say({ ...event, sessionId: 'S1' });
    await settled();
    expect(heard).toEqual(['S1 a', 'browser a']);
  });
});

describe('the stream', () => {
  it('may be cut anywhere, inside characters too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 }),
        async (texts, cuts) => {
          const { client, fromBrowser } = aBrowser();
          const heard: string[] = [];
          client.on('Runtime.bindingCalled', ({ payload }) => heard.push(payload));
          const messages = texts.map((payload) =>
            JSON.stringify({ method: 'Runtime.bindingCalled', params: { payload } }),
          );
          let rest = Buffer.from(messages.map((one) => `${one}\0`).join(''));
          for (let turn = 0; rest.length > 0; turn += 1) {
            const size = cuts[turn % cuts.length]!;
            fromBrowser.write(rest.subarray(0, size));
            rest = rest.subarray(size);
          }
          await settled();
          expect(heard).toEqual(texts);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each(['no JSON', '17', 'null'])('ends when the browser says %s', async (text) => {
    const { client, fromBrowser, toBrowser } = aBrowser();
    fromBrowser.write(`${text}\0`);
    await client.ended;
    expect(toBrowser.destroyed).toBe(true);
  });

  it('ends when the browser closes it, or it breaks', async () => {
    const broken = aBrowser();
    broken.toBrowser.destroy(new Error('EPIPE'));
    await broken.client.ended;
    expect(broken.fromBrowser.destroyed).toBe(true);
  });
});
