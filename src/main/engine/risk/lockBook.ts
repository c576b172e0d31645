// The locks that hold now: rows with a reason and an end.
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import type { Lock } from '../../../shared/domain/trading.ts';

export type LockEvent = { readonly kind: 'lockPlaced' | 'lockReleased'; readonly lock: Lock };
export type LockRequest = Omit<Lock, 'id' | 'from'>;

export interface LockBookState {
  readonly nextId: number;
  readonly locks: readonly Lock[];
}

export class LockBook {
  #nextId = 1;
  #locks: readonly Lock[] = [];

  /** In the order they were placed. Replaced as a whole by every change. */
  get locks(): readonly Lock[] {
    return this.#locks;
  }

  /** The earliest end, or undefined without locks. */
  get nextUntil(): EpochMs | undefined {
    return this.#locks.length === 0 ? undefined : toEpochMs(Math.min(...this.#locks.map(({ until }) => until)));
  }

  place(request: LockRequest, now: EpochMs): readonly LockEvent[] {
    const lock: Lock = { ...request, id: this.#nextId++, from: now };
    this.#locks = [...this.#locks, lock];
    return [{ kind: 'lockPlaced', lock }];
  }

  /** One lock per code and scope: a later end replaces the row, an earlier one changes nothing. */
  extend(request: LockRequest, now: EpochMs): readonly LockEvent[] {
    const held = this.#locks.find(
      ({ code, symbol, strategy }) =>
        code === request.code && symbol === request.symbol && strategy === request.strategy,
    );
    if (held !== undefined && held.until >= request.until) return [];
    const released = held === undefined ? [] : this.#release((lock) => lock === held);
    return [...released, ...this.place(request, now)];
  }

  releaseEnded(now: EpochMs): readonly LockEvent[] {
    return this.#release(({ until }) => until <= now);
  }

  release(id: number): readonly LockEvent[] {
    return this.#release((lock) => lock.id === id);
  }

  save(): LockBookState {
    return { nextId: this.#nextId, locks: this.#locks };
  }

  load(state: LockBookState): void {
    this.#nextId = state.nextId;
    this.#locks = state.locks;
  }

  #release(isOver: (lock: Lock) => boolean): readonly LockEvent[] {
    const released = this.#locks.filter(isOver);
    if (released.length > 0) this.#locks = this.#locks.filter((lock) => !released.includes(lock));
    return released.map((lock) => ({ kind: 'lockReleased', lock }));
  }
}
