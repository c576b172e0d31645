import { describe, expect, it } from 'vitest';
import type { WindowTransport } from '../../../../src/main/ipc/transport.ts';
import { bridgePage } from '../../../../src/main/shell/chromium/isolatedBridge.ts';
import { FakeSession } from '../../../fakes/fakeSession.ts';
import { RecordingLog } from '../../../fakes/recordingLog.ts';

const ORIGIN = 'https://foredeck.invalid';

async function aBridge() {
  const page = new FakeSession();
  const log = new RecordingLog();
  const sessions: { transport: WindowTransport; heard: unknown[]; isClosed: boolean }[] = [];
  const scripts = { isolatedWorld: 'isolated()', mainWorld: 'main()' };
  const openSession = (transport: WindowTransport) => {
    const session = { transport, heard: [] as unknown[], isClosed: false };
    transport.onMessage((text) => session.heard.push(text));
    sessions.push(session);
    return { close: () => void (session.isClosed = true) };
  };
  const bridge = await bridgePage(page, { scripts, frame: 'F', origin: ORIGIN, openSession, log });
  const document = (id: number, changes: object = {}) =>
    page.emit('Runtime.executionContextCreated', {
      context: {
        id,
        uniqueId: `u${String(id)}`,
        name: 'foredeck',
        origin: ORIGIN,
        auxData: { frameId: 'F' },
        ...changes,
      },
    });
  const send = (executionContextId: number, payload: string, name = 'foredeckSend') =>
    page.emit('Runtime.bindingCalled', { name, payload, executionContextId });
  return { page, log, sessions, bridge, document, send };
}

describe('the bridge of a page', () => {
  it('puts the binding into the isolated world only, and its script before the page’s', async () => {
    const { page } = await aBridge();
    expect(page.paramsOf('Runtime.addBinding')).toEqual([{ name: 'foredeckSend', executionContextName: 'foredeck' }]);
    expect(page.paramsOf('Page.addScriptToEvaluateOnNewDocument')).toEqual([
      { worldName: 'foredeck', source: '(() => {\nisolated()\n})();' },
      { source: '(() => {\nmain()\n})();' },
    ]);
  });

  it('carries texts there and back, as an argument and never as code', async () => {
    const { page, sessions, document, send } = await aBridge();
    document(3);
    send(3, 'to the program');
    expect(sessions[0]?.heard).toEqual(['to the program']);
    const text = '"); alert(1); ("';
    sessions[0]?.transport.post(text);
    expect(page.paramsOf('Runtime.callFunctionOn')).toEqual([
      {
        functionDeclaration: 'function (text) { globalThis.foredeckReceive?.(text); }',
        uniqueContextId: 'u3',
        arguments: [{ value: text }],
        silent: true,
      },
    ]);
  });

  it.each([
    ['the page’s own world', { name: '' }],
    ['a world of another origin', { origin: 'https://example.com' }],
    ['a frame within the page', { auxData: { frameId: 'other' } }],
    ['a context that tells no frame', { auxData: undefined }],
  ])('has no session for %s', async (_, changes) => {
    const { sessions, document, send } = await aBridge();
    document(3, changes);
    send(3, 'x');
    expect(sessions).toEqual([]);
  });

  it('gives each document a session of its own, closed when it goes', async () => {
    const { page, sessions, document, send } = await aBridge();
    document(3);
    page.emit('Runtime.executionContextDestroyed', { executionContextUniqueId: 'u3' });
    send(3, 'late');
    document(3, { uniqueId: 'again' });
    send(3, 'new');
    page.emit('Runtime.executionContextDestroyed', { executionContextUniqueId: 'u3' });
    expect(sessions).toMatchObject([
      { isClosed: true, heard: [] },
      { isClosed: false, heard: ['new'] },
    ]);
    sessions[1]?.transport.post('x');
    expect(page.paramsOf('Runtime.callFunctionOn')).toMatchObject([{ uniqueContextId: 'again' }]);
  });

  it('closes all when the page is cleared, crashes or the bridge ends', async () => {
    const ends = [
      ({ page }: Awaited<ReturnType<typeof aBridge>>) => page.emit('Runtime.executionContextsCleared', {}),
      ({ page }: Awaited<ReturnType<typeof aBridge>>) => page.emit('Inspector.targetCrashed', {}),
      ({ bridge }: Awaited<ReturnType<typeof aBridge>>) => bridge.close(),
    ];
    for (const end of ends) {
      const around = await aBridge();
      around.document(3);
      end(around);
      expect(around.sessions).toMatchObject([{ isClosed: true }]);
    }
  });

  it('drops what is too long, and what comes by another binding', async () => {
    const { sessions, log, document, send } = await aBridge();
    document(3);
    send(3, 'x'.repeat(4 * 1024 * 1024 + 1));
    send(3, 'x', 'other');
    expect([sessions[0]?.heard, log.count.warn]).toEqual([[], 1]);
  });

  it('does not mind a document that goes while it is written to', async () => {
    const { page, sessions, document } = await aBridge();
    document(3);
    page.refused.add('Runtime.callFunctionOn');
    sessions[0]?.transport.post('x');
    await new Promise((done) => setImmediate(done));
    expect(sessions).toMatchObject([{ isClosed: false }]);
  });
});
