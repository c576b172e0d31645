// The one way to talk to a worker: a numbered call, a numbered reply. Only names that the served object itself has are called.
import type { MessagePort } from 'node:worker_threads';

export interface Call {
  readonly seq: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

export type Reply =
  | { readonly seq: number; readonly ok: unknown }
  | { readonly seq: number; readonly error: { readonly code: string; readonly message: string } };

/** What a served method throws to be told apart by its caller. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

type Served = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Answers every call on `port`, in the order they come; a Float32Array is moved, not copied. */
export function serve(port: MessagePort, methods: Served): void {
  let before: Promise<void> = Promise.resolve();
  port.on('message', (call: Call) => {
    before = before.then(async () => {
      const reply = await replyTo(call, methods);
      const moved = 'ok' in reply && reply.ok instanceof Float32Array ? [reply.ok.buffer as ArrayBuffer] : [];
      port.postMessage(reply, moved);
    });
  });
}

async function replyTo({ seq, method, args }: Call, methods: Served): Promise<Reply> {
  try {
    const served = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (served === undefined) throw new RpcError('UNKNOWN_METHOD', `expected a method of the worker, found ${method}`);
    return { seq, ok: await served(...(args as never[])) };
  } catch (error) {
    const code = error instanceof RpcError ? error.code : 'INFERENCE_FAILED';
    return { seq, error: { code, message: error instanceof Error ? error.message : String(error) } };
  }
}
