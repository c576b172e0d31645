// Long work on the store in pieces: progress, and a way to stop between two of them.
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';

export interface LongWork {
  readonly onProgress?: ((progress: StoreProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface StoreProgress {
  readonly phase: 'read' | 'store' | 'compute' | 'write';
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'candles';
}

/** Calls `work` for [0, step), [step, 2 step), … below `total`; throws `CANCELED` between two when asked to stop. */
export async function inPieces(
  { total, step, phase }: { readonly total: number; readonly step: number; readonly phase: StoreProgress['phase'] },
  { onProgress, signal }: LongWork,
  work: (from: number, to: number) => void,
): Promise<void> {
  for (let from = 0; from < total; from += step) {
    await setImmediate();
    if (signal?.aborted === true) {
      throw new AppError(
        'CANCELED',
        `stopped after ${from} of ${total} candles; what is stored stays, run it again to go on`,
      );
    }
    const to = Math.min(from + step, total);
    work(from, to);
    onProgress?.({ phase, done: to, total, unit: 'candles' });
  }
}
