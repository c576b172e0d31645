// Whatever a venue says, in whatever order and however often: orders end once, quantities add up, the engine never faults.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canMove, isTerminal } from '../../src/main/engine/execution/orderStates.ts';
import { toClientOrderId, toFillId, toVenueOrderId } from '../../src/shared/domain/ids.ts';
import type { Fill, Order, OrderIntent, OrderState } from '../../src/shared/domain/order.ts';
import { Decimal } from '../../src/shared/money.ts';
import { EngineRun, LINEAR } from '../builders/engineRun.ts';
import { dec } from '../builders/risk.ts';

const ENDING = ['canceled', 'rejected', 'expired', 'unknown', 'cancelRejected'] as const;

type Move =
  | { readonly kind: 'place'; readonly side: 'buy' | 'sell'; readonly qty: number; readonly hasStop: boolean }
  | { readonly kind: 'accepted' | 'cancel' | 'repeat'; readonly order: number }
  | { readonly kind: 'fill'; readonly order: number; readonly share: number; readonly id: number }
  | { readonly kind: (typeof ENDING)[number]; readonly order: number }
  | { readonly kind: 'reconciled' }
  | { readonly kind: 'foreign'; readonly id: number }
  | { readonly kind: 'liquidated'; readonly qty: number; readonly id: number };

const anyOrder = fc.nat({ max: 7 });
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      qty: fc.integer({ min: 1, max: 5 }),
      hasStop: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('accepted' as const, 'cancel' as const, 'repeat' as const),
      order: anyOrder,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('fill' as const),
      order: anyOrder,
      share: fc.integer({ min: 1, max: 5 }),
      id: fc.nat({ max: 20 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'reconciled' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom(...ENDING), order: anyOrder }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('foreign' as const), id: fc.nat({ max: 3 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('liquidated' as const),
      qty: fc.integer({ min: 1, max: 5 }),
      id: fc.nat({ max: 3 }),
    }),
  },
);

/** Every order that went to the venue, protective ones too; the fills that were said to have happened. */
class Venue {
  readonly run = new EngineRun({ instruments: [LINEAR] }, '1000000');
  private readonly said: Fill[] = [];

  constructor() {
    this.run.candle(0, { open: 100, high: 100, low: 100, close: 100 });
  }

  apply(move: Move): void {
    const { run } = this;
    if (move.kind === 'place') return this.place(move);
    if (move.kind === 'reconciled') return void run.feed({ type: 'reconciled' });
    if (move.kind === 'foreign') {
      const stranger = { ...run.request(), clientOrderId: toClientOrderId('theirs') } as OrderIntent;
      run.fill(stranger, { fillId: toFillId(`X${String(move.id)}`) });
      run.report({ type: 'canceled', clientOrderId: stranger.clientOrderId, reason: 'test' });
      return;
    }
    if (move.kind === 'liquidated') return this.liquidate(move);
    const intents = run.all('submitOrder');
    const intent = intents[move.order % Math.max(1, intents.length)]?.order;
    if (intent === undefined) return;
    const { clientOrderId } = intent;
    switch (move.kind) {
      case 'accepted':
        run.report({ type: 'accepted', clientOrderId, venueOrderId: toVenueOrderId('V') });
        return;
      case 'cancel':
        run.command({ type: 'cancelOrder', clientOrderId });
        return;
      case 'repeat':
        if (this.said.length > 0) run.report({ type: 'filled', fill: this.said[move.order % this.said.length]! });
        return;
      case 'fill': {
        const qty = intent.qty.times(dec(move.share)).times(dec('0.25'));
        const fill = run.aFill(intent, { qty, fillId: toFillId(`F${String(move.id)}`), price: dec(90 + move.id) });
        this.said.push(fill);
        run.report({ type: 'filled', fill });
        return;
      }
      default:
        run.report({ type: move.kind, clientOrderId, reason: 'test' });
    }
  }

  private place({ side, qty, hasStop }: Extract<Move, { kind: 'place' }>): void {
    const exits = hasStop ? { stopLoss: { pct: dec(2) }, takeProfit: { pct: dec(3) } } : {};
    const order = this.run.request({ side, qty: dec(qty) });
    this.run.command({ type: 'placeOrder', order, exits });
  }

  private liquidate({ qty, id }: Extract<Move, { kind: 'liquidated' }>): void {
    const order = { ...this.run.request(), clientOrderId: toClientOrderId('liquidation') } as OrderIntent;
    for (const side of ['buy', 'sell'] as const) {
      const fill = this.run.aFill(order, { qty: dec(qty), side, fillId: toFillId(`L${String(id)}${side}`) });
      this.run.report({ type: 'liquidated', strategy: 'manual' as OrderIntent['strategy'], fill });
    }
  }
}

/** Every version of every order, in order. */
function histories(run: EngineRun): Map<string, Order[]> {
  const byId = new Map<string, Order[]>();
  for (const { order } of run.all('orderChanged')) {
    byId.set(order.clientOrderId, [...(byId.get(order.clientOrderId) ?? []), order]);
  }
  return byId;
}

const sum = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total.plus(value), Decimal.ZERO);

function expectOrderly(run: EngineRun): void {
  const fills = run.all('orderFilled').map(({ fill }) => fill);
  for (const [id, versions] of histories(run)) {
    const own = fills.filter(({ clientOrderId }) => clientOrderId === id);
    const last = versions.at(-1)!;
    expect(new Set(own.map(({ fillId }) => fillId)).size).toBe(own.length);
    expect(sum(own.map(({ qty }) => qty)).toString()).toBe(last.filledQty.toString());
    expect(last.filledQty.lte(last.qty)).toBe(true);
    expect(last.state === 'filled').toBe(last.filledQty.eq(last.qty));
    let before: OrderState = 'intent';
    for (const { state } of versions) {
      expect(isTerminal(before)).toBe(false);
      expect(before === state || canMove(before, state), `${before} -> ${state}`).toBe(true);
      before = state;
    }
  }
}

describe('orders under a venue that says anything', () => {
  it('only move legally, add up, and never fault the engine', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { minLength: 10, maxLength: 80, size: 'max' }), (moves) => {
        const venue = new Venue();
        for (const move of moves) venue.apply(move);
        const { run } = venue;
        expectOrderly(run);
        // What the positions hold is what the fills brought.
        const signed = run.all('orderFilled').map(({ fill: { side, qty } }) => (side === 'buy' ? qty : qty.negated()));
        expect(run.engine.core.portfolio.netQty(LINEAR.symbol).toString()).toBe(sum(signed).toString());
      }),
      { numRuns: 300 },
    );
  });

  it('block new entries of the symbol once the venue and we may differ', () => {
    const run = new EngineRun();
    run.candle(0);
    run.fill({ ...run.request(), clientOrderId: toClientOrderId('theirs') } as OrderIntent);
    expect(run.last('reportIgnored')?.reason).toBe('no order of ours has this id');
    run.command({ type: 'placeOrder', order: run.request(), exits: {} });
    expect(run.last('commandRefused')?.reason).toMatch(/^RECONCILING/);
  });
});
