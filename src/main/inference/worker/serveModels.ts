// The inference worker: owns the sessions of the models it was told to open. Only `ModelWorker` calls it.
import { parentPort } from 'node:worker_threads';
import { need } from '../../../shared/assert.ts';
import { type ModelFile, ModelSession } from './modelSession.ts';
import { RpcError, serve } from './rpc.ts';

const port = need(parentPort, 'the port of a worker');
const sessions = new Map<string, ModelSession>();

serve(port, {
  open: async (file: ModelFile): Promise<void> => {
    sessions.set(file.model, await ModelSession.open(file));
  },
  run: (model: string, rows: Float32Array): Promise<Float32Array> => {
    const session = sessions.get(model);
    if (session === undefined) throw new RpcError('INFERENCE_FAILED', `${model} is not open in this worker`);
    return session.run(rows);
  },
  /** Closing the port lets the thread end by itself, with no run in flight. */
  close: async (): Promise<void> => {
    for (const session of sessions.values()) await session.close();
    port.close();
  },
});
