// The venue as an exchange is asked: working orders, ids, changes of orders that are gone, and its memory.
import { describe, expect, it } from 'vitest';
import { toClientOrderId, toEpochMs } from '../../../../src/shared/domain/ids.ts';
import type { OrderIntent } from '../../../../src/shared/domain/order.ts';
import { aMarketOf } from '../../../builders/candleTable.ts';
import { PaperAlone } from '../../../builders/paperAlone.ts';
import { anOrder, dec } from '../../../builders/risk.ts';

const MARKET = aMarketOf();
const buy = (id: string, part: Partial<OrderIntent> = {}): OrderIntent =>
  anOrder({ clientOrderId: toClientOrderId(id), symbol: MARKET.symbol, qty: dec(5), ...part });
const limit = { type: 'limit', limitPrice: dec(95) } as const;

class Exchange extends PaperAlone {
  constructor() {
    super({ instruments: [MARKET] });
  }

  submit(order: OrderIntent): ReturnType<PaperAlone['perform']> {
    return this.perform({ kind: 'submitOrder', order });
  }

  quote(bid: number, ask: number, askSize = 100): ReturnType<PaperAlone['mark']> {
    const at = toEpochMs(this.now + 1000);
    return this.mark({ symbol: MARKET.symbol, at, bid, ask, last: bid, bidSize: 100, askSize });
  }
}

describe('working orders', () => {
  it('are shown oldest first, with what is filled and their prices as amended', () => {
    const exchange = new Exchange();
    exchange.submit(buy('target', { side: 'sell', purpose: 'takeProfit', type: 'takeProfit', limitPrice: dec(120) }));
    exchange.submit(buy('limit', limit));
    exchange.quote(100, 101);
    exchange.quote(94, 95, 2);
    exchange.perform({ kind: 'amendOrder', clientOrderId: toClientOrderId('limit'), qty: dec(9), limitPrice: dec(90) });
    const shown = JSON.parse(JSON.stringify(exchange.venue.openOrders())) as unknown;
    const common = { symbol: 'A' };
    expect(shown).toEqual([
      {
        ...common,
        clientOrderId: 'target',
        venueOrderId: 'P1',
        side: 'sell',
        qty: '5',
        filledQty: '0',
        limitPrice: '120',
      },
      {
        ...common,
        clientOrderId: 'limit',
        venueOrderId: 'P2',
        side: 'buy',
        qty: '9',
        filledQty: '2',
        limitPrice: '90',
      },
    ]);
    exchange.quote(80, 85);
    expect(exchange.venue.openOrders().map(({ clientOrderId }) => clientOrderId)).toEqual(['target']);
  });

  it('end when they are amended to no more than they have filled', () => {
    const exchange = new Exchange();
    exchange.submit(buy('limit', limit));
    exchange.quote(94, 95, 2);
    const clientOrderId = toClientOrderId('limit');
    expect(exchange.perform({ kind: 'amendOrder', clientOrderId, qty: dec(2) })).toMatchObject([{ type: 'canceled' }]);
    expect(exchange.venue.openOrders()).toEqual([]);
  });

  it('are never doubled: an id that works is refused, and works on once', () => {
    const exchange = new Exchange();
    exchange.submit(buy('one', limit));
    expect(exchange.submit(buy('one', { type: 'market' }))).toEqual([
      { type: 'rejected', clientOrderId: 'one', reason: 'an order with this client id works already' },
    ]);
    expect(exchange.venue.openOrders()).toHaveLength(1);
    exchange.quote(100, 101);
    expect(exchange.quote(90, 91)).toMatchObject([{ type: 'filled', fill: { price: dec(95) } }]);
    expect(exchange.quote(90, 91)).toEqual([]);
  });

  it('that are gone can be neither canceled nor amended', () => {
    const exchange = new Exchange();
    exchange.submit(buy('one'));
    exchange.quote(100, 101);
    const gone = { clientOrderId: toClientOrderId('one') };
    const reason = 'the venue knows no such open order';
    expect(exchange.perform({ kind: 'cancelOrder', ...gone })).toEqual([{ type: 'cancelRejected', ...gone, reason }]);
    expect(exchange.perform({ kind: 'amendOrder', ...gone, qty: dec(1) })).toEqual([
      { type: 'amendRejected', ...gone, reason },
    ]);
  });
});

describe('the memory of the venue', () => {
  it('holds the reports that nobody has taken yet, and the numbers that were given', () => {
    const exchange = new Exchange();
    exchange.submit(buy('one', limit));
    exchange.venue.perform({ kind: 'submitOrder', order: buy('two') }, exchange.now);
    exchange.restart();
    expect(exchange.quote(100, 101)).toMatchObject([
      { type: 'accepted', clientOrderId: 'two', venueOrderId: 'P2' },
      { type: 'filled', fill: { clientOrderId: 'two', fillId: 'F3' } },
    ]);
  });

  it('is a copy: what happens later does not change it', () => {
    const exchange = new Exchange();
    exchange.submit(buy('one'));
    const state = exchange.venue.save();
    exchange.quote(100, 101, 2);
    exchange.venue.load(state);
    expect(exchange.quote(100, 101)).toMatchObject([{ fill: { qty: dec(5) } }]);
  });

  it('wants the reports of one mark taken before the next', () => {
    const { venue, now: at } = new Exchange();
    const quote = { symbol: MARKET.symbol, at, bid: 100, ask: 101, last: 100, bidSize: 1, askSize: 1 };
    venue.beginMark(quote);
    expect(() => venue.beginMark(quote)).toThrow('to be polled before the next begins');
  });
});
