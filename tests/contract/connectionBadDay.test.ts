// The bad day on both connections: each fault with a seed at which it happens, and what a program above can still rely on.
import { describe, expect, it } from 'vitest';
import { closeTimeOf } from '../../src/shared/domain/candle.ts';
import { toClientOrderId, toEpochMs } from '../../src/shared/domain/ids.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/shared/time.ts';
import { badDay, BTC, PaperWorld } from '../builders/paperWorld.ts';
import { dec } from '../builders/risk.ts';

const EVER = toEpochMs(0);

describe.each(['simulator', 'replay'] as const)('a bad day on the %s connection', (kind) => {
  const open = (faults: Parameters<typeof badDay>[0]): Promise<PaperWorld> =>
    PaperWorld.open(kind, { badDay: badDay(faults) });

  it('1: loses the connection, lets nobody in for a while, and goes on trading behind our back', async () => {
    const world = await open({ feedLossEveryMinutes: 60, feedLossSeconds: 900 });
    const { venue } = world.connection;
    world.submit('resting', { type: 'limit', limitPrice: dec(1), qty: dec('0.1') });
    while (!world.heard.some((one) => 'lost' in one)) world.pass(SECOND_MS);
    const heard = world.heard.length;
    await expect(world.connect()).rejects.toMatchObject({ name: 'AppError', retryable: true });
    await expect(venue.openOrders()).rejects.toMatchObject({ retryable: true });
    world.submit('sent into nothing');
    let minutes = 0;
    for (; minutes < 16; minutes++) {
      world.pass(MINUTE_MS);
      if (
        await world.connect().then(
          () => true,
          () => false,
        )
      )
        break;
    }
    expect(minutes).toBeLessThanOrEqual(15);
    expect(world.heard).toHaveLength(heard);
    expect(await venue.openOrders()).toHaveLength(1);
    expect(await venue.findOrder(toClientOrderId('sent into nothing'), BTC.symbol)).toBeUndefined();
    world.pass(MINUTE_MS);
    expect(world.heard.length).toBeGreaterThan(heard);
  });

  it('2: falls silent though connected: what happened meanwhile has to be asked for', async () => {
    const world = await open({ silenceEveryMinutes: 60, silenceSeconds: 3000 });
    const last = (): number => world.heard.at(-1)?.at ?? world.connection.clock.now();
    for (let hours = 0; world.connection.clock.now() - last() < 3 * MINUTE_MS; hours += 1 / 60) {
      expect(hours).toBeLessThan(20);
      world.pass(MINUTE_MS);
    }
    world.submit('unheard');
    world.pass(SECOND_MS * 40);
    expect(world.reports).toEqual([]);
    expect((await world.connection.venue.fills(EVER)).length).toBeGreaterThan(0);
    world.pass(HOUR_MS);
    expect(world.connection.clock.now() - last()).toBeLessThan(MINUTE_MS);
    expect(world.heard.some((one) => 'lost' in one)).toBe(false);
  });

  it('3: brings messages late, though those of one symbol in order', async () => {
    const world = await open({ lateChance: 0.2, lateSeconds: 60 });
    const calm = await PaperWorld.open(kind);
    world.pass(3 * HOUR_MS);
    calm.pass(3 * HOUR_MS - 61 * SECOND_MS);
    const late = world.heard.filter(
      (one) => 'market' in one && one.market.kind === 'candle' && one.at > closeTimeOf(one.market.candle),
    );
    expect(late.length).toBeGreaterThan(0);
    const of = (one: PaperWorld): readonly unknown[] =>
      one.messages.filter(
        (message) => (message.kind === 'mark' ? message.symbol : message.candle.symbol) === BTC.symbol,
      );
    expect(of(world).slice(0, of(calm).length)).toEqual(of(calm));
    expect(world.messages.slice(0, calm.messages.length)).not.toEqual(calm.messages);
  });

  it('4: says things twice, and does them once', async () => {
    const world = await open({ duplicateChance: 0.5 });
    for (let i = 0; i < 20; i++) world.submit(`order ${String(i)}`, { qty: dec('0.01') });
    world.pass(HOUR_MS);
    const texts = world.reports.map((report) => JSON.stringify(report));
    expect(new Set(texts).size).toBeLessThan(texts.length);
    const candles = world.messages.filter((one) => one.kind === 'candle');
    expect(candles.length).toBeGreaterThan(8);
    expect((await world.connection.venue.positions())[0]?.qty.toString()).toBe('0.2');
  });

  it('5: rejects orders, cancellations and changes, which then are as they were', async () => {
    const world = await open({ rejectChance: 0.5 });
    for (let i = 0; i < 12; i++) world.submit(`order ${String(i)}`, { type: 'limit', limitPrice: dec(1) });
    world.pass(SECOND_MS);
    const working = await world.connection.venue.openOrders();
    const rejected = world.reports.flatMap((one) => (one.type === 'rejected' ? [one.clientOrderId] : []));
    expect([working.length > 0, rejected.length > 0, working.length + rejected.length]).toEqual([true, true, 12]);
    expect(await world.connection.venue.findOrder(rejected[0]!, BTC.symbol)).toMatchObject({ state: 'rejected' });
    for (const { clientOrderId } of working)
      world.perform({ kind: 'amendOrder', clientOrderId: clientOrderId!, qty: dec(2) });
    world.pass(SECOND_MS);
    for (const { clientOrderId } of working) world.perform({ kind: 'cancelOrder', clientOrderId: clientOrderId! });
    world.pass(SECOND_MS);
    const count = (type: string): number => world.reports.filter((one) => one.type === type).length;
    const [unchanged, kept] = [count('amendRejected'), count('cancelRejected')];
    expect([unchanged > 0, unchanged < working.length, kept > 0, kept < working.length]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const left = await world.connection.venue.openOrders();
    expect(left).toHaveLength(kept);
  });

  it('6: loses answers: some of the orders live, the others were never seen', async () => {
    const world = await open({ unknownChance: 1 });
    for (let i = 0; i < 12; i++) world.submit(`order ${String(i)}`, { qty: dec('0.01') });
    world.pass(SECOND_MS);
    expect(world.reports.map(({ type }) => type)).toEqual(Array.from({ length: 12 }, () => 'unknown'));
    const { venue } = world.connection;
    const found = await Promise.all(
      world.reports.map((one) =>
        venue.findOrder('clientOrderId' in one ? one.clientOrderId : toClientOrderId(''), BTC.symbol),
      ),
    );
    const alive = found.filter((order) => order !== undefined);
    expect(alive.length).toBeGreaterThan(0);
    expect(alive.length).toBeLessThan(12);
    world.pass(HOUR_MS);
    expect((await venue.positions())[0]?.qty.toString()).toBe(String(alive.length / 100));
    const filled = new Set(world.reports.flatMap((one) => (one.type === 'filled' ? [one.fill.clientOrderId] : [])));
    expect(filled.size).toBe(alive.length);
    expect(world.reports.some(({ type }) => type === 'accepted')).toBe(false);
  });

  it('7: fills in parts, and in the end the whole', async () => {
    const world = await open({ partialFillChance: 0.9 });
    world.submit('in parts', { qty: dec('0.05') });
    world.pass(HOUR_MS);
    const fills = await world.connection.venue.fills(EVER);
    expect(fills.length).toBeGreaterThan(1);
    expect(await world.connection.venue.findOrder(toClientOrderId('in parts'), BTC.symbol)).toMatchObject({
      state: 'filled',
    });
  });

  it('8: is the same for the same seed, another for another, also when the program dies in its middle', async () => {
    const faults = {
      feedLossEveryMinutes: 30,
      silenceEveryMinutes: 30,
      lateChance: 0.1,
      duplicateChance: 0.1,
    } as const;
    const run = async (seed: string): Promise<PaperWorld> => {
      const world = await open({ ...faults, seed });
      world.submit('entry');
      world.pass(HOUR_MS);
      return world;
    };
    const [one, same, other] = [await run('one'), await run('one'), await run('other')];
    expect(same.told()).toBe(one.told());
    expect(other.told()).not.toBe(one.told());
    const from = one.connection.clock.now();
    const again = new PaperWorld(kind, {
      memory: one.memory,
      resumeAt: from,
      badDay: badDay({ ...faults, seed: 'one' }),
    });
    await again.connect().catch(() => undefined);
    for (const world of [one, again]) {
      for (let i = 0; i < 12 * 60; i++) {
        world.pass(MINUTE_MS);
        await world.connect().catch(() => undefined);
      }
    }
    // Late messages of before the death are gone.
    const settled = toEpochMs(from + MINUTE_MS + 1);
    expect(again.told(settled)).toBe(one.told(settled));
    expect(one.heard.some((heard) => 'lost' in heard)).toBe(true);
  });

  it('9: lets somebody else use the account, of which only the account tells', async () => {
    const world = await open({ strangerEveryMinutes: 10 });
    const { venue } = world.connection;
    let [orders, positions] = [await venue.openOrders(), await venue.positions()];
    const start = await venue.balance();
    let moved = start;
    for (let hour = 0; hour < 40; hour++) {
      world.pass(HOUR_MS / 4);
      [orders, positions] = [await venue.openOrders(), await venue.positions()];
      if (positions.length === 0) moved = await venue.balance();
      if (orders.length > 0 && positions.length > 0 && !moved.eq(start)) break;
    }
    expect([orders.length > 0, positions.length > 0, moved.eq(start)]).toEqual([true, true, false]);
    expect(orders.map(({ clientOrderId, state }) => [clientOrderId, state])).toEqual(
      orders.map(() => [undefined, 'open']),
    );
    expect([world.reports, await venue.fills(EVER), await venue.accountReports(EVER)]).toEqual([[], [], []]);
    const [order] = orders;
    const canceled = venue.cancelForeignOrder(order!.venueOrderId, order!.symbol);
    world.pass(SECOND_MS);
    await canceled;
    expect((await venue.openOrders()).map(({ venueOrderId }) => venueOrderId)).not.toContain(order!.venueOrderId);
    expect(world.reports).toEqual([]);
  });

  it('10: rejects the cancellation of an order of somebody else now and then, and the order works on', async () => {
    const world = await open({ strangerEveryMinutes: 10, rejectChance: 1 });
    const { venue } = world.connection;
    while ((await venue.openOrders()).length === 0) world.pass(MINUTE_MS);
    const [order] = await venue.openOrders();
    const outcome = expect(venue.cancelForeignOrder(order!.venueOrderId, order!.symbol)).rejects;
    world.pass(SECOND_MS);
    await outcome.toMatchObject({ code: 'UNREACHABLE', retryable: true });
    expect(await venue.openOrders()).toHaveLength(1);
  });

  it('11: nets with what somebody else does: what is taken over can be closed, and what was sold is gone', async () => {
    const world = await open({ strangerEveryMinutes: 10 });
    const { venue } = world.connection;
    const net = async (): Promise<string> => {
      const held = (await venue.positions()).find(({ symbol }) => symbol === BTC.symbol);
      return held?.qty.toString() ?? '0';
    };
    while ((await net()) === '0') world.pass(MINUTE_MS);
    const qty = dec(await net());
    const side = qty.isPositive() ? 'sell' : 'buy';
    const close = world.submit('taken over', { side, qty: qty.abs(), reduceOnly: true, purpose: 'manual' });
    for (
      let minutes = 0;
      minutes < 3 && (await venue.findOrder(close.clientOrderId, BTC.symbol))?.state !== 'filled';
      minutes++
    )
      world.pass(MINUTE_MS);
    const { state } = (await venue.findOrder(close.clientOrderId, BTC.symbol))!;
    expect([state, await net()]).toEqual(['filled', '0']);
    const again = world.submit('nothing is left', { side, qty: qty.abs(), reduceOnly: true, purpose: 'manual' });
    world.pass(MINUTE_MS);
    expect(await venue.findOrder(again.clientOrderId, BTC.symbol)).toMatchObject({ state: 'canceled' });
  });

  it('12: lets the same strangers come for the same seed, also when the program dies and time goes on', async () => {
    const faults = badDay({ strangerEveryMinutes: 20, seed: 'strangers' });
    const one = await PaperWorld.open(kind, { badDay: faults });
    const two = await PaperWorld.open(kind, { badDay: faults });
    one.pass(2 * HOUR_MS);
    two.pass(HOUR_MS);
    expect(await two.account()).not.toBe(await one.account());
    const again = await PaperWorld.open(kind, {
      ...{ badDay: faults, memory: two.memory, resumeAt: one.connection.clock.now() },
    });
    expect(await again.account()).toBe(await one.account());
    const other = await PaperWorld.open(kind, { badDay: badDay({ strangerEveryMinutes: 20, seed: 'others' }) });
    other.pass(2 * HOUR_MS);
    expect(await other.account()).not.toBe(await one.account());
  });
});
