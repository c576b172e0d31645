// The windows of the program. What serves them is loaded when the first one opens: a program without one does not pay for it.
import type { WindowSession, WindowTransport } from '../../ipc/transport.ts';
import type { WindowServer, WindowServerOptions } from './windowServer.ts';

export class Windows {
  private readonly options: WindowServerOptions;
  private server: Promise<WindowServer> | undefined;

  constructor(options: WindowServerOptions) {
    this.options = options;
  }

  /** Takes messages at once; they are answered as soon as the server is there. */
  open(transport: WindowTransport): WindowSession {
    this.server ??= import('./windowServer.ts').then(({ createWindowServer }) => createWindowServer(this.options));
    let early: unknown[] | undefined = [];
    let listener = (message: unknown): void => void early?.push(message);
    let session: WindowSession | undefined;
    let isOpen = true;
    transport.onMessage((message) => listener(message));
    this.server.then(
      (server) => {
        if (!isOpen) return;
        session = server.open({ post: (text) => transport.post(text), onMessage: (listen) => (listener = listen) });
        for (const message of early ?? []) listener(message);
        early = undefined;
      },
      (error: unknown) => this.options.context.log.error('the window cannot be served', { error: String(error) }),
    );
    return {
      close: () => {
        isOpen = false;
        session?.close();
      },
    };
  }

  /** Calls off what windows have started; they still see how the engines stop. Never rejects. */
  async callOff(): Promise<void> {
    await (await this.served())?.callOff();
  }

  /** Nothing is answered any more. Never rejects. */
  async close(): Promise<void> {
    (await this.served())?.close();
  }

  private served(): Promise<WindowServer | undefined> {
    return this.server?.catch(() => undefined) ?? Promise.resolve(undefined);
  }
}
