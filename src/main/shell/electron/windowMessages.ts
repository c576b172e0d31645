// Messages of a window in Electron: one channel, one check of who sends, a session for each document.
import type { WindowSession, WindowTransport } from '../../ipc/transport.ts';
import type { Logger } from '../../logging/logger.ts';

/** The channel; the preload script knows it too. */
export const MESSAGE_CHANNEL = 'foredeck:message';
/** Characters; a longer message is no request of ours. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** Who sent a message, as Electron tells; null once the frame is gone. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** The part of Electron's `WebContents` that carries messages. */
export interface MessagingContents {
  send(channel: string, text: string): void;
  isDestroyed(): boolean;
  readonly ipc: {
    on(
      channel: string,
      listener: (event: { readonly senderFrame: SenderFrame | null }, text: unknown) => void,
    ): unknown;
  };
  on(event: 'did-navigate' | 'render-process-gone' | 'destroyed', listener: () => void): unknown;
}

export interface MessageOptions {
  readonly owns: (url: string) => boolean;
  readonly openSession: (transport: WindowTransport) => WindowSession;
  readonly log: Logger;
}

/** Only the main frame of a window of ours, showing a page of ours, is heard. */
export const isTrusted = (frame: SenderFrame | null, owns: (url: string) => boolean): boolean =>
  frame !== null && frame.parent === null && owns(frame.url);

export function serveMessages(contents: MessagingContents, { owns, openSession, log }: MessageOptions): void {
  let document: { readonly hear: (text: string) => void; readonly session: WindowSession } | undefined;
  const close = (): void => {
    document?.session.close();
    document = undefined;
  };
  const open = (): NonNullable<typeof document> => {
    let hear = (_text: string): void => undefined;
    let isOpen = true;
    const session = openSession({
      // What is meant for a document that is gone must not reach the next one.
      post: (text) => {
        if (isOpen && !contents.isDestroyed()) contents.send(MESSAGE_CHANNEL, text);
      },
      onMessage: (listener) => (hear = listener),
    });
    return {
      hear: (text) => hear(text),
      session: {
        close: () => {
          isOpen = false;
          session.close();
        },
      },
    };
  };
  contents.on('did-navigate', close);
  contents.on('render-process-gone', close);
  contents.on('destroyed', close);
  contents.ipc.on(MESSAGE_CHANNEL, ({ senderFrame }, text) => {
    if (!isTrusted(senderFrame, owns))
      return log.warn('a message of a stranger was not heard', { from: senderFrame?.url });
    if (typeof text !== 'string' || text.length > MOST_CHARACTERS)
      return log.warn('a message of the window was not of our kind and was dropped');
    document ??= open();
    document.hear(text);
  });
}
