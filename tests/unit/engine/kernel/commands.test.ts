// What people ask of the engine: accepted or refused, always with the reason.
import { describe, expect, it } from 'vitest';
import { type ClientOrderId, toEpochMs, toStrategyId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { HOUR_MS } from '../../../../src/shared/time.ts';
import { aNumber, aStrategy, theClose } from '../../../builders/aStrategy.ts';
import { EngineRun, LINEAR, MANUAL } from '../../../builders/engineRun.ts';
import { aRiskConfig, dec } from '../../../builders/risk.ts';

const STRATEGY = toStrategyId('test');
const STOPS = { stopLoss: { pct: dec(2) }, takeProfit: { pct: dec(3) } };

/** A strategy that buys above 100 and leaves below 90; the account is flat at 100. */
function aRun(changes: ConstructorParameters<typeof EngineRun>[0] = {}): EngineRun {
  const strategy = aStrategy({
    symbols: [LINEAR.symbol],
    entry: { long: { kind: 'above', left: theClose(), right: aNumber(100) } },
    exit: { long: { kind: 'below', left: theClose(), right: aNumber(90) } },
  });
  const run = new EngineRun({ instruments: [LINEAR], strategies: [strategy], ...changes });
  close(run, 0, 100);
  return run;
}

const close = (run: EngineRun, index: number, price: number) =>
  run.candle(index, { open: price, high: price, low: price, close: price });
const refusal = (run: EngineRun) => run.last('commandRefused')?.reason;
const lastOrder = (run: EngineRun) => run.all('submitOrder').at(-1)!.order;
const states = (run: EngineRun) => run.engine.core.orders.open.map(({ purpose, state }) => `${purpose} ${state}`);
const cancel = (run: EngineRun, order: { clientOrderId: ClientOrderId }) =>
  run.report({ type: 'canceled', clientOrderId: order.clientOrderId, reason: 'on request' });

describe('orders by hand', () => {
  it('keep who asked and why', () => {
    const run = aRun();
    run.command({ type: 'closeAll' }, 'going on holiday');
    expect(run.last('commandAccepted')?.command).toMatchObject({ by: 'cli', reason: 'going on holiday' });
  });

  it('are rounded, checked and sent, or refused with code and sentence', () => {
    const run = aRun();
    const order = run.place({ type: 'limit', qty: dec('1.00099'), limitPrice: dec('99.7') });
    expect([order.qty, order.limitPrice].map(String)).toEqual(['1', '99.5']);
    expect(run.place({ side: 'sell', type: 'limit', limitPrice: dec('101.2') }).limitPrice?.toString()).toBe('101.5');
    run.command({ type: 'placeOrder', order: { ...run.request(), symbol: toSymbolId('X/Y') }, exits: {} });
    expect(refusal(run)).toMatch(/^INSTRUMENT_UNKNOWN: /);
    expect(run.last('orderRefused')).toMatchObject({ strategy: MANUAL, symbol: 'X/Y' });
  });

  it('are canceled by id, and only while they work', () => {
    const run = aRun();
    const order = run.place({ type: 'limit', limitPrice: dec(99) });
    run.command({ type: 'cancelOrder', clientOrderId: order.clientOrderId });
    expect(run.all('cancelOrder')).toEqual([{ kind: 'cancelOrder', clientOrderId: order.clientOrderId }]);
    run.command({ type: 'cancelOrder', clientOrderId: order.clientOrderId });
    expect(run.all('cancelOrder')).toHaveLength(1);
    cancel(run, order);
    run.command({ type: 'cancelOrder', clientOrderId: order.clientOrderId });
    expect(refusal(run)).toBe(`no working order has the id ${order.clientOrderId}`);
  });
});

describe('closing', () => {
  it('of one position, once', () => {
    const run = aRun();
    const command = { type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol } as const;
    run.command(command);
    expect(refusal(run)).toBe(`manual holds no position in ${LINEAR.symbol}`);
    run.fill(run.place({}, STOPS));
    run.command(command);
    expect(lastOrder(run)).toMatchObject({ purpose: 'manual', reduceOnly: true, type: 'market', side: 'sell' });
    run.command(command);
    expect(refusal(run)).toBe('the position is being closed already');
    run.fill(lastOrder(run));
    expect(run.last('tradeClosed')?.trade.exitReason).toBe('manual');
    expect(states(run)).toEqual(['stopLoss pendingCancel', 'takeProfit pendingCancel']);
  });

  it('of all, strategies too', () => {
    const run = aRun();
    run.fill(run.place());
    close(run, 1, 101);
    run.fill(lastOrder(run));
    run.command({ type: 'closeAll' });
    const closing = run.all('submitOrder').filter(({ order }) => order.reduceOnly);
    expect(closing.map(({ order }) => `${order.strategy} ${order.purpose}`)).toEqual(['manual manual', 'test manual']);
  });

  it('regression: of all is refused when an order of it is', () => {
    const run = aRun();
    run.fill(run.place());
    run.command({ type: 'halt' });
    run.command({ type: 'closeAll' });
    expect(refusal(run)).toMatch(/^TRADING_HALTED/);
  });
});

describe('explain', () => {
  it('gives the evidence of every condition, signal or not', () => {
    const run = aRun();
    run.command({ type: 'explain', strategy: STRATEGY, symbol: LINEAR.symbol });
    const { evidence } = run.last('explained')!;
    expect(evidence.map(({ result }) => result)).toEqual([false, false]);
    expect(evidence[0]?.values).toEqual([
      { name: 'close', now: 100 },
      { name: '100', now: 100 },
    ]);
    run.command({ type: 'explain', strategy: STRATEGY, symbol: toSymbolId('X/Y') });
    expect(refusal(run)).toBe('test does not trade X/Y here');
  });
});

describe('the brakes', () => {
  it('halt: nothing but cancels and protection; resumed with a reason only', () => {
    const run = aRun();
    run.fill(run.place({}, STOPS));
    const resting = run.place({ type: 'limit', limitPrice: dec(99) });
    run.command({ type: 'halt' }, 'lunch');
    expect(run.last('tradingStateChanged')?.change).toMatchObject({ to: 'HALTED', cause: 'command', reason: 'lunch' });
    expect(() => run.place()).toThrow(/^refused: TRADING_HALTED/);
    run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
    expect(refusal(run)).toMatch(/^TRADING_HALTED/);
    run.command({ type: 'cancelOrder', clientOrderId: resting.clientOrderId });
    expect(run.order(resting).state).toBe('pendingCancel');
    expect(states(run)).toContain('stopLoss submitting');
    run.command({ type: 'resume' }, ' ');
    expect(refusal(run)).toMatch(/needs a reason/);
    run.command({ type: 'resume' }, 'back');
    expect(() => run.place()).not.toThrow();
  });

  it('reduce: only what reduces', () => {
    const run = aRun();
    run.fill(run.place());
    run.command({ type: 'reduce' });
    expect(() => run.place()).toThrow(/TRADING_REDUCING/);
    expect(() => run.place({ side: 'sell', reduceOnly: true })).not.toThrow();
  });

  it('safe mode: halted until left with a reason, and no other way', () => {
    const run = aRun();
    run.command({ type: 'enterSafeMode' }, 'two faults');
    expect(() => run.place()).toThrow(/SAFE_MODE/);
    run.command({ type: 'resume' });
    expect(refusal(run)).toMatch(/leave it first/);
    run.command({ type: 'leaveSafeMode' }, 'looked at it');
    expect(run.engine.core.control.tradingState).toBe('ACTIVE');
    run.command({ type: 'leaveSafeMode' });
    expect(refusal(run)).toBe('the engine is not in safe mode');
  });

  it('lock: entries of its scope are refused until it ends by time or by hand', () => {
    const run = aRun();
    const until = toEpochMs(run.now + HOUR_MS);
    run.command({ type: 'lock', strategy: STRATEGY, untilMs: until });
    expect(run.all('armTimer').some(({ at }) => at <= until)).toBe(true);
    close(run, 1, 101);
    expect(run.last('decisionMade')?.decision.verdicts.find(({ allow }) => !allow)?.code).toBe('LOCK_MANUAL');
    expect(() => run.place()).not.toThrow();
    run.command({ type: 'unlock', lockId: 1 });
    close(run, 2, 101);
    expect(run.last('decisionMade')?.decision.outcome).toBe('ordered');
    run.command({ type: 'lock', untilMs: toEpochMs(run.now + 1000) });
    expect(() => run.place({ qty: dec(2) })).toThrow(/LOCK_MANUAL/);
    run.timer(1000);
    expect(run.last('lockReleased')?.lock.id).toBe(2);
    run.command({ type: 'unlock', lockId: 2 });
    expect(refusal(run)).toBe('no lock 2 holds now');
    run.command({ type: 'lock', untilMs: run.now });
    expect(refusal(run)).toMatch(/must end in the future/);
  });
});

describe('the kill switch', () => {
  it('cancels, flattens and says how long it took', () => {
    const run = aRun();
    run.fill(run.place({}, STOPS));
    const resting = run.place({ type: 'limit', limitPrice: dec(99) });
    const { events } = run.command({ type: 'killSwitch' }, 'enough');
    expect(events.at(-1)).toMatchObject({ kind: 'commandAccepted' });
    expect(run.last('tradingStateChanged')?.change).toMatchObject({ to: 'HALTED', cause: 'killSwitch' });
    expect(run.order(resting).state).toBe('pendingCancel');
    expect(states(run)).toContain('stopLoss submitting');
    expect(lastOrder(run)).toMatchObject({ purpose: 'killSwitch', reduceOnly: true });
    expect(run.last('flattened')).toBeUndefined();
    const requestedAt = run.now;
    run.timer(1500);
    run.fill(lastOrder(run));
    expect(run.last('tradeClosed')?.trade.exitReason).toBe('killSwitch');
    // Flat, but the entry may still fill.
    expect(run.last('flattened')).toBeUndefined();
    cancel(run, resting);
    expect(run.all('flattened')).toEqual([{ kind: 'flattened', requestedAt, tookMs: 1500 }]);
    expect(() => run.place()).toThrow(/TRADING_HALTED/);
  });

  it('on a flat account is done at once', () => {
    const run = aRun();
    run.command({ type: 'killSwitch' });
    expect(run.last('flattened')).toMatchObject({ tookMs: 0 });
  });

  it('regression: leaves an exit that is on its way alone, and closes what has none', () => {
    const run = aRun();
    run.fill(run.place());
    run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
    const exit = lastOrder(run);
    close(run, 1, 101);
    run.fill(lastOrder(run));
    run.command({ type: 'killSwitch' });
    expect(run.order(exit).state).toBe('submitting');
    expect(lastOrder(run)).toMatchObject({ strategy: STRATEGY, purpose: 'killSwitch' });
    run.fill(exit);
    expect(run.last('flattened')).toBeUndefined();
    run.fill(lastOrder(run));
    expect(run.last('flattened')).toBeDefined();
  });

  it('regression: a resting reduce-only order does not keep a position from being closed', () => {
    const run = aRun();
    run.fill(run.place());
    const resting = run.place({ side: 'sell', type: 'limit', limitPrice: dec(104), reduceOnly: true });
    run.command({ type: 'killSwitch' });
    expect(run.order(resting).state).toBe('pendingCancel');
    expect(lastOrder(run).purpose).toBe('killSwitch');
  });

  it('comes by itself at the drawdown limit, where so configured', () => {
    const run = aRun({ risk: aRiskConfig({ maxDrawdownPct: 10, flattenOnDrawdown: true }) });
    run.fill(run.place({ qty: dec(50) }));
    close(run, 1, 70);
    expect(run.last('tradingStateChanged')?.change).toMatchObject({ to: 'HALTED', cause: 'DRAWDOWN' });
    expect(lastOrder(run)).toMatchObject({ purpose: 'killSwitch', reduceOnly: true });
  });
});
