import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/shared/time.ts';
import { START } from '../../../builders/aCandle.ts';
import { BTC, ETH, PaperWorld } from '../../../builders/paperWorld.ts';
import { dec } from '../../../builders/risk.ts';
import { MemoryText } from '../../../fakes/memoryText.ts';

describe('World', () => {
  it('ends once with the recorded candles; time alone goes on', async () => {
    const world = await PaperWorld.open('replay');
    world.driver.runToEnd();
    const { clock } = world.connection;
    expect(clock.now()).toBe(START + 2 * DAY_MS);
    expect(world.heard.filter((one) => 'lost' in one)).toEqual([
      { at: clock.now(), lost: 'the recorded candles have ended' },
    ]);
    await expect(world.connect()).rejects.toMatchObject({
      retryable: false,
      message: 'the recorded candles have ended',
    });
    let ran = false;
    clock.at(toEpochMs(clock.now() + SECOND_MS), () => (ran = true));
    const heard = world.heard.length;
    world.pass(MINUTE_MS);
    expect([ran, world.heard.length]).toEqual([true, heard]);
    const after = new PaperWorld('replay', { resumeAt: clock.now() });
    await expect(after.connect()).rejects.toMatchObject({ retryable: false });
  });

  it('stands still while somebody holds its time, and goes on as it would have', async () => {
    const [held, free] = [await PaperWorld.open('simulator'), await PaperWorld.open('simulator')];
    const { clock } = held.connection;
    const releases = [clock.hold(), clock.hold()];
    expect(() => held.pass(MINUTE_MS)).toThrow(/expected a world whose time nobody holds/);
    expect([clock.now(), held.heard]).toEqual([START, []]);
    let isThrough = false;
    const passing = held.driver.liveFor(HOUR_MS).then(() => (isThrough = true));
    releases[0]!();
    releases[0]!();
    for (let turn = 0; turn < 5; turn++) await setImmediate();
    expect([clock.now(), isThrough]).toEqual([START, false]);
    releases[1]!();
    await passing;
    free.pass(HOUR_MS);
    expect(held.told()).toBe(free.told());
  });

  it('refuses the memory of another world, and of another version', async () => {
    const world = await PaperWorld.open('simulator');
    world.submit('one');
    world.pass(MINUTE_MS);
    const memory = world.memory.load()!;
    expect(() => new PaperWorld('simulator', { memory: new MemoryText(memory), seed: 'other' })).toThrow(
      /remembers another market .*a world.*other.*: take another data folder, or the old settings/,
    );
    expect(() => new PaperWorld('simulator', { memory: new MemoryText(memory), instruments: [BTC] })).toThrow(
      'another market',
    );
    expect(() => new PaperWorld('replay', { memory: new MemoryText(memory) })).toThrow('another market');
    const newer = memory.replace('"version":1', '"version":2');
    expect(() => new PaperWorld('simulator', { memory: new MemoryText(newer) })).toThrow('saved in version 2');
  });

  it('lets what was sent arrive although the sender is gone', async () => {
    const world = await PaperWorld.open('simulator');
    world.submit('sent');
    await world.connection.close();
    expect(world.reports).toEqual([]);
    const after = await world.reborn('simulator');
    expect(await after.connection.venue.openOrders()).toMatchObject([{ clientOrderId: 'sent' }]);
  });

  it('cannot be taken up while its memory cannot be written, and is what it was once it can', async () => {
    const world = await PaperWorld.open('simulator');
    world.submit('first', { type: 'limit', limitPrice: dec(1_000_000), qty: dec('0.01') });
    await world.connection.close();
    const memory = new MemoryText(world.memory.load());
    const resumeAt = toEpochMs(START + HOUR_MS);
    memory.isFull = true;
    expect(() => new PaperWorld('simulator', { memory, resumeAt })).toThrow('the disk is full');
    memory.isFull = false;
    const after = new PaperWorld('simulator', { memory, resumeAt });
    expect(await after.connection.venue.fills(START)).toMatchObject([{ clientOrderId: 'first' }]);
  });

  it('has saved what a report says before anybody hears it, on marks and on candles', async () => {
    for (const fills of ['marks', 'candles'] as const) {
      const world = await PaperWorld.open('replay', { fills });
      world.onReport = (report) => {
        if (report.type === 'filled') expect(world.memory.load()).toContain(`"fillId":"${report.fill.fillId}"`);
        if (report.type === 'accepted')
          expect(world.memory.load()).toContain(`"venueOrderId":"${report.venueOrderId}"`);
      };
      for (let i = 0; i < 5; i++) {
        world.submit(`order ${String(i)}`, { qty: dec('0.01') });
        world.pass(30 * MINUTE_MS);
      }
      expect(world.reports.length).toBeGreaterThanOrEqual(10);
    }
  });

  it('says nothing that it could not save, and catches up when it can', async () => {
    const world = await PaperWorld.open('simulator');
    world.submit('before', { type: 'limit', limitPrice: dec(1) });
    world.pass(SECOND_MS);
    world.memory.isFull = true;
    world.submit('one', { qty: dec('0.01') });
    world.pass(HOUR_MS);
    expect(world.reports).toHaveLength(1);
    expect(world.heard.at(-1)).toMatchObject({ lost: 'the disk is full' });
    await expect(world.connect()).rejects.toMatchObject({ code: 'STORE' });
    await expect(world.connection.venue.openOrders()).rejects.toMatchObject({ code: 'STORE' });
    world.memory.isFull = false;
    await world.connect();
    world.pass(HOUR_MS);
    expect(await world.connection.venue.fills(toEpochMs(0))).toHaveLength(1);
    expect(world.reports.map(({ type }) => type)).toEqual(['accepted', 'filled']);
    expect(await (await world.reborn('simulator')).account()).toBe(await world.account());
  });

  it('writes its memory afresh when it has grown long', async () => {
    const world = await PaperWorld.open('simulator');
    for (let i = 0; i < 100; i++) world.submit(`order ${String(i)}`, { type: 'limit', limitPrice: dec(1) });
    world.submit('filled', { qty: dec('0.01') });
    world.pass(MINUTE_MS);
    const lengths = world.memory.saved.map(({ length }) => length);
    expect(Math.max(...lengths)).toBeGreaterThan(2_000_000);
    expect(lengths.at(-1)).toBeLessThan(1_000_000);
    expect(await (await world.reborn('simulator')).account()).toBe(await world.account());
  });

  it.each(['marks', 'candles'] as const)('ends on %s as if never killed, wherever it was', async (fills) => {
    const actions = Array.from({ length: 12 }, (_, i) => ({
      id: `order ${String(i)}`,
      at: START + i * 37 * MINUTE_MS + 7777,
    }));
    const end = START + 9 * HOUR_MS;
    const go = (world: PaperWorld): void => {
      const { clock } = world.connection;
      for (const [i, { id, at }] of actions.entries()) {
        if (at <= clock.now()) continue;
        world.pass(at - clock.now());
        const symbol = i % 3 === 0 ? ETH.symbol : BTC.symbol;
        if (i % 4 === 3)
          world.submit(id, { symbol, type: 'trailingStop', side: 'sell', trailPct: dec('0.2'), qty: dec('0.4') });
        else world.submit(id, { symbol, qty: dec('0.7') });
        world.pass(0);
      }
      world.pass(end - clock.now());
    };
    const changes = { fills, latencyMs: 0, cash: dec(1_000_000) };
    const whole = await PaperWorld.open('simulator', changes);
    go(whole);
    const account = await whole.account();
    expect((await whole.connection.venue.fills(toEpochMs(0))).length).toBeGreaterThanOrEqual(12);
    expect((await whole.connection.venue.accountReports(toEpochMs(0))).length).toBeGreaterThan(0);
    // A third of them is enough, and keeps this fast.
    for (const text of whole.memory.saved.filter((_, i) => i % 3 === 0)) {
      const again = await PaperWorld.open('simulator', { ...changes, memory: new MemoryText(text) });
      go(again);
      expect(await again.account()).toBe(account);
    }
  });

  it('takes a long time of nothing in one step, and a long time of something in many', async () => {
    const world = new PaperWorld('simulator', { resumeAt: toEpochMs(START + 30 * DAY_MS) });
    expect(world.connection.clock.now()).toBe(START + 30 * DAY_MS);
    await world.connect();
    world.submit('rests', { type: 'limit', limitPrice: dec(1) });
    world.pass(10 * DAY_MS);
    // Acceptance, and a save every 50 000 prices.
    expect(world.memory.saved).toHaveLength(2);
  });

  it('lets answers through before time goes on', async () => {
    const world = await PaperWorld.open('simulator');
    const { clock, venue } = world.connection;
    const times: number[] = [];
    clock.at(toEpochMs(START + SECOND_MS), () => {
      void venue
        .openOrders()
        .then(() => venue.time())
        .then((time) => times.push(time, clock.now()));
    });
    await world.driver.liveFor(DAY_MS);
    expect(times).toEqual([START + SECOND_MS, START + SECOND_MS]);
    expect(clock.now()).toBe(START + DAY_MS);
  });
});
