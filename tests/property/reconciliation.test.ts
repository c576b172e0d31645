// Whatever the venue holds and whatever we hold: once the trader has settled every difference, none is left, the ledger adds up to the
// balance, what is open is protected, and an engine restored from text after any of it says the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/main/engine/kernel/engine.ts';
import { positionKey, toStrategyId, toSymbolId } from '../../src/shared/domain/ids.ts';
import type { DifferenceAction } from '../../src/shared/domain/reconciliation.ts';
import type { Condition } from '../../src/shared/domain/strategy.ts';
import { Decimal } from '../../src/shared/money.ts';
import { aNumber, aStrategy } from '../builders/aStrategy.ts';
import { EngineRun, LINEAR, MANUAL, sha256, SPOT } from '../builders/engineRun.ts';
import { dec } from '../builders/risk.ts';

const NEVER: Condition = { kind: 'below', left: aNumber(1), right: aNumber(0) };
const TREND = toStrategyId('trend');
const INSTRUMENTS = { linear: LINEAR, spot: { ...SPOT, symbol: toSymbolId('ETH/USDT') } } as const;

interface Settled {
  readonly theirs: number;
  readonly action: DifferenceAction;
  readonly strategy: typeof TREND;
  readonly price: number;
}

const anySettled: fc.Arbitrary<Settled> = fc.record({
  theirs: fc.integer({ min: -50, max: 50 }).map((lots) => lots / 10),
  action: fc.constantFrom('adopt', 'assign', 'ignore', 'flatten', 'restore'),
  strategy: fc.constantFrom(TREND, MANUAL),
  price: fc.integer({ min: 50, max: 200 }),
});

function aRun(kind: keyof typeof INSTRUMENTS): EngineRun {
  const instrument = INSTRUMENTS[kind];
  const { symbol } = instrument;
  const strategy = aStrategy({
    ...{ id: TREND, symbols: [symbol], sides: ['long', 'short'], entry: { long: NEVER, short: NEVER } },
  });
  const run = new EngineRun({ instruments: [instrument], strategies: [strategy] }, '100000');
  run.candle(0);
  run.mark(100);
  return run;
}

/** The venue takes every order; one that leaves at the market is filled. */
function answer(run: EngineRun): void {
  for (const order of run.engine.core.orders.open) {
    if (order.state === 'submitting') run.accept(order);
    if (order.type === 'market') run.fill(order);
    if (order.state === 'pendingCancel')
      run.report({ type: 'canceled', clientOrderId: order.clientOrderId, reason: 'asked for' });
  }
  if (run.engine.core.orders.open.some(({ state }) => state === 'submitting' || state === 'pendingCancel')) answer(run);
}

function expectSound(run: EngineRun): void {
  const { core } = run.engine;
  for (const position of core.portfolio.open) {
    const { stopGuard, stopPrice } = core.exits.get(positionKey(position.strategy, position.symbol))!;
    expect(stopPrice?.isPositive()).toBe(true);
    const order = core.orders.findWorking(stopGuard.order!);
    expect([order?.qty.minus(order.filledQty).toString(), order?.reduceOnly]).toEqual([position.qty.toString(), true]);
  }
  const snapshot = run.engine.snapshot();
  expect(Engine.restore(snapshot, sha256).snapshot()).toBe(snapshot);
}

describe.each(['linear', 'spot'] as const)('on a %s account', (kind) => {
  it('books equal the venue after adopting, and differ by what is ignored after ignoring', () => {
    fc.assert(
      fc.property(fc.array(anySettled, { minLength: 1, maxLength: 8 }), (settled) => {
        const run = aRun(kind);
        const { symbol } = INSTRUMENTS[kind];
        for (const { theirs, action, strategy, price } of settled) {
          const { core } = run.engine;
          const [ours, offset] = [core.portfolio.netQty(symbol), core.accepted.offsetOf(symbol)];
          const before = run.engine.snapshot();
          const { events } = run.command({
            ...{ type: 'resolveDifference', action, strategy, price: dec(price) },
            difference: { kind: 'position', symbol, ours, theirs: dec(String(theirs)) },
          });
          if (events.some((event) => event.kind === 'commandRefused')) {
            expect(run.engine.snapshot()).toBe(before);
            continue;
          }
          const now = core.portfolio.netQty(symbol);
          const more = dec(String(theirs)).minus(ours).minus(offset);
          if (action === 'ignore' || action === 'restore') expect(now.eq(ours)).toBe(true);
          else expect(now.eq(ours.plus(more))).toBe(true);
          if (action === 'ignore')
            expect(core.accepted.offsetOf(symbol).eq(dec(String(theirs)).minus(ours))).toBe(true);
          answer(run);
          expectSound(run);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('a balance is what the venue says, whatever it was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e7 }), { minLength: 1, maxLength: 5 }), (cents) => {
        const run = aRun(kind);
        for (const each of cents) {
          const theirs = Decimal.of((each / 100).toFixed(2));
          const { balance } = run.engine.core.portfolio;
          run.command({
            ...{ type: 'resolveDifference', action: 'adopt' },
            difference: { kind: 'balance', ours: balance, theirs },
          });
          expect(run.engine.core.portfolio.balance.eq(theirs)).toBe(true);
        }
      }),
    );
  });
});
