// Every wait of a link: on its connection's clock, or for the venue's answer. `stop` ends them all at once with CANCELED.
import { toEpochMs } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../venues/ports.ts';

export const isCanceled = (error: unknown): boolean => error instanceof AppError && error.code === 'CANCELED';

export class Waits {
  readonly clock: Clock;
  private readonly open = new Set<() => void>();
  private stopped = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get isStopped(): boolean {
    return this.stopped;
  }

  /** The answer, unless the link stops first. */
  answer<T>(question: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const cancel = (): void => reject(new AppError('CANCELED', 'the link has stopped'));
      this.open.add(cancel);
      // A late answer, too, is taken: nobody else would handle its rejection.
      void question.then(resolve, reject).finally(() => this.open.delete(cancel));
      if (this.stopped) cancel();
    });
  }

  /** The answer, or undefined when it takes longer than `ms`. */
  async within<T>(question: Promise<T>, ms: number): Promise<T | undefined> {
    let callOff = (): void => undefined;
    const tooLate = new Promise<undefined>((done) => (callOff = this.later(ms, () => done(undefined))));
    try {
      return await this.answer(Promise.race([question, tooLate]));
    } finally {
      callOff();
    }
  }

  async pause(ms: number): Promise<void> {
    let callOff = (): void => undefined;
    const over = new Promise<void>((done) => (callOff = this.later(ms, done)));
    try {
      await this.answer(over);
    } finally {
      callOff();
    }
  }

  /** Runs `work` after `ms` unless called off or stopped. */
  later(ms: number, work: () => void): () => void {
    return this.clock.at(toEpochMs(this.clock.now() + ms), () => {
      if (!this.stopped) work();
    });
  }

  stop(): void {
    this.stopped = true;
    for (const cancel of [...this.open]) cancel();
  }
}
