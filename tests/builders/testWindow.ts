// A window without a shell: the very bridge that shells use, over a transport in memory.
import type { WindowSession, WindowTransport } from '../../src/main/ipc/transport.ts';
import { createBridge, type ForedeckBridge } from '../../src/shared/contract/bridge.ts';
import type { ProgramMessage } from '../../src/shared/contract/messages.ts';
import type { ParamsOf, RequestName, ResultOf } from '../../src/shared/contract/requests.ts';

export class TestWindow {
  readonly bridge: ForedeckBridge;
  readonly session: WindowSession;
  /** Everything that came, in order. */
  readonly received: ProgramMessage[] = [];
  /** True: what comes waits, and nothing is acknowledged. */
  isSlow = false;
  private waiting: string[] = [];
  private toProgram: (message: unknown) => void = () => undefined;
  private toWindow: (text: string) => void = () => undefined;

  constructor(open: (transport: WindowTransport) => WindowSession) {
    this.session = open({
      post: (text) => void queueMicrotask(() => this.arrive(text)),
      onMessage: (listener) => (this.toProgram = listener),
    });
    this.bridge = createBridge({
      post: (text) => this.send(text),
      onMessage: (listener) => (this.toWindow = listener),
    });
  }

  /** Whatever a page may try to send. */
  send(message: unknown): void {
    this.toProgram(message);
  }

  /** The value; throws with code and sentence where it is refused. */
  async ask<N extends RequestName>(name: N, params: ParamsOf<N>): Promise<ResultOf<N>> {
    const result = await this.bridge.request(name, params);
    if (result.ok) return result.value;
    throw new Error(`${name}: ${result.error.code}: ${result.error.message}`);
  }

  /** Takes in what has waited. */
  catchUp(): void {
    this.isSlow = false;
    const waiting = this.waiting;
    this.waiting = [];
    for (const text of waiting) this.arrive(text);
  }

  private arrive(text: string): void {
    if (this.isSlow) {
      this.waiting.push(text);
      return;
    }
    this.received.push(JSON.parse(text) as ProgramMessage);
    this.toWindow(text);
  }
}
