// The parent's end of one inference worker. Runs are never cut off: ending a thread inside the runtime aborts the process,
// and so does leaving it behind as the process ends, so a worker is asked to stop and holds the process until it does.
import { getCompileCacheDir } from 'node:module';
import { isMainThread, Worker } from 'node:worker_threads';
import type { ModelFile } from './modelSession.ts';
import { type Call, type Reply, RpcError } from './rpc.ts';

/** What the pool needs of a thread. */
export type InferenceThread = Pick<Worker, 'on' | 'postMessage'>;

export function startInferenceThread(): InferenceThread {
  // The entry has said so already; a worker of its own making reads the copy that its parent was given.
  if (isMainThread) process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return new Worker(new URL('./inferenceWorker.mjs', import.meta.url), {
    name: 'inference',
    workerData: { codeCache: getCompileCacheDir() },
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
}

interface Waiting {
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** Code of every call that a worker left unanswered. */
export const WORKER_ENDED = 'WORKER_ENDED';

export class ModelWorker {
  /** Settles when the thread is gone, with why. */
  readonly ended: Promise<string>;
  private readonly thread: InferenceThread;
  private readonly waiting = new Map<number, Waiting>();
  private seq = 0;
  private end: string | undefined;

  constructor(thread: InferenceThread) {
    this.thread = thread;
    thread.on('message', (reply: Reply) => this.hear(reply));
    this.ended = new Promise((done) => {
      let reason: string | undefined;
      thread.on('error', (error: unknown) => {
        reason = error instanceof Error ? error.message : String(error);
      });
      thread.on('exit', (code: number) => {
        this.end = reason ?? `the inference worker ended with code ${code}`;
        this.rejectAll(this.end);
        done(this.end);
      });
    });
  }

  get hasEnded(): boolean {
    return this.end !== undefined;
  }

  /** Rejects with `RpcError`: a `ModelRefusalCode`, or `WORKER_ENDED`. */
  async open(file: ModelFile): Promise<void> {
    await this.call('open', [file]);
  }

  /** `rows` are moved. Rejects with `RpcError`: INFERENCE_FAILED, or `WORKER_ENDED`. */
  async run(model: string, rows: Float32Array<ArrayBuffer>): Promise<Float32Array> {
    return (await this.call('run', [model, rows], [rows.buffer])) as Float32Array;
  }

  /** Asks the thread to end once it has done what it was given; resolves when it is gone. */
  async stop(): Promise<void> {
    // Its answer is its end.
    void this.call('close', []).catch(() => undefined);
    await this.ended;
  }

  private call(method: string, args: readonly unknown[], moved: readonly ArrayBuffer[] = []): Promise<unknown> {
    if (this.end !== undefined) return Promise.reject(new RpcError(WORKER_ENDED, this.end));
    const seq = ++this.seq;
    return new Promise((done, failed) => {
      this.waiting.set(seq, { done, failed });
      this.thread.postMessage({ seq, method, args } satisfies Call, moved);
    });
  }

  private hear(reply: Reply): void {
    const waiting = this.waiting.get(reply.seq);
    this.waiting.delete(reply.seq);
    if ('ok' in reply) waiting?.done(reply.ok);
    else waiting?.failed(new RpcError(reply.error.code, reply.error.message));
  }

  private rejectAll(reason: string): void {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const { failed } of all) failed(new RpcError(WORKER_ENDED, reason));
  }
}
