import { describe, expect, it } from 'vitest';
import { assertMove, canMove, isTerminal, ORDER_MOVES } from '../../../../src/main/engine/execution/orderStates.ts';
import { InvariantError } from '../../../../src/shared/assert.ts';
import type { OrderState } from '../../../../src/shared/domain/order.ts';

const STATES = Object.keys(ORDER_MOVES) as OrderState[];
const ENDS: readonly OrderState[] = ['filled', 'canceled', 'rejected', 'expired'];

describe('the table of order states', () => {
  it('ends in filled, canceled, rejected and expired, and nowhere else', () => {
    expect(STATES.filter(isTerminal).sort()).toEqual([...ENDS].sort());
  });

  it('reaches every state from the intent, and an end from every state', () => {
    const reachable = (from: OrderState, seen = new Set<OrderState>()): Set<OrderState> => {
      for (const next of ORDER_MOVES[from]) if (!seen.has(next)) reachable(next, seen.add(next));
      return seen;
    };
    expect(['intent', ...reachable('intent')].sort()).toEqual([...STATES].sort());
    for (const state of STATES.filter((each) => !isTerminal(each))) {
      expect(
        ENDS.some((end) => reachable(state).has(end)),
        state,
      ).toBe(true);
    }
  });

  it('lets a fill come before the acceptance, after a cancel request and for an unknown fate', () => {
    for (const from of ['submitting', 'pendingCancel', 'unknown'] as const) {
      expect(canMove(from, 'partiallyFilled')).toBe(true);
      expect(canMove(from, 'filled')).toBe(true);
    }
  });

  it('never goes back to the intent, and never rejects what has fills', () => {
    for (const from of STATES) expect(canMove(from, 'intent')).toBe(false);
    expect(canMove('partiallyFilled', 'rejected')).toBe(false);
  });

  it.each(STATES.flatMap((from) => STATES.map((to) => [from, to] as const)))('%s -> %s', (from, to) => {
    const isLegal = (ORDER_MOVES[from] as readonly OrderState[]).includes(to);
    if (isLegal) assertMove(from, to);
    else expect(() => assertMove(from, to)).toThrow(InvariantError);
    expect(canMove(from, to)).toBe(isLegal);
  });
});
