// Orders on their way to a venue and back: what a report does to orders, positions and their protection.
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../../src/shared/assert.ts';
import { toClientOrderId, toFillId, toVenueOrderId } from '../../../../src/shared/domain/ids.ts';
import type { ExitPlan, OrderIntent } from '../../../../src/shared/domain/order.ts';
import { EngineRun, LINEAR, MANUAL } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';

const STOPS: ExitPlan = { stopLoss: { pct: dec(2) }, takeProfit: { pct: dec(3) } };

/** Flat at 100 on the linear contract. */
function aRun(changes: ConstructorParameters<typeof EngineRun>[0] = {}): EngineRun {
  const run = new EngineRun({ instruments: [LINEAR], ...changes });
  run.candle(0, { open: 100, high: 100, low: 100, close: 100 });
  return run;
}

const position = (run: EngineRun) => [...run.engine.core.portfolio.open][0];
const trades = (run: EngineRun) =>
  run.all('tradeClosed').map(({ trade: { side, qty, exitReason } }) => `${side} ${qty.toString()} ${exitReason}`);
/** Working orders as `purpose qty @ price`. */
const working = (run: EngineRun) =>
  run.engine.core.orders.open.map(
    ({ purpose, qty, filledQty, limitPrice, stopPrice }) =>
      `${purpose} ${qty.minus(filledQty).toString()} @ ${(limitPrice ?? stopPrice)?.toString() ?? 'market'}`,
  );

describe('client order ids', () => {
  it('are the same for the same intent of the same connection, and fit every venue', () => {
    const [one, two] = [aRun(), aRun()];
    const ids = [one, two].map((run) => [run.place().clientOrderId, run.place({ side: 'sell' }).clientOrderId]);
    expect(ids[0]).toEqual(ids[1]);
    expect(new Set(ids[0]).size).toBe(2);
    for (const id of ids[0]!) expect(id).toMatch(/^fd[a-z2-7]{20}$/);
  });

  it('are not used up by a refused order', () => {
    const [run, other] = [aRun(), aRun()];
    run.command({ type: 'placeOrder', order: run.request({ qty: dec('0.0001') }), exits: {} });
    expect(run.last('commandRefused')?.reason).toMatch(/^QTY_BELOW_MIN/);
    expect(run.place().clientOrderId).toBe(other.place().clientOrderId);
  });
});

describe('reports', () => {
  it('may bring the fill before the acceptance', () => {
    const run = aRun();
    const order = run.place({ qty: dec(2) });
    run.fill(order, { qty: dec(1) });
    run.accept(order);
    expect(run.order(order)).toMatchObject({ state: 'partiallyFilled', venueOrderId: `V-${order.clientOrderId}` });
    run.fill(order, { qty: dec(1) });
    expect(run.order(order).state).toBe('filled');
    expect(position(run)?.qty.toString()).toBe('2');
  });

  it('book a fill that crosses a cancel request, and none after the cancellation', () => {
    const run = aRun();
    const order = run.place({ qty: dec(2), type: 'limit', limitPrice: dec(99) });
    run.accept(order);
    run.command({ type: 'cancelOrder', clientOrderId: order.clientOrderId });
    run.fill(order, { qty: dec(1) });
    expect(run.order(order).state).toBe('pendingCancel');
    run.report({ type: 'canceled', clientOrderId: order.clientOrderId, reason: 'done' });
    run.fill(order, { qty: dec(1) });
    expect(run.order(order)).toMatchObject({ state: 'canceled' });
    expect(run.last('reportIgnored')?.reason).toBe('the order is canceled');
    expect(position(run)?.qty.toString()).toBe('1');
  });

  it('bring an order back that could not be canceled', () => {
    const run = aRun();
    const order = run.place({ qty: dec(2) });
    run.fill(order, { qty: dec(1) });
    run.command({ type: 'cancelOrder', clientOrderId: order.clientOrderId });
    run.report({ type: 'cancelRejected', clientOrderId: order.clientOrderId, reason: 'too late' });
    expect(run.order(order).state).toBe('partiallyFilled');
    expect(run.last('cancelRejected')?.reason).toBe('too late');
  });

  it('regression: a fate reported as unknown twice does not fault the engine', () => {
    const run = aRun();
    const order = run.place();
    const unknown = { type: 'unknown', clientOrderId: order.clientOrderId, reason: 'time-out' } as const;
    run.report(unknown);
    run.report(unknown);
    expect(run.last('reportIgnored')?.reason).toBe('the order is unknown');
    expect(run.all('submitOrder')).toHaveLength(1);
    run.command({ type: 'cancelOrder', clientOrderId: order.clientOrderId });
    expect(run.last('commandRefused')?.reason).toMatch(/is being looked up/);
    run.fill(order);
    expect(run.order(order).state).toBe('filled');
  });

  it('regression: a rejection of what has fills is ignored, and the symbol waits for reconciliation', () => {
    const run = aRun();
    const order = run.place({ qty: dec(2) });
    run.fill(order, { qty: dec(1) });
    run.report({ type: 'rejected', clientOrderId: order.clientOrderId, reason: 'no' });
    expect(run.order(order).state).toBe('partiallyFilled');
    expect(() => run.place({ side: 'sell' })).not.toThrow();
    expect(() => run.place()).toThrow(/RECONCILING/);
  });

  it('disarm the exits of an entry that never came', () => {
    const run = aRun();
    const order = run.place({}, STOPS);
    expect(run.engine.core.exits.save().size).toBe(1);
    run.report({ type: 'rejected', clientOrderId: order.clientOrderId, reason: 'no' });
    expect(run.engine.core.exits.save().size).toBe(0);
  });

  it('compare the open orders and the balance with the venue', () => {
    const run = aRun();
    const order = run.place({ type: 'limit', limitPrice: dec(99) });
    run.accept(order);
    run.report({ type: 'snapshot', openOrders: [toClientOrderId('theirs')], balance: dec(9990) });
    const compared = run.last('venueCompared');
    expect(compared).toMatchObject({ missing: [order.clientOrderId], unknown: ['theirs'] });
    expect(compared?.balanceDrift.toString()).toBe('-10');
    expect(() => run.place()).toThrow(/RECONCILING/);
    run.feed({ type: 'reconciled', symbol: LINEAR.symbol });
    expect(() => run.place()).not.toThrow();
  });

  it('regression: a fill that is told late does not bring its price back', () => {
    const run = aRun();
    const order = run.place();
    const at = run.now;
    run.mark(120);
    run.fill(order, { at });
    expect(run.engine.core.portfolio.equity.toString()).toBe('10020');
    run.mark(130);
    run.fill(run.place({ side: 'sell', reduceOnly: true, qty: dec('0.5') }), { price: dec(110) });
    expect(run.engine.core.portfolio.equity.toString()).toBe('10010');
  });

  it('regression: money that is reported twice is booked once', () => {
    const run = aRun();
    const deposit = { type: 'deposit', id: 'D1', amount: dec(500), reason: 'more' } as const;
    const funding = { type: 'funding', id: 'N1', symbol: LINEAR.symbol, rate: 0.0001, amount: dec(-3) } as const;
    for (const report of [deposit, deposit, funding, funding]) run.report(report);
    expect(run.engine.core.portfolio.balance.toString()).toBe('10497');
    expect(run.all('reportIgnored').map(({ reason }) => reason)).toEqual(['known already', 'known already']);
  });
});

describe('protective orders', () => {
  it('follow partial fills and the average entry, and go with the position', () => {
    const run = aRun();
    const entry = run.place({ qty: dec(2) }, STOPS);
    run.fill(entry, { qty: dec(1) });
    expect(working(run)).toEqual(['entry 1 @ market', 'stopLoss 1 @ 98', 'takeProfit 1 @ 103']);
    run.fill(entry, { qty: dec(1), price: dec(110) });
    expect(working(run)).toEqual(['stopLoss 2 @ 102.5', 'takeProfit 2 @ 108.5']);
    const stop = run.working('stop')!;
    run.fill(stop, { qty: dec('0.5'), price: dec(102) });
    expect(working(run)).toEqual(['stopLoss 1.5 @ 102.5', 'takeProfit 1.5 @ 108.5']);
    run.fill(stop, { qty: dec('1.5'), price: dec(102) });
    expect(trades(run)).toEqual(['long 2 stopLoss']);
    expect(run.working('takeProfit')?.state).toBe('pendingCancel');
  });

  it('are watched by the engine once the venue ends one of them', () => {
    const run = aRun();
    run.fill(run.place({}, STOPS));
    const { clientOrderId } = run.working('stop')!;
    run.report({ type: 'canceled', clientOrderId, reason: 'venue' });
    expect(run.all('notify').at(-1)?.level).toBe('critical');
    run.mark(97);
    expect(run.all('submitOrder').at(-1)?.order).toMatchObject({ type: 'market', purpose: 'stopLoss', side: 'sell' });
  });

  it('are watched by the engine while they cannot be placed', () => {
    const run = aRun();
    const entry = run.place({}, { stopLoss: { pct: dec(2) } });
    run.configure({ instruments: [{ ...LINEAR, isActive: false }] });
    run.fill(entry);
    expect(run.working('stop')).toBeUndefined();
    expect(run.all('notify')).toHaveLength(1);
    run.configure({ instruments: [LINEAR] });
    run.mark(97);
    expect(run.all('submitOrder').at(-1)?.order.purpose).toBe('stopLoss');
  });

  it('regression: stay armed for the rest of an entry that is still being canceled', () => {
    const run = aRun();
    const entry = run.place({ qty: dec(3) }, STOPS);
    run.fill(entry, { qty: dec(1) });
    run.fill(run.working('stop')!, { price: dec(98) });
    expect(run.order(entry).state).toBe('pendingCancel');
    run.fill(entry, { qty: dec(1), price: dec(97) });
    expect(position(run)?.qty.toString()).toBe('1');
    expect(working(run)).toContain('stopLoss 1 @ 95');
  });

  it('regression: a reversal cancels those of the old position and brings its own', () => {
    const run = aRun();
    run.fill(run.place({}, STOPS));
    const old = [run.working('stop')!, run.working('takeProfit')!];
    const reversal = run.place({ side: 'sell', qty: dec(3) }, { stopLoss: { pct: dec(5) } });
    run.fill(reversal);
    expect(trades(run)).toEqual(['long 1 reversal']);
    expect(old.map((order) => run.order(order).state)).toEqual(['pendingCancel', 'pendingCancel']);
    expect(position(run)).toMatchObject({ side: 'short' });
    expect(working(run)).toContain('stopLoss 2 @ 105');
  });

  it('one of a group cancels the other', () => {
    const run = aRun();
    const upper = run.place({ type: 'stop', stopPrice: dec(105) }, {}, 'oco');
    const lower = run.place({ type: 'limit', limitPrice: dec(95) }, {}, 'oco');
    const apart = run.place({ type: 'limit', limitPrice: dec(96) });
    run.fill(upper, { price: dec(105) });
    expect([lower, apart].map((order) => run.order(order).state)).toEqual(['pendingCancel', 'submitting']);
  });
});

describe('closing', () => {
  it('names a plain opposite order that goes just flat a manual exit', () => {
    const run = aRun();
    run.fill(run.place());
    run.fill(run.place({ side: 'sell' }));
    expect(trades(run)).toEqual(['long 1 manual']);
  });

  it('regression: a watched level in flight is not closed again by the next mark', () => {
    const run = aRun({ hasVenueProtection: false });
    run.fill(run.place({}, STOPS));
    run.mark(97);
    run.mark(96);
    run.mark(95);
    const closes = run.all('submitOrder').filter(({ order }) => order.reduceOnly);
    expect(closes).toHaveLength(1);
    expect(run.all('orderRefused')).toEqual([]);
    run.fill(closes[0]!.order, { price: dec(96) });
    expect(trades(run)).toEqual(['long 1 stopLoss']);
  });

  it('regression: a resting reduce-only limit order does not keep a watched stop from closing', () => {
    const run = aRun({ hasVenueProtection: false });
    run.fill(run.place({}, STOPS));
    run.place({ side: 'sell', type: 'limit', limitPrice: dec(104), reduceOnly: true });
    run.mark(97);
    expect(run.all('submitOrder').at(-1)?.order).toMatchObject({ type: 'market', purpose: 'stopLoss' });
  });

  it('leaves no order of the position behind', () => {
    const run = aRun();
    run.fill(run.place({}, STOPS));
    run.place({ type: 'limit', limitPrice: dec(95) });
    run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
    run.fill(run.all('submitOrder').at(-1)!.order);
    expect(run.engine.core.orders.open.map(({ state }) => state)).toEqual(Array(3).fill('pendingCancel'));
  });
});

describe('liquidations', () => {
  const liquidation = (run: EngineRun, id: string, qty: number) =>
    run.report({
      type: 'liquidated',
      strategy: MANUAL,
      fill: run.aFill({ ...run.request({ side: 'sell' }), clientOrderId: toClientOrderId('liq') } as OrderIntent, {
        fillId: toFillId(id),
        qty: dec(qty),
        price: dec(50),
      }),
    });

  it('close what is held, with their own reason', () => {
    const run = aRun();
    run.fill(run.place({ qty: dec(2) }));
    liquidation(run, 'L1', 1);
    liquidation(run, 'L2', 1);
    expect(trades(run)).toEqual(['long 2 liquidation']);
  });

  it('regression: repeated or without a position, they open none', () => {
    const run = aRun();
    run.fill(run.place({ qty: dec(2) }));
    liquidation(run, 'L1', 1);
    liquidation(run, 'L1', 1);
    expect(position(run)?.qty.toString()).toBe('1');
    liquidation(run, 'L2', 2);
    expect(run.last('reportIgnored')?.reason).toBe(`manual holds no such position in ${LINEAR.symbol}`);
    liquidation(run, 'L3', 1);
    liquidation(run, 'L4', 1);
    expect(run.engine.core.portfolio.openCount).toBe(0);
    expect(() => run.place()).toThrow(/RECONCILING/);
  });
});

it('an acceptance of something else is told, not an error', () => {
  const run = aRun();
  const clientOrderId = toClientOrderId('theirs');
  run.report({ type: 'accepted', clientOrderId, venueOrderId: toVenueOrderId('V') });
  expect(run.last('reportIgnored')?.reason).toBe('no order of ours has this id');
  expect(() => run.step({ kind: 'timer', at: Number.NaN as typeof run.now })).toThrow(InvariantError);
});

it('regression: stops follow the average entry when a position grows again after a part of it was sold', () => {
  const run = aRun();
  run.fill(run.place({ qty: dec(2) }, { stopLoss: { pct: dec(2) } }));
  run.fill(run.place({ side: 'sell', reduceOnly: true }));
  expect(working(run)).toEqual(['stopLoss 1 @ 98']);
  run.fill(run.place(), { price: dec(110) });
  expect(position(run)?.initialRisk?.toString()).toBe('4');
  expect(working(run)).toEqual(['stopLoss 2 @ 102.5']);
});

it('regression: a close that is being canceled may still fill, so nothing closes the position beside it', () => {
  const run = aRun();
  run.fill(run.place());
  const close = { type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol } as const;
  run.command(close);
  const { order } = run.all('submitOrder').at(-1)!;
  run.accept(order);
  run.command({ type: 'cancelOrder', clientOrderId: order.clientOrderId });
  run.command(close);
  expect(run.last('commandRefused')?.reason).toMatch(/being closed already/);
  run.fill(order);
  expect(position(run)).toBeUndefined();
  expect(trades(run)).toEqual(['long 1 manual']);
});

it('regression: the venue cannot liquidate less than nothing', () => {
  const run = aRun();
  const entry = run.place();
  run.fill(entry);
  for (const part of [{ qty: dec(-1) }, { qty: dec(0) }, { price: dec(0) }]) {
    run.report({ type: 'liquidated', strategy: MANUAL, fill: run.aFill(entry, { side: 'sell', ...part }) });
  }
  expect(run.all('reportIgnored')).toHaveLength(3);
  expect(position(run)?.qty.toString()).toBe('1');
});
