// The way to live trading on the rehearsal exchange, in a real program: made, keyed, verified, switched on, traded, switched off.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  agreed,
  CONFIRMED,
  connection,
  goLive,
  issue,
  MARKET,
  passphrase,
  reason,
  rowOf,
  sentence,
  startRehearsal as start,
  stepsOf,
  SYMBOL,
  WAIT,
} from '../builders/rehearsal.ts';
import { runningProgram } from '../builders/runningProgram.ts';
import type { TestWindow } from '../builders/testWindow.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

const said = async (window: TestWindow, search: string) =>
  (await window.ask('activity.list', { connection, search })).items.map(({ text }) => text);

async function buy(window: TestWindow) {
  const order = { symbol: SYMBOL, side: 'buy', type: 'market', qty: '0.01' } as const;
  return window.bridge.request('orders.place', { connection, order, reason });
}

/** Every byte the program left in its folder. */
function bytesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

describe('the rehearsal', () => {
  it('goes the whole way to live trading, and back, and is as it was after a restart', async () => {
    const folder = tempFolder();
    const first = await start(folder);
    let { window } = first;
    expect((await window.ask('connections.list', {})).items.map(({ id }) => id)).toEqual(['simulator', 'replay']);

    const made = await window.ask('connections.create', {
      template: 'loopback',
      name: 'My rehearsal',
      settings: MARKET,
    });
    expect(made).toMatchObject({ id: connection, kind: 'exchange', isSimulated: true, mode: 'live', isEnabled: true });
    expect(made).toMatchObject({ isLive: false, state: 'stopped', detail: expect.stringContaining('vault') as string });
    const second = await window.bridge.request('connections.create', { template: 'loopback', name: 'Another' });
    expect(second).toMatchObject({ ok: false, error: { code: 'REFUSED' } });
    expect(await stepsOf(window)).toMatchObject({ enabled: 'done', vault: 'todo', keys: 'todo', agreed: 'todo' });

    await window.ask('vault.create', { passphrase });
    const weak = await issue(window, { canTrade: true, canWithdraw: true });
    await window.ask('connections.setSecrets', { connection, values: weak });
    expect(await stepsOf(window)).toMatchObject({ vault: 'done', keys: 'fail' });
    expect(await window.ask('connections.verify', { connection })).toMatchObject({ isVerified: false });

    const values = await issue(window);
    const keyed = await window.ask('connections.setSecrets', { connection, values });
    expect(keyed).toMatchObject({
      state: 'running',
      secrets: { isIssuer: true, storedAt: expect.any(Number) as number },
    });
    await agreed(window);
    expect(await buy(window)).toMatchObject({ ok: false, error: { refusals: expect.anything() as unknown } });
    expect(JSON.stringify(await buy(window))).toContain('LIVE_NOT_ALLOWED');

    const early = await window.bridge.request('connections.setLive', {
      connection,
      isLive: true,
      reason,
      sentence: 'x',
    });
    expect(early.ok ? '' : early.error.message).toMatch(/verified.*limits.*kill switch.*sentence/s);
    const verified = await window.ask('connections.verify', { connection });
    expect(verified.steps.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(verified.isVerified).toBe(true);
    expect(await window.ask('connections.checklist', { connection })).toMatchObject({ isReady: true, isLive: false });

    const live = { connection, isLive: true, reason, sentence, ...CONFIRMED };
    expect(await window.ask('connections.setLive', live)).toMatchObject({ isLive: true });
    expect(await buy(window)).toMatchObject({ ok: true });
    await vi.waitUntil(async () => (await window.ask('fills.list', { connection })).items.length > 0, WAIT);
    expect(await said(window, 'Live trading was switched on')).toHaveLength(1);
    expect(await said(window, 'was not switched on')).toHaveLength(1);
    const told = (await window.ask('activity.list', { connection })).items.map(({ text }) => text);
    // What was said before its first step comes first, in the connection's own time.
    expect(told[0]).toBe('The exchange has issued keys, which may trade and withdraw (window).');
    await first.running.stop();

    const locked = await start(folder);
    window = locked.window;
    expect(await rowOf(window)).toMatchObject({
      isLive: true,
      state: 'stopped',
      secrets: { storedAt: expect.any(Number) as number },
    });
    await window.ask('vault.unlock', { passphrase });
    expect(await rowOf(window)).toMatchObject({ isLive: true, state: 'running' });
    expect(await window.ask('positions.list', { connection })).toMatchObject({ items: [{ symbol: SYMBOL }] });
    await agreed(window);
    expect(await buy(window)).toMatchObject({ ok: true });
    expect(await window.bridge.request('connections.delete', { connection, reason })).toMatchObject({
      error: { code: 'REFUSED', message: expect.stringMatching(/positions/) as string },
    });

    const off = await window.ask('connections.setEnabled', { connection, isEnabled: false, reason });
    expect(off.connection).toMatchObject({ isLive: false, isEnabled: false, state: 'stopped' });
    await window.ask('connections.setEnabled', { connection, isEnabled: true, reason });
    await agreed(window);
    expect(JSON.stringify(await buy(window))).toContain('LIVE_NOT_ALLOWED');
    expect(await rowOf(window)).toMatchObject({ isLive: false, verifiedAt: expect.any(Number) as number });
    await window.ask('positions.closeAll', { connection, reason });
    await vi.waitUntil(async () => (await window.ask('positions.list', { connection })).items.length === 0, WAIT);
    await vi.waitUntil(async () => (await rowOf(window)).deleteRefusal === undefined, WAIT);
    await window.ask('connections.delete', { connection, reason });
    expect((await window.ask('connections.list', {})).items.map(({ id }) => id)).toEqual(['simulator', 'replay']);
    expect((await window.ask('trades.list', { connection })).items).toHaveLength(1);
    expect(await window.ask('vault.status', {})).toMatchObject({ isCreated: true, storedFor: [] });
    const again = await window.ask('connections.create', { template: 'loopback', name: 'Again', settings: MARKET });
    expect(again).toMatchObject({ id: 'loopback-2', isLive: false });
    const streams = JSON.stringify(window.received);
    await locked.running.stop();

    const lines = JSON.stringify([
      first.running.lines,
      locked.running.lines,
      first.running.notes,
      locked.running.notes,
    ]);
    // Keys are told once, in the answer to the request for them.
    const heard = first.window.received.filter((message) => !JSON.stringify(message).includes('"values"'));
    const left = bytesOf(folder) + lines + streams + JSON.stringify(heard);
    for (const secret of [values['secret']!, weak['secret']!, values['key']!, passphrase]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(left.includes(secret)).toBe(false);
    }
    expect(statSync(join(folder, 'secrets.vault')).mode & 0o777).toBe(0o600);
    expect(first.running.errors()).toEqual([]);
    expect(locked.running.errors()).toEqual([]);
  }, 60_000);

  it('loses live trading with whatever takes its ground away, and never gets it back by itself', async () => {
    const folder = tempFolder();
    const first = await start(folder);
    const { window } = first;
    await window.ask('vault.create', { passphrase });
    await window.ask('connections.create', { template: 'loopback', name: 'Rehearsal', settings: MARKET });
    const values = await issue(window);
    await goLive(window, values);
    const isLive = async () => (await rowOf(window)).isLive;

    const wrong = { key: values['key']!, secret: 'never issued by anybody' };
    const refused = await window.ask('connections.setSecrets', { connection, values: wrong });
    expect(refused).toMatchObject({
      isLive: false,
      state: 'stopped',
      detail: expect.stringContaining('accept') as string,
    });
    expect(refused.verifiedAt).toBeUndefined();
    expect(await window.ask('connections.verify', { connection })).toMatchObject({
      isVerified: false,
      steps: [
        { id: 'keys', status: 'pass' },
        { id: 'access', status: 'fail' },
      ],
    });
    await goLive(window, values);
    await window.ask('connections.deleteSecrets', { connection, reason });
    expect(await rowOf(window)).toMatchObject({ isLive: false, state: 'stopped' });

    const withdrawing = await issue(window, { canTrade: true, canWithdraw: true });
    await window.ask('connections.setSecrets', { connection, values: withdrawing });
    const live = { connection, isLive: true, reason, sentence, ...CONFIRMED };
    const no = await window.bridge.request('connections.setLive', live);
    expect(no.ok ? '' : no.error.message).toMatch(/withdraw/);

    await goLive(window, values);
    await window.ask('settings.update', { changes: [{ path: 'loopback.enabled', value: false }], reason });
    await vi.waitUntil(async () => !(await isLive()), WAIT);
    await window.ask('settings.update', { changes: [{ path: 'loopback.enabled', value: true }], reason });
    expect(await isLive()).toBe(false);
    await goLive(window, values);
    await first.running.stop();

    const blind = await start(folder, 'not the right one');
    expect(blind.running.notes.join()).toContain('FOREDECK_VAULT_PASSPHRASE did not open the vault');
    expect(await rowOf(blind.window)).toMatchObject({ isLive: true, state: 'stopped' });
    await blind.running.stop();

    const seeing = await start(folder, passphrase);
    expect(await rowOf(seeing.window)).toMatchObject({ isLive: true, state: 'running' });
    await agreed(seeing.window);
    expect(await buy(seeing.window)).toMatchObject({ ok: true });
    await seeing.running.stop();
    const lines = [first, blind, seeing].map(({ running: { lines, notes } }) => JSON.stringify([lines, notes])).join();
    for (const secret of [passphrase, 'not the right one', values['secret']!]) expect(lines).not.toContain(secret);
  }, 60_000);

  it('is not made of settings that no engine can run with, nor of those that are not its own', async () => {
    const running = await runningProgram(['models.enabled=false']);
    onTestFinished(() => running.stop());
    const window = running.window();
    const before = await window.ask('settings.get', {});
    for (const [name, value] of Object.entries({
      'loopback.strategies': ['no-such-strategy'],
      'loopback.symbols': ['BTC/EUR'],
      'loopback.account': 7,
      'simulator.speed': 7,
    })) {
      const made = await window.bridge.request('connections.create', {
        ...{ template: 'loopback', name: 'Rehearsal', settings: { [name]: value } },
      });
      expect(made.ok).toBe(false);
      expect((await window.ask('settings.get', {})).yaml).toBe(before.yaml);
      expect((await window.ask('connections.list', {})).items.map(({ id }) => id)).toEqual(['simulator', 'replay']);
    }
    for (const request of ['connections.checklist', 'connections.issueKeys'] as const) {
      const asked = { connection: 'simulator', ...(request === 'connections.issueKeys' ? RIGHTS : {}) };
      expect(await window.bridge.request(request, asked as never)).toMatchObject({ error: { code: 'REFUSED' } });
    }
  });
});

const RIGHTS = { canTrade: true, canWithdraw: false };
