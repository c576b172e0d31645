import { describe, expect, it } from 'vitest';
import type { WindowTransport } from '../../../../src/main/ipc/transport.ts';
import {
  type MessagingContents,
  type SenderFrame,
  serveMessages,
} from '../../../../src/main/shell/electron/windowMessages.ts';
import { RecordingLog } from '../../../fakes/recordingLog.ts';

const OURS: SenderFrame = { url: 'app://foredeck/index.html', parent: null };

function aWindow() {
  const events = new Map<string, () => void>();
  const sent: string[] = [];
  const log = new RecordingLog();
  const sessions: { readonly transport: WindowTransport; readonly heard: unknown[]; isClosed: boolean }[] = [];
  let hear: Parameters<MessagingContents['ipc']['on']>[1] = () => undefined;
  const window = { isDestroyed: false };
  serveMessages(
    {
      send: (_channel, text) => sent.push(text),
      isDestroyed: () => window.isDestroyed,
      ipc: { on: (_channel, listener) => (hear = listener) },
      on: (event, listener) => events.set(event, listener),
    },
    {
      owns: (url) => url.startsWith('app://foredeck/'),
      openSession: (transport) => {
        const session = { transport, heard: [] as unknown[], isClosed: false };
        transport.onMessage((text) => session.heard.push(text));
        sessions.push(session);
        return { close: () => void (session.isClosed = true) };
      },
      log,
    },
  );
  const say = (text: unknown, senderFrame: SenderFrame | null = OURS) => hear({ senderFrame }, text);
  return { say, sent, sessions, log, window, event: (name: string) => events.get(name)!() };
}

describe('a message', () => {
  it('reaches the session of its document, and answers come back', () => {
    const { say, sessions, sent } = aWindow();
    say('one');
    say('two');
    sessions[0]?.transport.post('answer');
    expect([sessions.length, sessions[0]?.heard, sent]).toEqual([1, ['one', 'two'], ['answer']]);
  });

  it.each([
    ['a frame within the page', { ...OURS, parent: {} }],
    ['another page', { ...OURS, url: 'https://example.com/' }],
    ['a page whose address begins alike', { ...OURS, url: 'app://foredeck.example/' }],
    ['a frame that is gone', null],
  ])('of %s is not heard', (_, frame) => {
    const { say, sessions, log } = aWindow();
    say('x', frame);
    expect([sessions.length, log.count.warn]).toEqual([0, 1]);
  });

  it.each([
    ['no text', { a: 1 }],
    ['too long', 'x'.repeat(4 * 1024 * 1024 + 1)],
  ])('that is %s is dropped', (_, text) => {
    const { say, sessions, log } = aWindow();
    say(text);
    expect([sessions.length, log.count.warn]).toEqual([0, 1]);
  });
});

describe('a document', () => {
  it.each(['did-navigate', 'render-process-gone', 'destroyed'])(
    'is gone after %s; the next has its own session',
    (event) => {
      const { say, sessions, sent, event: happen } = aWindow();
      say('one');
      happen(event);
      sessions[0]?.transport.post('late');
      say('two');
      sessions[1]?.transport.post('answer');
      expect(sessions).toMatchObject([
        { isClosed: true, heard: ['one'] },
        { isClosed: false, heard: ['two'] },
      ]);
      expect(sent).toEqual(['answer']);
    },
  );

  it('is not written to when its window is destroyed', () => {
    const { say, sessions, sent, window } = aWindow();
    say('one');
    window.isDestroyed = true;
    sessions[0]?.transport.post('x');
    expect(sent).toEqual([]);
  });
});
