// The paper venue on any orders, marks and candles: it never gives away what the book did not have, and remembers everything.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../../src/main/engine/kernel/canonical.ts';
import type { MarketQuote } from '../../src/main/engine/paper/marketQuote.ts';
import { type ClientOrderId, toClientOrderId, toEpochMs, toStrategyId } from '../../src/shared/domain/ids.ts';
import type { Fill, OrderIntent, OrderPurpose, OrderType, TimeInForce } from '../../src/shared/domain/order.ts';
import { Decimal } from '../../src/shared/money.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/shared/time.ts';
import { aMarketOf, aSpotMarket } from '../builders/candleTable.ts';
import { type AloneOptions, PaperAlone } from '../builders/paperAlone.ts';
import { anOrder, dec } from '../builders/risk.ts';

const PERPETUAL = aMarketOf({ tickSize: dec('0.5'), maintenanceMarginPct: dec(10) });
const COIN = aSpotMarket({ symbol: 'S' as OrderIntent['symbol'] });
const MARKETS = [PERPETUAL, COIN];

const price = fc.integer({ min: 180, max: 220 }).map((halves) => halves / 2);
const qty = fc.integer({ min: 1, max: 40 });
const size = fc.oneof(fc.constant(0), fc.constant(1000), fc.double({ min: 0, max: 30, noNaN: true }));
const market = fc.constantFrom(...MARKETS);
const index = fc.nat({ max: 20 });

const submit = fc.record({
  kind: fc.constant('submit' as const),
  market,
  side: fc.constantFrom('buy' as const, 'sell' as const),
  type: fc.constantFrom<OrderType[]>(
    'market',
    'market',
    'limit',
    'limit',
    'stop',
    'stopLimit',
    'takeProfit',
    'trailingStop',
  ),
  timeInForce: fc.constantFrom<TimeInForce[]>('GTC', 'GTC', 'GTC', 'IOC', 'FOK', 'GTD'),
  purpose: fc.constantFrom<OrderPurpose[]>('entry', 'entry', 'stopLoss', 'takeProfit'),
  ...{ qty, limit: price, stop: price, isReduceOnly: fc.boolean(), isPostOnly: fc.boolean() },
});
const mark = fc.record({
  kind: fc.constant('mark' as const),
  ...{ market, bid: price, bidSize: size, askSize: size },
  spread: fc.integer({ min: 0, max: 6 }),
  afterMs: fc.constantFrom(0, 1, 500, 1000, 1000, MINUTE_MS, 9 * HOUR_MS),
});
const candle = fc.record({
  kind: fc.constant('candle' as const),
  ...{ market, open: price, close: price, wick: fc.nat({ max: 10 }), volume: fc.integer({ min: 0, max: 400 }) },
});
const move = fc.oneof(
  { weight: 5, arbitrary: submit },
  { weight: 9, arbitrary: mark },
  { weight: 1, arbitrary: candle },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('amend' as const), index, qty, limit: price, stop: price }) },
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

const setting = fc.record({
  latencyMs: fc.constantFrom(0, 0, 700),
  slippageBps: fc.constantFrom(0, 30),
  cash: fc.constantFrom(500, 20_000),
  isPartial: fc.boolean(),
});
type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

/** What the quantity of an order may come to, and from when on it may fill. */
interface Asked {
  most: Decimal;
  filled: Decimal;
  readonly activeFrom: number;
}

class Trial extends PaperAlone {
  readonly asked = new Map<ClientOrderId, Asked>();
  private readonly latencyMs: number;

  constructor({ isPartial, ...rest }: Setting, isInterrupted: AloneOptions['isInterrupted']) {
    const half = dec('0.5');
    super({
      ...{ ...rest, instruments: MARKETS },
      limitFill: isPartial ? (_id, part, at) => (at % 3 === 0 ? part : part.times(half)) : undefined,
      ...(isInterrupted && { isInterrupted }),
    });
    this.latencyMs = rest.latencyMs;
  }

  play(move: Move): void {
    switch (move.kind) {
      case 'submit':
        return this.submit(move);
      case 'mark':
        return this.quote(move);
      case 'candle': {
        const { open, close, wick, volume } = move;
        const [openTime, symbol] = [toEpochMs(this.now + MINUTE_MS), move.market.symbol];
        const [high, low] = [Math.max(open, close) + wick, Math.min(open, close) - wick];
        this.count(this.candle({ symbol, timeframe: '1m', openTime, open, high, low, close, volume }));
        return;
      }
      case 'cancel':
        this.count(this.perform({ kind: 'cancelOrder', clientOrderId: idOf(move.index) }));
        return;
      case 'amend':
        return this.amend(move);
    }
  }

  private submit(move: Extract<Move, { kind: 'submit' }>): void {
    const { type } = move;
    const id = idOf(this.asked.size);
    const order = anOrder({
      ...{ clientOrderId: id, strategy: toStrategyId('s'), symbol: move.market.symbol, side: move.side, type },
      ...{ qty: dec(move.qty), purpose: move.purpose, reduceOnly: move.isReduceOnly, postOnly: move.isPostOnly },
      ...{ timeInForce: move.timeInForce, createdAt: this.now },
      expireAt: move.timeInForce === 'GTD' ? toEpochMs(this.now + 2000) : undefined,
      limitPrice: type === 'limit' || type === 'stopLimit' || type === 'takeProfit' ? dec(move.limit) : undefined,
      stopPrice: type === 'stop' || type === 'stopLimit' ? dec(move.stop) : undefined,
      trailPct: type === 'trailingStop' ? dec(2) : undefined,
    });
    this.asked.set(id, { most: order.qty, filled: Decimal.ZERO, activeFrom: this.now + this.latencyMs });
    this.count(this.perform({ kind: 'submitOrder', order }));
  }

  private amend({ index: place, qty, limit, stop }: Extract<Move, { kind: 'amend' }>): void {
    const id = idOf(place);
    const known = this.venue.openOrders().find(({ clientOrderId }) => clientOrderId === id);
    const asked = this.asked.get(id);
    if (known !== undefined && asked !== undefined) asked.most = dec(qty);
    const prices = {
      limitPrice: known?.limitPrice === undefined ? undefined : dec(limit),
      stopPrice: known?.stopPrice === undefined ? undefined : dec(stop),
    };
    this.count(this.perform({ kind: 'amendOrder', clientOrderId: id, qty: dec(qty), ...prices }));
  }

  private quote({ market: { symbol }, bid, spread, bidSize, askSize, afterMs }: Extract<Move, { kind: 'mark' }>): void {
    const at = toEpochMs(this.now + afterMs);
    const quote = { symbol, at, bid, ask: bid + spread / 2, last: bid, bidSize, askSize };
    const fills = this.count(this.mark(quote));
    for (const fill of fills) this.checkPrice(fill, quote);
    for (const side of ['buy', 'sell'] as const) {
      const total = fills.filter((fill) => fill.side === side).reduce((sum, fill) => sum.plus(fill.qty), Decimal.ZERO);
      expect(total.toNumber()).toBeLessThanOrEqual(side === 'buy' ? askSize : bidSize);
    }
  }

  private checkPrice({ clientOrderId, side, price: paid, at }: Fill, { bid, ask, at: quoteAt }: MarketQuote): void {
    if (side === 'buy') expect(paid.toNumber()).toBeGreaterThanOrEqual(ask);
    else expect(paid.toNumber()).toBeLessThanOrEqual(bid);
    expect(at).toBe(quoteAt);
    expect(at).toBeGreaterThanOrEqual(this.asked.get(clientOrderId)?.activeFrom ?? Infinity);
  }

  /** Keeps count of what each order got; the fills of orders among the reports. */
  private count(reports: ReturnType<PaperAlone['mark']>): readonly Fill[] {
    const fills = reports.flatMap((report) => (report.type === 'filled' ? [report.fill] : []));
    for (const { clientOrderId, qty: part } of fills) {
      const asked = this.asked.get(clientOrderId) as Asked;
      asked.filled = asked.filled.plus(part);
      expect(part.isPositive() && asked.filled.lte(asked.most)).toBe(true);
    }
    return fills;
  }
}

const idOf = (place: number): ClientOrderId => toClientOrderId(`o${place}`);

function playAll(how: Setting, moves: readonly Move[], isInterrupted?: () => boolean): string {
  const trial = new Trial(how, isInterrupted);
  for (const one of moves) trial.play(one);
  return encode({ reports: trial.reports, orders: trial.venue.openOrders(), balance: trial.account.balance });
}

const moves = fc.array(move, { minLength: 10, maxLength: 60 });
const runs = { numRuns: Number(process.env['FOREDECK_RUNS'] ?? 200) };

describe('the paper venue', () => {
  it('never fills better than the book, before its time, more than was asked, or more than the book held', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(setting, moves, (how, some) => {
        const trial = new Trial(how, undefined);
        for (const one of some) trial.play(one);
        for (const { type } of trial.reports) seen.add(type);
      }),
      runs,
    );
    const expected = [
      'accepted',
      'amendRejected',
      'cancelRejected',
      'canceled',
      'expired',
      'filled',
      'funding',
      'liquidated',
    ];
    expect([...seen].sort()).toEqual(expected);
  });

  it('saved and loaded at any point, even between two reports, goes on as if nothing had been', () => {
    fc.assert(
      fc.property(setting, moves, fc.infiniteStream(fc.boolean()), (how, some, interruptions) => {
        const isInterrupted = (): boolean => interruptions.next().value === true;
        expect(playAll(how, some, isInterrupted)).toBe(playAll(how, some));
      }),
      runs,
    );
  });
});
