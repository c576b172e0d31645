// Backtests of the window, one at a time in a thread of its own; the others wait. What is called off is gone without a trace.
import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { JobRow } from '../../../../shared/contract/records/backtest.ts';
import type { CheckedParamsOf } from '../../../../shared/contract/requests.ts';
import { RequestError, withoutPaths } from '../../../ipc/requestError.ts';
import type { Logger } from '../../../logging/logger.ts';
import type { Wall } from '../../wall.ts';
import type { RunFiles } from './runFiles.ts';
import type { WorkerMessage, WorkerTask } from './workerProtocol.ts';

type Request = CheckedParamsOf<'backtest.start'>;

export interface BacktestJobsOptions {
  readonly files: RunFiles;
  readonly wall: Wall;
  readonly log: Logger;
  readonly dataDir: string;
  readonly config: () => WorkerTask['config'];
  /** Reads what connections have to give. Rejects with the reason. */
  readonly candlesOf: (data: Request['data']) => Promise<WorkerTask['given']>;
  readonly onChange: (job: JobRow) => void;
}

interface Job {
  row: JobRow;
  readonly request: Request;
  readonly stop: Int32Array;
  startedMs: number;
}

/** Jobs that wait. */
const MOST_WAITING = 10;
/** Ended jobs that are still listed. */
const LISTED = 20;
/** A thread that does not look up for so long is ended from outside. */
const STOP_MS = 5000;

export class BacktestJobs {
  private readonly options: BacktestJobsOptions;
  private jobs: readonly Job[] = [];
  private running: Promise<void> | undefined;
  private started = 0;
  private isStopping = false;

  constructor(options: BacktestJobsOptions) {
    this.options = options;
  }

  /** Newest first. */
  get rows(): readonly JobRow[] {
    return this.jobs.map(({ row }) => row).reverse();
  }

  /** Throws `RequestError` when too many wait. */
  start(request: Request): JobRow {
    const waiting = this.jobs.filter(({ row }) => row.state === 'waiting').length;
    if (waiting >= MOST_WAITING)
      throw new RequestError('REFUSED', `${String(waiting)} backtests wait already; call one off or let some finish`);
    this.started += 1;
    const now = this.options.wall.now();
    const stamp = new Date(now)
      .toISOString()
      .replaceAll(/[-:]|\..*$/g, '')
      .replace('T', '-');
    const row: JobRow = {
      ...{ id: `${stamp}-${String(this.started)}`, kind: 'backtest', state: 'waiting', phase: 'waiting' },
      label: request.label === '' ? request.strategies.join(', ') : request.label,
      ...{ done: 0, total: 0, startedAt: now },
    };
    const job: Job = { row, request, stop: new Int32Array(new SharedArrayBuffer(4)), startedMs: 0 };
    this.jobs = [...this.jobs.slice(-(LISTED + MOST_WAITING)), job];
    this.options.onChange(row);
    this.next();
    return row;
  }

  /** Throws NOT_FOUND, or REFUSED once it has ended. */
  cancel(id: string): JobRow {
    const job = this.jobs.find(({ row }) => row.id === id);
    if (job === undefined) throw new RequestError('NOT_FOUND', `there is no backtest "${id}" to call off`);
    const { state } = job.row;
    if (state !== 'waiting' && state !== 'running')
      throw new RequestError('REFUSED', `the backtest has ended already: ${state}`);
    Atomics.store(job.stop, 0, 1);
    if (state === 'waiting')
      this.change(job, { state: 'canceled', phase: 'canceled', finishedAt: this.options.wall.now() });
    else this.change(job, { phase: 'stopping' });
    return job.row;
  }

  /** Calls everything off. Never rejects. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const { row } of this.jobs) if (row.state === 'waiting' || row.state === 'running') this.cancel(row.id);
    await this.running;
  }

  private next(): void {
    if (this.running !== undefined || this.isStopping) return;
    const job = this.jobs.find(({ row }) => row.state === 'waiting');
    if (job === undefined) return;
    this.running = this.run(job).finally(() => {
      this.running = undefined;
      this.next();
    });
  }

  private async run(job: Job): Promise<void> {
    const { options } = this;
    job.startedMs = options.wall.elapsedMs();
    this.change(job, { state: 'running', phase: 'reading candles' });
    const { id } = job.row;
    const folder = options.files.folderOf(id);
    let outcome: WorkerMessage;
    try {
      const given = await options.candlesOf(job.request.data);
      const { dataDir } = options;
      outcome = await this.inThread(job, {
        ...{ id, request: job.request, config: options.config(), dataDir, folder, given, stop: job.stop },
      });
    } catch (error) {
      const isFault = !(error instanceof RequestError);
      outcome = {
        type: 'failed',
        isCanceled: false,
        isFault,
        message: error instanceof Error ? error.message : String(error),
      };
    }
    const finishedAt = options.wall.now();
    if (outcome.type === 'done')
      return this.change(job, { state: 'done', phase: 'done', done: job.row.total, finishedAt });
    await rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
      options.log.warn('what a backtest left could not be deleted', { run: id, error: String(error) });
    });
    if (outcome.type !== 'failed') return;
    if (outcome.isCanceled) return this.change(job, { state: 'canceled', phase: 'canceled', finishedAt });
    options.log[outcome.isFault ? 'error' : 'info']('a backtest has failed', { run: id, error: outcome.message });
    const error = outcome.isFault
      ? 'It failed by a fault of the program; the log has more.'
      : withoutPaths(outcome.message);
    this.change(job, { state: 'failed', phase: 'failed', finishedAt, error });
  }

  /** Its last message, or why there is none. */
  private inThread(job: Job, task: WorkerTask): Promise<WorkerMessage> {
    return new Promise((done) => {
      const transferList = task.given.flatMap(({ columns: { openTime, open, high, low, close, volume } }) =>
        [openTime, open, high, low, close, volume].map(({ buffer }) => buffer as ArrayBuffer),
      );
      const worker = new Worker(new URL('./backtestWorker.ts', import.meta.url), { workerData: task, transferList });
      const fault = (message: string): WorkerMessage => ({
        ...{ type: 'failed', message },
        ...{ isCanceled: Atomics.load(job.stop, 0) !== 0, isFault: true },
      });
      let last: WorkerMessage | undefined;
      worker.on('message', (message: WorkerMessage) => {
        if (message.type === 'progress') this.progress(job, message);
        else last = message;
      });
      worker.on('error', (error) => (last ??= fault(error instanceof Error ? error.message : String(error))));
      worker.on('exit', (code) => done(last ?? fault(`its thread ended with ${String(code)}`)));
      this.endWhenStopped(job, worker);
    });
  }

  /** It looks at the flag itself; one that is stuck is ended. */
  private endWhenStopped(job: Job, worker: Worker): void {
    const { wall } = this.options;
    let callOff = (): void => undefined;
    let stoppedAt: number | undefined;
    const look = (): void => {
      if (Atomics.load(job.stop, 0) !== 0) stoppedAt ??= wall.elapsedMs();
      if (stoppedAt !== undefined && wall.elapsedMs() - stoppedAt > STOP_MS) void worker.terminate();
      else callOff = wall.after(200, look);
    };
    look();
    worker.once('exit', () => callOff());
  }

  private progress(job: Job, { phase, done, total }: Extract<WorkerMessage, { type: 'progress' }>): void {
    if (Atomics.load(job.stop, 0) !== 0) return;
    const elapsed = this.options.wall.elapsedMs() - job.startedMs;
    const etaMs = phase === 'running' && done > 0 ? Math.round((elapsed * (total - done)) / done) : undefined;
    const { etaMs: _, ...row } = job.row;
    job.row = row;
    this.change(job, { phase, done, total, ...(etaMs === undefined ? {} : { etaMs }) });
  }

  private change(job: Job, changes: Partial<JobRow>): void {
    job.row = { ...job.row, ...changes };
    this.options.onChange(job.row);
  }
}
