import { describe, expect, it } from 'vitest';
import { checkOrder } from '../../../../src/main/engine/risk/riskChain.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import type { OrderIntent } from '../../../../src/shared/domain/order.ts';
import { anOrder, aView, dec } from '../../../builders/risk.ts';

const NOW = toEpochMs(1000);
const price = dec(100);
const faultOf = (changes: Partial<OrderIntent>): string | undefined => {
  const { refusal } = checkOrder(anOrder(changes), aView(), NOW);
  if (refusal !== undefined) expect(refusal.code).toBe('UNSUPPORTED_ORDER_TYPE');
  return refusal?.detail;
};

describe('order types', () => {
  it.each<Partial<OrderIntent>>([
    { type: 'market' },
    { type: 'market', timeInForce: 'FOK' },
    { type: 'limit', limitPrice: price, postOnly: true },
    { type: 'limit', limitPrice: price, timeInForce: 'IOC' },
    { type: 'limit', limitPrice: price, timeInForce: 'GTD', expireAt: toEpochMs(1001), postOnly: true },
    { type: 'stop', stopPrice: price },
    { type: 'stopLimit', stopPrice: price, limitPrice: price, timeInForce: 'GTD', expireAt: toEpochMs(1001) },
    { type: 'takeProfit', limitPrice: price, postOnly: true },
    { type: 'trailingStop', trailPct: dec('0.01') },
    { type: 'trailingStop', trailPct: dec('99.99'), stopPrice: price },
  ])('takes %o', (order) => {
    expect(faultOf(order)).toBeUndefined();
  });

  it.each<[Partial<OrderIntent>, string]>([
    [{ type: 'limit' }, 'limit: limitPrice is missing'],
    [{ type: 'takeProfit' }, 'takeProfit: limitPrice is missing'],
    [{ type: 'stop' }, 'stop: stopPrice is missing'],
    [{ type: 'stopLimit', limitPrice: price }, 'stopLimit: stopPrice is missing'],
    [{ type: 'stopLimit', stopPrice: price }, 'stopLimit: limitPrice is missing'],
    [{ type: 'trailingStop' }, 'trailingStop: trailPct is missing'],
    [{ type: 'market', limitPrice: price }, 'market: limitPrice is not part of it'],
    [{ type: 'limit', limitPrice: price, trailPct: dec(1) }, 'limit: trailPct is not part of it'],
    [{ type: 'trailingStop', trailPct: dec(0) }, 'trailingStop: trailPct 0 is not between 0 and 100'],
    [{ type: 'trailingStop', trailPct: dec(100) }, 'trailingStop: trailPct 100 is not between 0 and 100'],
    [{ type: 'market', postOnly: true }, 'market: post-only needs a resting limit price'],
    [{ type: 'stop', stopPrice: price, postOnly: true }, 'stop: post-only needs a resting limit price'],
    [{ type: 'limit', limitPrice: price, postOnly: true, timeInForce: 'IOC' }, 'limit: post-only cannot be IOC'],
    [{ type: 'limit', limitPrice: price, postOnly: true, timeInForce: 'FOK' }, 'limit: post-only cannot be FOK'],
    [{ type: 'stop', stopPrice: price, timeInForce: 'IOC' }, 'stop: IOC is not one of GTC, GTD'],
    [{ type: 'limit', limitPrice: price, timeInForce: 'GTD' }, 'limit: GTD needs expireAt'],
    [{ type: 'limit', limitPrice: price, timeInForce: 'GTD', expireAt: NOW }, 'limit: expireAt 1000 is not after 1000'],
    [{ type: 'limit', limitPrice: price, expireAt: toEpochMs(9999) }, 'limit: expireAt needs GTD, not GTC'],
  ])('refuses %o', (order, detail) => {
    expect(faultOf(order)).toBe(detail);
  });
});
