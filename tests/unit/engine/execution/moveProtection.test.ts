// Stops and targets moved by hand: at the venue and watched here, and refused where they would be reached at once.
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import type { ExitPlan } from '../../../../src/shared/domain/order.ts';
import type { Decimal } from '../../../../src/shared/money.ts';
import { EngineRun, LINEAR, MANUAL, sha256 } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';

const STOPS = { stopLoss: { pct: dec(2) }, takeProfit: { pct: dec(3) } };

interface Move {
  readonly stopPrice?: Decimal | null;
  readonly targetPrice?: Decimal | null;
}

/** Long 1 at 100, its stop at 98 and its target at 103. */
function held(exits: ExitPlan = STOPS, changes: ConstructorParameters<typeof EngineRun>[0] = {}): EngineRun {
  const run = new EngineRun({ instruments: [LINEAR], ...changes });
  run.candle(0, { open: 100, high: 100, low: 100, close: 100 });
  run.fill(run.place({}, exits));
  for (const { order } of run.all('submitOrder').slice(1)) run.accept(order);
  return run;
}

const move = (run: EngineRun, levels: Move) =>
  run.command({ type: 'moveProtection', strategy: MANUAL, symbol: LINEAR.symbol, ...levels });
const refusal = (run: EngineRun) => run.last('commandRefused')?.reason;
const working = (run: EngineRun) =>
  run.engine.core.orders.open.map(
    ({ purpose, state, stopPrice, limitPrice }) => `${purpose} ${state} ${String(stopPrice ?? limitPrice)}`,
  );
const levels = (run: EngineRun) => {
  const { stopPrice, targetPrice } = run.last('positionChanged')!.position;
  return [String(stopPrice), String(targetPrice)];
};

describe('moving protection', () => {
  it('amends the orders at the venue, on the grid and away from the price', () => {
    const run = held();
    expect(working(run)).toEqual(['stopLoss open 98', 'takeProfit open 103']);
    move(run, { stopPrice: dec('96.7'), targetPrice: dec('104.1') });
    expect(working(run)).toEqual(['stopLoss open 96.5', 'takeProfit open 104.5']);
    expect(levels(run)).toEqual(['96.5', '104.5']);
    expect(run.all('amendOrder')).toHaveLength(2);
  });

  it('leaves what is not named as it is', () => {
    const run = held();
    move(run, { targetPrice: dec(110) });
    expect(working(run)).toEqual(['stopLoss open 98', 'takeProfit open 110']);
  });

  it('takes a level away, and brings it back', () => {
    const run = held();
    move(run, { stopPrice: null });
    expect(working(run)).toEqual(['stopLoss pendingCancel 98', 'takeProfit open 103']);
    expect(levels(run)).toEqual(['undefined', '103']);
    move(run, { stopPrice: dec(97) });
    expect(working(run)).toContain('stopLoss submitting 97');
  });

  it('gives exits to a position that had none', () => {
    const run = held({});
    expect(working(run)).toEqual([]);
    move(run, { stopPrice: dec(95) });
    expect(working(run)).toEqual(['stopLoss submitting 95']);
  });

  it('is watched here where the venue holds none', () => {
    const run = held({}, { hasVenueProtection: false });
    move(run, { stopPrice: dec(95) });
    run.mark(95.5);
    expect(run.all('submitOrder')).toHaveLength(1);
    run.mark(95);
    expect(run.all('submitOrder').at(-1)?.order).toMatchObject({ purpose: 'stopLoss', type: 'market' });
  });

  it('survives a larger position and a restart', () => {
    const run = held();
    move(run, { stopPrice: dec(95) });
    run.engine = Engine.restore(run.engine.snapshot(), sha256);
    run.fill(run.place({ qty: dec(2) }));
    expect(working(run)).toEqual(['stopLoss open 95', 'takeProfit open 103']);
  });

  it('is drawn on by a trailing stop that comes further', () => {
    const run = held({ stopLoss: { pct: dec(2) }, trailing: { activationPct: dec(1), distancePct: dec(1) } });
    run.mark(102);
    move(run, { stopPrice: dec(99) });
    run.mark(101.5);
    expect(working(run)).toEqual(['stopLoss open 99']);
    run.mark(104);
    expect(working(run)).toEqual(['stopLoss open 102.5']);
  });

  it.each<[string, Move, RegExp]>([
    ['a stop at the price', { stopPrice: dec(100) }, /the stop 100 is not below the price 100/],
    ['a target below it', { targetPrice: dec(99) }, /the target 99 is not above the price 100/],
    ['one bad of two', { stopPrice: dec(97), targetPrice: dec(99) }, /the target 99/],
  ])('refuses %s, and moves nothing', (_, levels, sentence) => {
    const run = held();
    move(run, levels);
    expect(refusal(run)).toMatch(sentence);
    expect(working(run)).toEqual(['stopLoss open 98', 'takeProfit open 103']);
  });

  it('refuses where nothing is held, or it is being closed', () => {
    const run = held();
    run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
    move(run, { stopPrice: dec(97) });
    expect(refusal(run)).toBe('the position is being closed already');
    run.fill(run.all('submitOrder').at(-1)!.order);
    move(run, { stopPrice: dec(97) });
    expect(refusal(run)).toBe(`manual holds no position in ${LINEAR.symbol}`);
  });

  it('refuses while the fate of the order is looked up', () => {
    const run = held();
    const stop = run.all('submitOrder').find(({ order }) => order.purpose === 'stopLoss')!.order;
    run.report({ type: 'unknown', clientOrderId: stop.clientOrderId, reason: 'time-out' });
    move(run, { stopPrice: dec(97) });
    expect(refusal(run)).toMatch(/^the fate of its stop order \S+ is being looked up$/);
  });
});
