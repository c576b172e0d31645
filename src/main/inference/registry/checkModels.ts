// Opens every model in a worker and asks it once. A model that crashes or hangs the worker is refused, and another worker
// goes on with the rest.
import { SECOND_MS } from '../../../shared/time.ts';
import { TIMEOUT_MS } from '../lanes/lane.ts';
import type { InferenceWall, ModelRefusal, ModelRefusalCode } from '../ports.ts';
import { CLASSES, readProbabilities } from '../probabilities.ts';
import type { ModelFile } from '../worker/modelSession.ts';
import { type InferenceThread, ModelWorker, WORKER_ENDED } from '../worker/modelWorker.ts';
import { RpcError } from '../worker/rpc.ts';

const OPEN_LIMIT_MS = 20 * SECOND_MS;

export interface Checked {
  readonly refusals: ReadonlyMap<string, ModelRefusal>;
  /** Has opened every file that is not refused; undefined when one of them cost it, or there is none. */
  readonly worker: ModelWorker | undefined;
}

export interface CheckTools {
  readonly startThread: () => InferenceThread;
  readonly wall: InferenceWall;
}

export async function checkModels(files: readonly ModelFile[], { startThread, wall }: CheckTools): Promise<Checked> {
  const refusals = new Map<string, ModelRefusal>();
  const hasOpened = new Set<string>();
  let worker: ModelWorker | undefined;
  for (const file of files) {
    worker ??= new ModelWorker(startThread());
    const refusal = await check(worker, file, wall);
    if (refusal === undefined) hasOpened.add(file.model);
    else refusals.set(file.model, refusal);
    if (refusal === undefined || !COSTS_WORKER.has(refusal.code)) continue;
    // It ends when the run that it is stuck in does.
    void worker.stop();
    worker = undefined;
    hasOpened.clear();
  }
  const isWhole = files.every(({ model }) => hasOpened.has(model) || refusals.has(model));
  if (isWhole) return { refusals, worker };
  await worker?.stop();
  return { refusals, worker: undefined };
}

const COSTS_WORKER: ReadonlySet<ModelRefusalCode> = new Set(['MODEL_TIMEOUT', 'WORKER_LOST']);

async function check(worker: ModelWorker, file: ModelFile, wall: InferenceWall): Promise<ModelRefusal | undefined> {
  try {
    await within(worker.open(file), OPEN_LIMIT_MS, wall);
    const rows = selfCheckRows(file.width);
    const answer = await within(worker.run(file.model, rows), TIMEOUT_MS, wall);
    for (let row = 0; row < answer.length / CLASSES; row++) {
      const probabilities = readProbabilities(answer, row);
      if (!probabilities.ok)
        return { code: 'PROBABILITIES_INVALID', detail: `self-check: ${probabilities.error.message}` };
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return { code: CODES.get(error.code) ?? (error.code as ModelRefusalCode), detail: error.message };
  }
}

/** A file that opens but does not run cannot be used either. */
const CODES: ReadonlyMap<string, ModelRefusalCode> = new Map([
  ['INFERENCE_FAILED', 'LOAD_FAILED'],
  [WORKER_ENDED, 'WORKER_LOST'],
]);

/** Scale-free features lie about zero: all zero, all one, all minus one, and one after the other. */
function selfCheckRows(width: number): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(4 * width);
  for (let place = 0; place < width; place++) {
    rows[width + place] = 1;
    rows[2 * width + place] = -1;
    rows[3 * width + place] = place % 2 === 0 ? 0.5 : -0.5;
  }
  return rows;
}

async function within<T>(work: Promise<T>, ms: number, wall: InferenceWall): Promise<T> {
  let callOff: (() => void) | undefined;
  const late = new Promise<never>((_, failed) => {
    callOff = wall.after(ms, () => failed(new RpcError('MODEL_TIMEOUT', `no answer within ${ms / SECOND_MS} s`)));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    callOff?.();
  }
}
