// Stops and targets that the venue does not hold as it should: what the engine watches meanwhile, and when it says so.
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import type { ExitPlan, Order } from '../../../../src/shared/domain/order.ts';
import { positionKey } from '../../../../src/shared/domain/ids.ts';
import { EngineRun, LINEAR, MANUAL, sha256 } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';

const STOPS: ExitPlan = { stopLoss: { pct: dec(2) }, takeProfit: { pct: dec(3) } };

/** A position of 1 from 100, its stop and target taken by the venue. */
function aHolder(plan: ExitPlan = STOPS, qty = 1): EngineRun {
  const run = new EngineRun({ instruments: [LINEAR] });
  run.candle(0, { open: 100, high: 100, low: 100, close: 100 });
  run.fill(run.place({ qty: dec(qty) }, plan));
  for (const order of run.engine.core.orders.open) run.accept(order);
  return run;
}

const stop = (run: EngineRun): Order => run.working('stop')!;
const target = (run: EngineRun): Order => run.working('takeProfit')!;
const end = (run: EngineRun, { clientOrderId }: Order, type: 'canceled' | 'rejected' | 'expired' = 'canceled') =>
  run.report({ type, clientOrderId, reason: 'venue' });
const critical = (run: EngineRun) => run.all('notify').map(({ level, text }) => `${level}: ${text}`);
const closes = (run: EngineRun) =>
  run.all('submitOrder').flatMap(({ order }) => (order.type === 'market' && order.reduceOnly ? [order] : []));
const working = (run: EngineRun) =>
  run.engine.core.orders.open.map(({ purpose, qty, state, ...order }) =>
    [purpose, qty.toString(), (order.limitPrice ?? order.stopPrice)?.toString(), state].join(' '),
  );
const restart = (run: EngineRun): void => {
  run.engine = Engine.restore(run.engine.snapshot(), sha256);
};

describe('a level whose order is gone', () => {
  it('is watched, and the other one left to the venue', () => {
    const run = aHolder();
    end(run, stop(run));
    expect(critical(run)).toEqual([expect.stringMatching(/^critical: No stopLoss order .* \(venue\).* watches 98 /)]);
    run.mark(104);
    expect(closes(run)).toEqual([]);
    run.mark(97);
    expect(closes(run).map(({ purpose }) => purpose)).toEqual(['stopLoss']);
  });

  it('is watched where it is the target', () => {
    const run = aHolder();
    end(run, target(run), 'expired');
    expect(critical(run)).toEqual([expect.stringMatching(/No takeProfit order .* watches 103 /)]);
    run.mark(97);
    expect(closes(run)).toEqual([]);
    run.mark(103);
    expect(closes(run).map(({ purpose }) => purpose)).toEqual(['takeProfit']);
  });

  it('gets a new one after half a minute, and is watched until that is accepted', () => {
    const run = aHolder();
    end(run, stop(run));
    const before = run.all('submitOrder').length;
    run.timer(29_999);
    expect(run.all('submitOrder')).toHaveLength(before);
    expect(run.engine.core.armedAt).toBe(run.now + 1);
    restart(run);
    run.timer(1);
    end(run, stop(run), 'rejected');
    run.timer(30_000);
    expect(working(run)).toEqual(['takeProfit 1 103 open', 'stopLoss 1 98 submitting']);
    run.accept(stop(run));
    run.mark(97);
    expect(closes(run)).toEqual([]);
    // Told once, however often it was refused.
    expect(critical(run)).toHaveLength(1);
    expect(run.all('orderRefused')).toEqual([]);
  });

  it('is watched while the new one has no answer', () => {
    const run = aHolder();
    end(run, stop(run));
    run.timer(30_000);
    run.mark(97);
    expect(closes(run)).toHaveLength(1);
  });

  it('follows the position also while it is watched', () => {
    const run = aHolder();
    end(run, stop(run));
    run.fill(run.place(), { price: dec(110) });
    run.timer(30_000);
    expect(working(run)).toEqual(['takeProfit 2 108.5 open', 'stopLoss 2 102.5 submitting']);
  });
});

describe('an order that the venue does not change', () => {
  const trailing = { activationPct: dec(2), distancePct: dec(1) };

  it('works on beside the watched level until another one stands in its place', () => {
    const run = aHolder({ ...STOPS, takeProfit: undefined, trailing });
    const old = stop(run);
    run.mark(110);
    run.report({ type: 'amendRejected', clientOrderId: old.clientOrderId, reason: 'too fast' });
    expect(critical(run)).toEqual([expect.stringMatching(/No trailing order .* \(too fast\).* watches 108.5 /)]);
    run.timer(30_000);
    restart(run);
    const [, renewed] = run.engine.core.orders.open;
    expect(working(run)).toEqual(['stopLoss 1 108.5 open', 'trailing 1 108.5 submitting']);
    run.accept(renewed!);
    expect(working(run)).toEqual(['stopLoss 1 108.5 pendingCancel', 'trailing 1 108.5 open']);
    end(run, old);
    expect(critical(run)).toHaveLength(1);
    run.mark(108);
    expect(closes(run)).toEqual([]);
  });

  it('is left for the level that is watched', () => {
    const run = aHolder({ trailing });
    run.mark(110);
    run.report({ type: 'amendRejected', clientOrderId: stop(run).clientOrderId, reason: '' });
    run.mark(108);
    expect(closes(run).map(({ purpose }) => purpose)).toEqual(['trailing']);
  });
});

it('while the fate of a stop is unknown its level is watched, and no longer', () => {
  const run = aHolder();
  const { clientOrderId } = stop(run);
  run.report({ type: 'unknown', clientOrderId, reason: 'no answer' });
  const lost = Engine.restore(run.engine.snapshot(), sha256);
  run.accept(stop(run));
  run.mark(97);
  expect(closes(run)).toEqual([]);
  run.engine = lost;
  run.mark(97);
  expect(closes(run)).toHaveLength(1);
  expect(critical(run)).toEqual([]);
});

describe('no alarm', () => {
  it('for a level that the trader cancels: it is gone for good, the other one stays', () => {
    const run = aHolder({ ...STOPS, trailing: { activationPct: dec(5), distancePct: dec(1) } });
    const order = stop(run);
    run.command({ type: 'cancelOrder', clientOrderId: order.clientOrderId });
    end(run, order);
    restart(run);
    run.mark(101);
    run.fill(run.place());
    run.mark(110);
    run.mark(90);
    run.timer(60_000);
    expect(critical(run)).toEqual([]);
    expect(working(run)).toEqual(['takeProfit 2 103 open']);
    run.command({ type: 'cancelOrder', clientOrderId: target(run).clientOrderId });
    end(run, target(run));
    run.mark(120);
    expect(closes(run)).toEqual([]);
    expect(run.last('positionChanged')?.position.stopPrice).toBeUndefined();
  });

  it('for what goes with its position', () => {
    const run = aHolder();
    const [first, second] = [stop(run), target(run)];
    run.fill(first, { price: dec(98) });
    end(run, second);
    expect(critical(run)).toEqual([]);
  });
});

describe('a stop and a target that both fill', () => {
  function overfilled(): EngineRun {
    const run = aHolder();
    const [first, second] = [stop(run), target(run)];
    run.fill(first, { price: dec(98) });
    run.fill(second, { price: dec(103) });
    return run;
  }
  const held = (run: EngineRun) => run.engine.core.portfolio.position(positionKey(MANUAL, LINEAR.symbol));

  it('leave what is really there: booked, without exits, reconciling, and told', () => {
    const run = overfilled();
    expect(held(run)).toMatchObject({ side: 'short', qty: dec(1) });
    expect(run.engine.core.portfolio.balance.toString()).toBe('9998');
    expect(run.all('tradeClosed')).toHaveLength(1);
    expect(run.engine.core.exits.save().size).toBe(0);
    expect(() => run.place({ side: 'sell' })).toThrow(/RECONCILING/);
    expect(critical(run)).toEqual([expect.stringMatching(/^critical: The reversal exit .* opened a short position\)/)]);
  });

  it.each(['halt', 'resume'] as const)('are closed again, after %s too', (type) => {
    const run = overfilled();
    run.command({ type });
    restart(run);
    run.timer(1000);
    expect(closes(run)).toMatchObject([{ side: 'buy', qty: dec(1), purpose: 'reversal' }]);
    run.fill(closes(run)[0]!, { price: dec(103) });
    expect(held(run)).toBeUndefined();
    expect(run.last('tradeClosed')?.trade.exitReason).toBe('reversal');
  });

  it('in part do the same with the rest', () => {
    const run = aHolder(STOPS, 2);
    const [first, second] = [stop(run), target(run)];
    run.fill(first, { qty: dec('1.5'), price: dec(98) });
    // The venue filled it before it heard of the smaller quantity: 0.5 are left to it here.
    run.fill(second, { qty: dec('0.5'), price: dec(103) });
    expect(held(run)).toBeUndefined();
    run.fill(first, { qty: dec('0.5'), price: dec(98) });
    expect(held(run)).toMatchObject({ side: 'short', qty: dec('0.5') });
    run.timer(1000);
    expect(closes(run)).toMatchObject([{ side: 'buy', qty: dec('0.5') }]);
  });
});
