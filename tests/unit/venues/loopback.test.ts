// The rehearsal exchange: prices are for everybody, the account is for whoever shows keys that it has issued.
import { describe, expect, it } from 'vitest';
import { createLoopbackExchange } from '../../../src/main/venues/loopback.ts';
import { toClientOrderId, toEpochMs, toVenueOrderId } from '../../../src/shared/domain/ids.ts';
import { MINUTE_MS } from '../../../src/shared/time.ts';
import { BTC, PaperWorld } from '../../builders/paperWorld.ts';
import { dec } from '../../builders/risk.ts';
import { keyDesk, KEYS, LOOKING_KEYS, WITHDRAWING_KEYS } from '../../fakes/keyDesk.ts';

const STRANGE = { key: KEYS['key']!, secret: 'not that one' };
const refusal = { name: 'AppError', retryable: false, message: expect.stringContaining('not accept') as string };

describe('the rehearsal exchange', () => {
  it('issues keys of their own, tells their rights and takes no others', async () => {
    const exchange = createLoopbackExchange(keyDesk());
    const rights = { canTrade: true, canWithdraw: true };
    const [one, two] = [await exchange.issue!(rights), await exchange.issue!({ ...rights, canWithdraw: false })];
    expect(Object.keys(one)).toEqual(exchange.fields.map(({ name }) => name));
    expect(one['secret']).not.toBe(two['secret']);
    expect(one['secret']).toMatch(/^[\w-]{43}$/);
    expect(await exchange.rights(one)).toEqual(rights);
    expect(await exchange.rights(two)).toEqual({ canTrade: true, canWithdraw: false });
    for (const wrong of [STRANGE, {}, { key: one['key']! }, { key: one['key']!, secret: two['secret']! }])
      await expect(exchange.rights(wrong)).rejects.toMatchObject(refusal);
  });

  it('answers nothing about the account to keys it has not issued, and everything about the market', async () => {
    const world = new PaperWorld('loopback', { keys: STRANGE });
    const { venue, feed, clock } = world.connection;
    const since = toEpochMs(0);
    const id = toClientOrderId('any');
    await expect(world.connect()).rejects.toMatchObject(refusal);
    for (const asked of [
      venue.balance(),
      venue.positions(),
      venue.openOrders(),
      venue.fills(since),
      venue.accountReports(since),
      venue.findOrder(id, BTC.symbol),
    ])
      await expect(asked).rejects.toMatchObject(refusal);
    expect(await venue.time()).toBe(clock.now());
    const range = { symbol: BTC.symbol, timeframe: '15m', from: since, to: clock.now() } as const;
    expect((await feed.candles(range)).length).toBeGreaterThan(100);
  });

  it('lets keys without the right to trade look, and rejects what they send, after the call', async () => {
    const world = await PaperWorld.open('loopback', { keys: LOOKING_KEYS });
    world.pass(MINUTE_MS);
    expect((await world.connection.venue.balance()).eq(dec(100_000))).toBe(true);
    const { clientOrderId } = world.submit('one');
    world.perform({ kind: 'amendOrder', clientOrderId, qty: dec(2) });
    world.perform({ kind: 'cancelOrder', clientOrderId });
    expect(world.reports).toEqual([]);
    world.pass(MINUTE_MS);
    expect(world.reports.map(({ type }) => type)).toEqual(['rejected', 'amendRejected', 'cancelRejected']);
    expect(world.reports[0]).toMatchObject({ clientOrderId, reason: expect.stringContaining('not trade') as string });
    expect(await world.connection.venue.findOrder(clientOrderId, BTC.symbol)).toBeUndefined();
    await expect(world.connection.venue.cancelForeignOrder(toVenueOrderId('1'), BTC.symbol)).rejects.toThrow(
      'not trade',
    );
  });

  it('trades for keys that may', async () => {
    for (const keys of [KEYS, WITHDRAWING_KEYS]) {
      const world = await PaperWorld.open('loopback', { keys });
      world.submit('one');
      world.pass(15 * MINUTE_MS);
      expect(await world.connection.venue.positions()).toHaveLength(1);
    }
  });
});
