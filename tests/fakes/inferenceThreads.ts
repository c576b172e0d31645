// Inference threads that tests can end.
import { Worker } from 'node:worker_threads';
import { startInferenceThread, type InferenceThread } from '../../src/main/inference/worker/modelWorker.ts';

/** Real ones, kept so that the newest can be killed. */
export class KeptThreads {
  started = 0;
  private readonly create: () => InferenceThread;
  private newest: Worker | undefined;

  constructor(create: () => InferenceThread = startInferenceThread) {
    this.create = create;
  }

  readonly start = (): InferenceThread => {
    this.started += 1;
    this.newest = this.create() as Worker;
    return this.newest;
  };

  /** Ends the newest thread, as a crash would. Only while it runs nothing: within the runtime that aborts the process. */
  async kill(): Promise<void> {
    await this.newest?.terminate();
  }
}

const DIES_IN_RUN = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ seq, method }) => {
    if (method === 'run') process.exit(9);
    parentPort.postMessage({ seq, ok: undefined });
  });
`;

/** Opens every model and ends in its first run. */
export const dyingThread = (): InferenceThread => new Worker(DIES_IN_RUN, { eval: true });
