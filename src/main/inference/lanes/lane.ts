// One inference worker and the queue before it: one run at a time, live requests before batches, nothing waits for ever.
import { SECOND_MS } from '../../../shared/time.ts';
import type { ModelId } from '../../../shared/domain/ids.ts';
import type { Logger } from '../../logging/logger.ts';
import type { InferenceWall } from '../ports.ts';
import type { ModelFile } from '../worker/modelSession.ts';
import { type InferenceThread, ModelWorker, WORKER_ENDED } from '../worker/modelWorker.ts';
import { RpcError } from '../worker/rpc.ts';
import { Job, type Work } from './job.ts';

export const TIMEOUT_MS = 2 * SECOND_MS;
/** Part of a batch lets everything else go first. */
const BATCH_WAIT_MS = 60 * SECOND_MS;
const MOST_WAITING = 64;
/** A request may see this many workers die before it is given up. */
const MOST_DEATHS = 2;

export interface LaneTools {
  readonly startThread: () => InferenceThread;
  readonly wall: InferenceWall;
  readonly log: Logger;
}

interface Running {
  readonly job: Job;
  /** By `elapsedMs`. */
  readonly since: number;
}

export class Lane {
  private readonly tools: LaneTools;
  private readonly files: Map<ModelId, ModelFile>;
  private worker: ModelWorker | undefined;
  /** False until the worker has tried every file. */
  private isReady = false;
  /** Models that this worker could not open, and why. */
  private readonly unopened = new Map<ModelId, string>();
  private waiting: Job[] = [];
  private running: Running | undefined;
  private isClosed = false;

  /** `worker`: one that has opened every file already; else a new one is started. */
  constructor(files: readonly ModelFile[], tools: LaneTools, worker?: ModelWorker) {
    this.tools = tools;
    this.files = new Map(files.map((file) => [file.model as ModelId, file]));
    if (worker === undefined) this.start();
    else this.use(worker, Promise.resolve());
  }

  /** The model whose run has taken longer than `ms`, while that lasts. */
  heldUpBy(ms: number): ModelId | undefined {
    if (this.running === undefined) return undefined;
    const { job, since } = this.running;
    return this.tools.wall.elapsedMs() - since >= ms ? job.work.model : undefined;
  }

  get isIdle(): boolean {
    return this.running === undefined && this.waiting.length === 0;
  }

  /** Work of another model that has not begun. */
  hasWaitingBeside(model: ModelId): boolean {
    return this.waiting.some((job) => job.work.model !== model);
  }

  /** Never calls `work.done` itself. */
  submit(work: Work): void {
    const job = new Job(work);
    if (this.isClosed || this.waiting.length >= MOST_WAITING) {
      const [code, detail] = this.isClosed
        ? (['WORKER_LOST', 'the program is ending'] as const)
        : (['QUEUE_FULL', `${MOST_WAITING} requests wait already`] as const);
      return queueMicrotask(() => job.fail(code, detail));
    }
    this.limit(job, work.isBatch ? BATCH_WAIT_MS : TIMEOUT_MS);
    this.take([job]);
  }

  /** Queued work goes on here, with the time it has left. */
  take(jobs: readonly Job[]): void {
    for (const job of jobs) {
      const place = job.work.isBatch ? -1 : this.waiting.findIndex((other) => other.work.isBatch);
      this.waiting.splice(place < 0 ? this.waiting.length : place, 0, job);
    }
    if (this.worker === undefined) this.start();
    else this.pump();
  }

  /** Keeps `model` and gives up the others: their files, and their work that has not begun. */
  keepOnly(model: ModelId): { readonly files: readonly ModelFile[]; readonly jobs: readonly Job[] } {
    const isOther = (id: string): boolean => id !== model;
    const files = [...this.files.values()].filter((file) => isOther(file.model));
    const jobs = this.waiting.filter((job) => isOther(job.work.model));
    for (const file of files) this.files.delete(file.model as ModelId);
    this.waiting = this.waiting.filter((job) => !isOther(job.work.model));
    return { files, jobs };
  }

  /** Takes a model in; its work waits until it is open. */
  async add(file: ModelFile): Promise<void> {
    this.files.set(file.model as ModelId, file);
    if (this.worker !== undefined) await this.open(this.worker, file);
  }

  /** Answers what is open and ends the worker; resolves when it is gone, which a run in flight may delay. */
  async close(): Promise<void> {
    this.isClosed = true;
    const open = [...(this.running === undefined ? [] : [this.running.job]), ...this.waiting];
    this.waiting = [];
    for (const job of open) job.fail('WORKER_LOST', 'the program is ending');
    await this.worker?.stop();
  }

  private start(): void {
    const worker = new ModelWorker(this.tools.startThread());
    this.unopened.clear();
    // The largest first: what it needed to be read is free again for the others.
    this.use(worker, Promise.all([...this.files.values()].map((file) => this.open(worker, file))));
  }

  private use(worker: ModelWorker, opened: Promise<unknown>): void {
    this.worker = worker;
    this.isReady = false;
    void opened.then(() => {
      if (this.worker !== worker) return;
      this.isReady = true;
      this.pump();
    });
    void worker.ended.then((reason) => this.replace(worker, reason));
  }

  /** Never rejects: a model that cannot be opened fails by itself, each time it is asked. */
  private async open(worker: ModelWorker, file: ModelFile): Promise<void> {
    try {
      await worker.open(file);
      this.unopened.delete(file.model as ModelId);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      if (error.code !== WORKER_ENDED) this.unopened.set(file.model as ModelId, `${error.code}: ${error.message}`);
    }
  }

  private pump(): void {
    const { worker } = this;
    // One that has ended is replaced in a moment; what waits must not be spent on it.
    if (worker === undefined || worker.hasEnded || !this.isReady || this.running !== undefined) return;
    const job = this.waiting.shift();
    if (job === undefined) return;
    this.running = { job, since: this.tools.wall.elapsedMs() };
    if (job.work.isBatch) this.limit(job, TIMEOUT_MS);
    void this.run(worker, job.work).then(
      (values) => this.finish(job, () => job.settle({ ok: true, values })),
      (error: unknown) => this.finish(job, () => this.fail(job, error)),
    );
  }

  private async run(worker: ModelWorker, { model, rows }: Work): Promise<Float32Array> {
    const file = this.files.get(model);
    // What could not be read before may be there again.
    if (this.unopened.has(model) && file !== undefined) await this.open(worker, file);
    const why = this.unopened.get(model);
    if (why !== undefined) throw new RpcError('INFERENCE_FAILED', why);
    return worker.run(model, rows());
  }

  private finish(job: Job, settle: () => void): void {
    if (this.running?.job === job) this.running = undefined;
    settle();
    this.pump();
  }

  private fail(job: Job, error: unknown): void {
    const isLost = error instanceof RpcError && error.code === WORKER_ENDED;
    const detail = error instanceof Error ? error.message : String(error);
    if (!isLost) job.fail('INFERENCE_FAILED', detail);
    else this.retry(job, detail);
  }

  private retry(job: Job, reason: string): void {
    job.deaths += 1;
    if (!job.isOpen) return;
    if (job.deaths < MOST_DEATHS) this.waiting.unshift(job);
    else job.fail('WORKER_LOST', `two workers ended on it; the last: ${reason}`);
  }

  /** Instead of a limit that it may have already. */
  private limit(job: Job, ms: number): void {
    job.arm(
      (work) => this.tools.wall.after(ms, work),
      () => {
        this.waiting = this.waiting.filter((other) => other !== job);
        job.fail('MODEL_TIMEOUT', `no answer within ${ms / SECOND_MS} s`);
      },
    );
  }

  /** The worker has ended: of itself, unless this lane is closed. */
  private replace(worker: ModelWorker, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    if (this.isClosed) return;
    this.tools.log.warn('an inference worker ended and is replaced', { reason });
    const wasReady = this.isReady;
    // One that ends before it is ready is started again for work only, so that a broken one is not started for ever.
    const next = wasReady ? undefined : this.waiting.shift();
    if (next !== undefined) this.retry(next, reason);
    if (wasReady || this.waiting.length > 0) this.start();
  }
}
