// A piece of work for one model, and how it came out.
import type { ModelId } from '../../../shared/domain/ids.ts';
import type { ModelFailureCode } from '../../../shared/domain/prediction.ts';

export type Outcome =
  | { readonly ok: true; readonly values: Float32Array }
  | { readonly ok: false; readonly code: ModelFailureCode; readonly detail: string };

export interface Work {
  readonly model: ModelId;
  /** Part of a batch: lets live requests go first. */
  readonly isBatch: boolean;
  /** A fresh array each time it is asked for: it is moved to the worker, and a retry needs it again. */
  readonly rows: () => Float32Array<ArrayBuffer>;
  /** Called once, never within `submit`. */
  readonly done: (outcome: Outcome) => void;
}

/** Answered at most once, whatever comes late. */
export class Job {
  readonly work: Work;
  /** Workers that died with it. */
  deaths = 0;
  private callOff: (() => void) | undefined;
  private isSettled = false;

  constructor(work: Work) {
    this.work = work;
  }

  get isOpen(): boolean {
    return !this.isSettled;
  }

  /** Calls `expired` after the time that `arm` counts, unless it is settled before. */
  arm(after: (work: () => void) => () => void, expired: () => void): void {
    this.callOff?.();
    this.callOff = after(expired);
  }

  settle(outcome: Outcome): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.callOff?.();
    this.work.done(outcome);
  }

  fail(code: ModelFailureCode, detail: string): void {
    this.settle({ ok: false, code, detail });
  }
}
