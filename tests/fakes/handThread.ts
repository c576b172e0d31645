// An inference thread whose every answer and end a test gives by hand.
import type { Call, Reply } from '../../src/main/inference/worker/rpc.ts';
import type { InferenceThread } from '../../src/main/inference/worker/modelWorker.ts';

export class HandThread {
  /** Calls in their order that are not answered yet. */
  open: Call[] = [];
  private readonly listeners = new Map<string, ((value: never) => void)[]>();

  /** What a worker is made of; the test keeps the hand on it. */
  get thread(): InferenceThread {
    return {
      on: (event: string, listener: (value: never) => void) => {
        this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
        return this.thread as never;
      },
      postMessage: (call: Call) => {
        if (call.method === 'close') this.emit('exit', 0);
        else this.open.push(call);
      },
    };
  }

  /** Names of the models in the open calls of a method. */
  asked(method: 'open' | 'run'): readonly string[] {
    return this.open.flatMap(({ method: called, args }) => {
      const [first] = args as [string | { readonly model: string }];
      return called === method ? [typeof first === 'string' ? first : first.model] : [];
    });
  }

  /** Answers the oldest open call. */
  answer(
    reply: Omit<Extract<Reply, { ok: unknown }>, 'seq'> | Omit<Extract<Reply, { error: unknown }>, 'seq'>,
  ): Promise<void> {
    const { seq } = this.open.shift() as Call;
    this.emit('message', { seq, ...reply });
    return settled();
  }

  async openAll(): Promise<void> {
    while (this.asked('open').length > 0) await this.answer({ ok: undefined });
  }

  async die(): Promise<void> {
    this.open = [];
    this.emit('exit', 1);
    await settled();
  }

  private emit(event: string, value: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) listener(value as never);
  }
}

/** Every promise that follows has been followed. */
export const settled = (): Promise<void> => new Promise((done) => setImmediate(done));
