import { describe, expect, it } from 'vitest';
import { OrderBook } from '../../../../src/main/engine/execution/orderBook.ts';
import { decode, encode } from '../../../../src/main/engine/kernel/canonical.ts';
import { InvariantError } from '../../../../src/shared/assert.ts';
import {
  positionKey,
  toClientOrderId,
  toEpochMs,
  toFillId,
  toVenueOrderId,
} from '../../../../src/shared/domain/ids.ts';
import type { Fill, Order } from '../../../../src/shared/domain/order.ts';
import { anOrder, dec } from '../../../builders/risk.ts';

const AT = toEpochMs(5);

function aFill(order: Order, id: string, part: Partial<Fill> = {}): Fill {
  const { clientOrderId, symbol, side, qty } = order;
  const rest = { price: dec(100), fee: dec('0.1'), liquidity: 'taker', at: AT } as const;
  return { fillId: toFillId(id), clientOrderId, symbol, side, qty, ...rest, ...part };
}

/** A book with one open order of 3. */
function aBook() {
  const book = new OrderBook();
  const order = book.move(book.add(anOrder({ qty: dec(3) })), 'open', { updatedAt: AT });
  return { book, order };
}

describe('OrderBook', () => {
  it('adds up the fills of an order until it is filled', () => {
    const { book, order } = aBook();
    const partly = book.fill(order, aFill(order, 'F1', { qty: dec(1) }), AT);
    const filled = book.fill(partly, aFill(order, 'F2', { qty: dec(2), price: dec(103) }), AT);
    expect([partly.state, filled.state]).toEqual(['partiallyFilled', 'filled']);
    expect([filled.filledQty, filled.filledValue, filled.fees].map(String)).toEqual(['3', '306', '0.2']);
    expect(book.openCount).toBe(0);
    expect(book.find(order.clientOrderId)).toMatchObject({ state: 'filled', fillIds: ['F1', 'F2'] });
    expect(book.findWorking(order.clientOrderId)).toBeUndefined();
  });

  it('recognises a repeated fill, before and after the end of the order', () => {
    const { book, order } = aBook();
    const partly = book.fill(order, aFill(order, 'F1', { qty: dec(1) }), AT);
    expect(book.fillProblem(aFill(order, 'F1', { qty: dec(1) }))).toBe('known already');
    book.fill(partly, aFill(order, 'F2', { qty: dec(2) }), AT);
    expect(book.fillProblem(aFill(order, 'F2'))).toBe('known already');
    expect(book.fillProblem(aFill(order, 'F3'))).toBe('the order is filled');
  });

  it.each([
    ['too much', { qty: dec('3.001') }, 'expected at most 3 left to fill, found 3.001'],
    ['nothing', { qty: dec(0) }, 'expected a positive quantity and price'],
    ['no price', { price: dec(0) }, 'expected a positive quantity and price'],
    ['the other side', { side: 'sell' }, "its symbol or side is not the order's"],
  ] as const)('refuses a fill of %s', (_what, part, problem) => {
    const { book, order } = aBook();
    expect(book.fillProblem(aFill(order, 'F1', part))).toBe(problem);
  });

  it('keeps a cancel request pending through a partial fill, and lets the rest fill', () => {
    const { book, order } = aBook();
    const asked = book.move(order, 'pendingCancel', { updatedAt: AT });
    const partly = book.fill(asked, aFill(order, 'F1', { qty: dec(1) }), AT);
    expect(partly.state).toBe('pendingCancel');
    expect(book.fill(partly, aFill(order, 'F2', { qty: dec(2) }), AT).state).toBe('filled');
  });

  it('throws on a move outside the table: the engine itself must never ask for one', () => {
    const { book, order } = aBook();
    const canceled = book.move(order, 'canceled', { updatedAt: AT });
    expect(() => book.move(canceled, 'open', { updatedAt: AT })).toThrow(InvariantError);
  });

  it("lists a position's working orders oldest first, whatever happens to them", () => {
    const book = new OrderBook();
    const [first, second, third] = ['fd1', 'fd2', 'fd3'].map((id) =>
      book.add(anOrder({ clientOrderId: toClientOrderId(id) })),
    ) as [Order, Order, Order];
    const key = positionKey(first.strategy, first.symbol);
    book.move(first, 'open', { updatedAt: AT, venueOrderId: toVenueOrderId('V1') });
    book.move(second, 'rejected', { updatedAt: AT, reason: 'no' });
    expect(book.of(key).map(({ clientOrderId, state }) => [clientOrderId, state])).toEqual([
      ['fd1', 'open'],
      [third.clientOrderId, 'submitting'],
    ]);
    expect(book.find(second.clientOrderId)?.reason).toBe('no');
  });

  it('still knows the last 256 finished orders and forgets the oldest', () => {
    const book = new OrderBook();
    const ids = Array.from({ length: 1000 }, (_, index) => toClientOrderId(`fd${String(index)}`));
    for (const clientOrderId of ids) {
      const order = book.add(anOrder({ clientOrderId }));
      book.fill(order, aFill(order, 'F1'), AT);
    }
    const known = ids.filter((id) => book.find(id) !== undefined);
    expect(known.length).toBeGreaterThanOrEqual(256);
    expect(known.length).toBeLessThanOrEqual(512);
    expect(known).toEqual(ids.slice(-known.length));
    expect(book.fillProblem(aFill(anOrder({ clientOrderId: known[0]! }) as Order, 'F1'))).toBe('known already');
  });

  it('goes on from its saved state: working, finished, fills', () => {
    const { book, order } = aBook();
    const other = book.add(anOrder({ clientOrderId: toClientOrderId('fd2') }));
    book.fill(order, aFill(order, 'F1', { qty: dec(1) }), AT);
    book.move(other, 'canceled', { updatedAt: AT });
    const again = new OrderBook();
    again.load(decode(encode(book.save())) as ReturnType<OrderBook['save']>);
    expect(encode(again.save())).toBe(encode(book.save()));
    const restored = again.findWorking(order.clientOrderId)!;
    expect(again.fillProblem(aFill(order, 'F1', { qty: dec(1) }))).toBe('known already');
    expect(again.fill(restored, aFill(order, 'F2', { qty: dec(2) }), AT).state).toBe('filled');
    expect(again.of(positionKey(order.strategy, order.symbol))).toEqual([]);
    expect(again.find(other.clientOrderId)?.state).toBe('canceled');
  });
});
