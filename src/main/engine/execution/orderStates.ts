// The order state machine as one table: used by the code, the tests and the documentation.
import { InvariantError } from '../../../shared/assert.ts';
import type { OrderState } from '../../../shared/domain/order.ts';

/** State -> the states it may move to. A fill may come before the acceptance and after a cancel request. */
export const ORDER_MOVES = {
  intent: ['submitting', 'canceled'],
  submitting: ['open', 'partiallyFilled', 'filled', 'pendingCancel', 'canceled', 'rejected', 'expired', 'unknown'],
  open: ['partiallyFilled', 'filled', 'pendingCancel', 'canceled', 'rejected', 'expired', 'unknown'],
  partiallyFilled: ['partiallyFilled', 'filled', 'pendingCancel', 'canceled', 'expired', 'unknown'],
  pendingCancel: ['open', 'partiallyFilled', 'filled', 'canceled', 'rejected', 'expired', 'unknown'],
  unknown: ['open', 'partiallyFilled', 'filled', 'pendingCancel', 'canceled', 'rejected', 'expired'],
  filled: [],
  canceled: [],
  rejected: [],
  expired: [],
} as const satisfies Readonly<Record<OrderState, readonly OrderState[]>>;

export const isTerminal = (state: OrderState): boolean => ORDER_MOVES[state].length === 0;

export function canMove(from: OrderState, to: OrderState): boolean {
  const moves: readonly OrderState[] = ORDER_MOVES[from];
  return moves.includes(to);
}

/** Throws `InvariantError` on a move that is not in the table. */
export function assertMove(from: OrderState, to: OrderState): void {
  if (!canMove(from, to)) throw new InvariantError(`an order in state ${from} cannot become ${to}`);
}
