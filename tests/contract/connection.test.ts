// One suite for every connection. Its cases hold for a real venue as they do for the simulated ones.
import { describe, expect, it } from 'vitest';
import type { VenueReport } from '../../src/main/engine/kernel/inputs.ts';
import { closeTimeOf } from '../../src/shared/domain/candle.ts';
import { toClientOrderId, toEpochMs, toSymbolId, toVenueOrderId } from '../../src/shared/domain/ids.ts';
import { Decimal } from '../../src/shared/money.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/shared/time.ts';
import { BTC, ETH, PaperWorld } from '../builders/paperWorld.ts';
import { MemoryText } from '../fakes/memoryText.ts';
import { dec } from '../builders/risk.ts';

const QUARTER_MS = 15 * MINUTE_MS;
const typesOf = (reports: readonly VenueReport[]): readonly string[] => reports.map(({ type }) => type);
const fillsIn = (reports: readonly VenueReport[]) =>
  reports.flatMap((one) => (one.type === 'filled' ? [one.fill] : []));
const EVER = toEpochMs(0);

describe.each(['simulator', 'replay', 'loopback'] as const)('the %s connection', (kind) => {
  const open = (): Promise<PaperWorld> => PaperWorld.open(kind);

  it('1: stands still until somebody connects, and ends for good when closed, twice if need be', async () => {
    const world = new PaperWorld(kind);
    const { connection } = world;
    const start = connection.clock.now();
    expect(await connection.venue.time()).toBe(start);
    await world.connect();
    world.pass(QUARTER_MS);
    expect(connection.clock.now()).toBe(start + QUARTER_MS);
    const heard = world.heard.length;
    expect(heard).toBeGreaterThan(0);
    await connection.close();
    await connection.close();
    expect(world.heard).toHaveLength(heard);
    await expect(world.connect()).rejects.toMatchObject({ name: 'AppError', retryable: false });
    await expect(connection.venue.balance()).rejects.toMatchObject({ name: 'AppError', retryable: false });
  });

  it('2: gives closed candles of half-open ranges, ascending', async () => {
    const world = await open();
    world.pass(2 * HOUR_MS + MINUTE_MS);
    const { feed, clock } = world.connection;
    const now = clock.now();
    const range = { symbol: BTC.symbol, timeframe: '15m', from: EVER, to: now } as const;
    const all = await feed.candles(range);
    expect(all.length).toBe(2 * 96 + 8);
    all.forEach((candle, i) => expect(candle.openTime).toBe(all[0]!.openTime + i * QUARTER_MS));
    expect(closeTimeOf(all.at(-1)!)).toBeLessThanOrEqual(now);
    const part = await feed.candles({ ...range, from: all[10]!.openTime, to: all[20]!.openTime });
    expect(part).toEqual(all.slice(10, 20));
    expect(
      await feed.candles({ ...range, from: toEpochMs(all[10]!.openTime + 1), to: toEpochMs(all[10]!.openTime + 2) }),
    ).toEqual([]);
    await expect(feed.candles({ ...range, symbol: toSymbolId('NO/USDT') })).rejects.toMatchObject({ name: 'AppError' });
  });

  it('3: streams every candle once, at its close, as the feed gives it afterwards', async () => {
    const world = await open();
    const from = world.connection.clock.now();
    world.pass(6 * HOUR_MS);
    for (const { symbol } of [BTC, ETH]) {
      const streamed = world.heard.flatMap((one) =>
        'market' in one && one.market.kind === 'candle' && one.market.candle.symbol === symbol
          ? [{ at: one.at, ...one.market }]
          : [],
      );
      expect(streamed).toHaveLength(24);
      for (const { at, candle } of streamed) expect(at).toBe(closeTimeOf(candle));
      const to = world.connection.clock.now();
      expect(streamed.map(({ candle }) => candle)).toEqual(
        await world.connection.feed.candles({ symbol, timeframe: '15m', from, to }),
      );
    }
  });

  it('4: streams sound marks before their candle closes, which reach its high and low', async () => {
    const world = await open();
    world.pass(HOUR_MS);
    const lasts: number[] = [];
    let compared = 0;
    for (const message of world.messages) {
      if (message.kind === 'mark') {
        expect(message.bid).toBeGreaterThan(0);
        expect(message.ask).toBeGreaterThan(message.bid);
        expect([message.bid, message.ask]).toContain(message.last);
        if (message.symbol === BTC.symbol) lasts.push(message.last);
      } else if (message.candle.symbol === BTC.symbol) {
        expect(lasts[0]).toBe(message.candle.open);
        expect(Math.max(...lasts)).toBe(message.candle.high);
        expect(Math.min(...lasts)).toBe(message.candle.low);
        lasts.length = 0;
        compared += 1;
      }
    }
    expect(compared).toBe(4);
  });

  it('5: answers an order after the call: accepted, then filled at a price of the book', async () => {
    const world = await open();
    world.pass(QUARTER_MS);
    const { clientOrderId } = world.submit('one');
    expect(world.reports).toEqual([]);
    expect(await world.connection.venue.findOrder(clientOrderId, BTC.symbol)).toBeUndefined();
    world.pass(QUARTER_MS);
    expect(new Set(typesOf(world.reports))).toEqual(new Set(['accepted', 'filled']));
    expect(world.reports[0]?.type).toBe('accepted');
    const fills = fillsIn(world.reports);
    const asks = world.messages.flatMap((one) => (one.kind === 'mark' && one.symbol === BTC.symbol ? [one.ask] : []));
    for (const { price } of fills) expect(price.toNumber()).toBeGreaterThanOrEqual(Math.min(...asks));
    expect(Decimal.ONE.eq(fills.reduce((sum, { qty }) => sum.plus(qty), Decimal.ZERO))).toBe(true);
  });

  it('6: tells orders, fills, positions and balance as the reports did', async () => {
    const world = await open();
    world.submit('linear', { qty: dec(2) });
    world.submit('spot', { symbol: ETH.symbol, qty: dec('0.5') });
    world.pass(HOUR_MS);
    const { venue } = world.connection;
    const fills = fillsIn(world.reports);
    expect(await venue.fills(EVER)).toEqual(fills);
    expect(await venue.fills(toEpochMs(fills[0]!.at + 1))).toEqual(fills.filter(({ at }) => at > fills[0]!.at));
    for (const id of ['linear', 'spot']) {
      const mine = fills.filter(({ clientOrderId }) => clientOrderId === id);
      const filledQty = mine.reduce((sum, { qty }) => sum.plus(qty), Decimal.ZERO);
      const found = await venue.findOrder(toClientOrderId(id), mine[0]!.symbol);
      expect(found).toMatchObject({ clientOrderId: id, state: 'filled', side: 'buy', symbol: mine[0]!.symbol });
      expect(found?.filledQty.eq(filledQty) && found.qty.eq(filledQty)).toBe(true);
    }
    expect((await venue.positions()).map(({ symbol, qty }) => `${symbol} ${qty.toString()}`)).toEqual([
      'BTC/USDT:USDT 2',
      'ETH/USDT 0.5',
    ]);
    let expected = dec(100_000);
    for (const { symbol, qty, price, fee } of fills) {
      expected = expected.minus(fee);
      if (symbol === ETH.symbol) expected = expected.minus(qty.times(price));
    }
    for (const report of await venue.accountReports(EVER))
      if (report.type === 'funding') expected = expected.plus(report.amount);
    expect((await venue.balance()).toString()).toBe(expected.toString());
    expect(await venue.openOrders()).toEqual([]);
  });

  it('7: cancels and amends what works, and refuses what does not', async () => {
    const world = await open();
    const { venue } = world.connection;
    const far = { type: 'limit', limitPrice: dec('1.5'), qty: dec('0.5') } as const;
    const { clientOrderId } = world.submit('resting', far);
    world.pass(MINUTE_MS);
    world.perform({ kind: 'amendOrder', clientOrderId, qty: dec('0.25'), limitPrice: dec(2) });
    world.pass(MINUTE_MS);
    const [working] = await venue.openOrders();
    expect(working).toMatchObject({ clientOrderId, state: 'open' });
    expect([working?.qty.toString(), working?.limitPrice?.toString()]).toEqual(['0.25', '2']);
    expect(await venue.findOrder(clientOrderId, BTC.symbol)).toEqual(working);
    world.perform({ kind: 'cancelOrder', clientOrderId });
    world.perform({ kind: 'cancelOrder', clientOrderId });
    world.perform({ kind: 'amendOrder', clientOrderId, qty: dec(1) });
    world.pass(MINUTE_MS);
    expect(typesOf(world.reports)).toEqual(['accepted', 'canceled', 'cancelRejected', 'amendRejected']);
    expect(await venue.openOrders()).toEqual([]);
    expect(await venue.findOrder(clientOrderId, BTC.symbol)).toMatchObject({ state: 'canceled' });
  });

  it('7b: cancels no order as a foreign one that works under an id of ours, or not at all', async () => {
    const world = await open();
    const { clientOrderId } = world.submit('ours', { type: 'limit', limitPrice: dec(1) });
    world.pass(SECOND_MS);
    const { venue } = world.connection;
    const { venueOrderId, symbol } = (await venue.findOrder(clientOrderId, BTC.symbol))!;
    for (const id of [venueOrderId, toVenueOrderId('nobody knows it')]) {
      const canceled = venue.cancelForeignOrder(id, symbol).then(
        () => 'canceled',
        (error: unknown) => error,
      );
      world.pass(SECOND_MS);
      expect(await canceled).toMatchObject({ name: 'AppError', code: 'NOT_FOUND', retryable: false });
    }
    expect(await venue.openOrders()).toHaveLength(1);
  });

  it('8: makes one order of the same client id, however often it is sent', async () => {
    const world = await open();
    world.submit('twice');
    world.submit('twice');
    world.pass(HOUR_MS);
    world.submit('twice');
    world.pass(HOUR_MS);
    expect(fillsIn(world.reports).reduce((sum, { qty }) => sum + qty.toNumber(), 0)).toBe(1);
    expect(await world.connection.venue.positions()).toHaveLength(1);
  });

  it('9: runs work of the clock in order, on time, before what happens then, unless called off', async () => {
    const world = await open();
    const { clock } = world.connection;
    const start = clock.now();
    const ran: string[] = [];
    const note = (name: string) => () => {
      ran.push(
        `${name} ${String(clock.now() - start)} ${String(world.messages.filter((one) => one.kind === 'candle').length)}`,
      );
    };
    clock.at(toEpochMs(start + QUARTER_MS), note('close'));
    clock.at(toEpochMs(start + 2 * SECOND_MS), note('second'));
    clock.at(toEpochMs(start + SECOND_MS), note('first'));
    clock.at(toEpochMs(start + SECOND_MS), note('first again'));
    clock.at(toEpochMs(start - SECOND_MS), note('overdue'));
    const callOff = clock.at(toEpochMs(start + SECOND_MS), note('never'));
    callOff();
    expect(ran).toEqual([]);
    world.pass(HOUR_MS);
    expect(ran).toEqual(['overdue 0 0', 'first 1000 0', 'first again 1000 0', 'second 2000 0', 'close 900000 0']);
    callOff();
  });

  it('10: knows after a kill what it knew before, and sees the same prices', async () => {
    const [killed, twin] = [await open(), await open()];
    for (const world of [killed, twin]) {
      world.submit('entry', { qty: dec(3) });
      world.pass(QUARTER_MS);
      const price = (await world.connection.venue.fills(EVER))[0]!.price;
      const stopPrice = price.times(dec('0.999')).toStep(BTC.tickSize, 'down');
      world.submit('stop', {
        type: 'stop',
        side: 'sell',
        stopPrice,
        qty: dec(3),
        purpose: 'stopLoss',
        reduceOnly: true,
      });
      world.pass(2 * MINUTE_MS + 7);
    }
    const again = await killed.reborn(kind);
    expect(await again.account()).toBe(await twin.account());
    const from = twin.connection.clock.now();
    again.pass(12 * HOUR_MS);
    twin.pass(12 * HOUR_MS);
    expect(again.told()).toBe(twin.told(toEpochMs(from + 1)));
    expect(await again.account()).toBe(await twin.account());
  });

  it('11: ends the same from everything it ever saved: nothing lost, nothing doubled', async () => {
    const world = await open();
    const { clock } = world.connection;
    const start = clock.now();
    for (let hour = 0; hour < 6; hour++) {
      world.submit(`buy ${String(hour)}`, { symbol: hour % 2 === 0 ? BTC.symbol : ETH.symbol });
      world.submit(`rest ${String(hour)}`, { type: 'limit', limitPrice: dec(5) });
      world.pass(HOUR_MS);
    }
    world.pass(HOUR_MS);
    const end = await world.account();
    expect(world.memory.saved.length).toBeGreaterThanOrEqual(18);
    // The last order arrived with the newest save but some; from there on nobody sends anything.
    for (const text of world.memory.saved.slice(-2)) {
      const again = new PaperWorld(kind, { resumeAt: clock.now(), memory: new MemoryText(text) });
      expect(await again.account()).toBe(end);
    }
    expect(clock.now()).toBe(start + 7 * HOUR_MS);
  });
});
