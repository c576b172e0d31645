// Positions on their way out: why, by which order, and when it is tried again after one that closed nothing. Sends no orders.
import type { ClientOrderId, EpochMs, PositionKey } from '../../../shared/domain/ids.ts';
import type { ExitReason } from '../../../shared/domain/order.ts';

/** An exit that is owed until the position is flat. Replaced as a whole, never changed. */
export interface OwedExit {
  readonly purpose: ExitReason;
  /** The last order sent for it; undefined: none was let go. */
  readonly order: ClientOrderId | undefined;
  /** Tries that came to nothing. */
  readonly failures: number;
  /** When it is tried again; undefined: an order is on its way, or the trader has taken the exit back. */
  readonly retryAt: EpochMs | undefined;
  readonly isTakenBack: boolean;
}

export type OwedExitsState = ReadonlyMap<PositionKey, OwedExit>;

export class OwedExits {
  private readonly byPosition = new Map<PositionKey, OwedExit>();

  get(key: PositionKey): OwedExit | undefined {
    return this.byPosition.size === 0 ? undefined : this.byPosition.get(key);
  }

  set(key: PositionKey, owed: OwedExit): void {
    this.byPosition.set(key, owed);
  }

  delete(key: PositionKey): void {
    this.byPosition.delete(key);
  }

  /** The trader cancels the last order of an exit, on its way or ended: it is not tried again. False: of none. */
  takeBack(order: ClientOrderId): boolean {
    for (const [key, owed] of this.byPosition) {
      if (owed.order !== order) continue;
      this.set(key, { ...owed, retryAt: undefined, isTakenBack: true });
      return true;
    }
    return false;
  }

  /** The earliest time at which one of those that `isLet` go is tried again. */
  nextAt(isLet: (purpose: ExitReason) => boolean): number {
    let next = Infinity;
    for (const { purpose, retryAt } of this.byPosition.values())
      if (retryAt !== undefined && retryAt < next && isLet(purpose)) next = retryAt;
    return next;
  }

  /** Those to be tried now, in the order in which they were first owed. */
  due(now: EpochMs, isLet: (purpose: ExitReason) => boolean): readonly (readonly [PositionKey, OwedExit])[] {
    return [...this.byPosition].filter(
      ([, { retryAt, purpose }]) => retryAt !== undefined && retryAt <= now && isLet(purpose),
    );
  }

  save(): OwedExitsState {
    return new Map(this.byPosition);
  }

  load(state: OwedExitsState): void {
    this.byPosition.clear();
    for (const [key, owed] of state) this.byPosition.set(key, owed);
  }
}
