// Streams of a real program: a window that reloads again and again counts every fill once, and sees what the engine holds.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { StreamPlace } from '../../src/shared/contract/messages.ts';
import type { ItemOf } from '../../src/shared/contract/streams.ts';
import { type RunningProgram, runningProgram } from '../builders/runningProgram.ts';

const WAIT = { timeout: 30_000, interval: 10 };
let running: RunningProgram;

beforeAll(async () => {
  running = await runningProgram([
    ...['simulator.speed=10000', 'simulator.historyDays=20', 'simulator.symbols=["BTC/USDT:USDT","ETH/USDT:USDT"]'],
    'simulator.strategies=["sma-cross","macd-trend","breakout","rsi-reversion"]',
    ...['risk.maxDrawdownPct=null', 'risk.maxConsecutiveLosses=null', 'risk.maxDailyLossPct=null'],
  ]);
}, 60_000);
afterAll(() => running.stop());

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

it('every fill is counted once, whenever the window is reloaded', async () => {
  const trader = running.window();
  const seen: string[] = [];
  let place: StreamPlace | undefined;
  let snapshots = 0;
  for (let reload = 0; reload < 30; reload++) {
    const window = running.window();
    window.bridge.subscribe(
      'trades',
      (envelope) => {
        place = envelope;
        if (envelope.kind === 'snapshot') snapshots += 1;
        for (const item of envelope.items) if (item.kind === 'fill') seen.push(item.fill.fillId);
      },
      place,
    );
    const side = reload % 2 === 0 ? 'buy' : 'sell';
    const order = { symbol: 'BTC/USDT:USDT', side, type: 'market', qty: `0.0${String(10 + reload)}` } as const;
    // A limit may refuse one: there are enough.
    await trader.bridge.request('orders.place', { connection: 'simulator', order });
    // Some reloads fall between an order and its fill.
    await pause(10 * (reload % 7));
    window.session.close();
  }
  const { items } = await trader.ask('fills.list', { limit: 5000 });
  const known = items.map(({ fillId }) => fillId);
  expect(seen.length).toBeGreaterThan(10);
  expect(snapshots).toBe(1);
  expect(new Set(seen).size).toBe(seen.length);
  // All of them, but for those that came after the last look.
  expect(known.slice(0, seen.length)).toEqual(seen);
  trader.session.close();
  expect(running.errors()).toEqual([]);
});

it('a position, followed by its stream alone, is what the engine holds', async () => {
  const window = running.window();
  const rows = new Map<string, ItemOf<'positions'>>();
  window.bridge.subscribe('positions', ({ kind, items }) => {
    if (kind === 'snapshot') rows.clear();
    for (const row of items) rows.set(`${row.strategy} ${row.symbol}`, row);
  });
  await pause(1500);
  await window.ask('trading.killSwitch', { reason: 'test' });
  const held = () => [...rows.values()].filter(({ isOpen }) => isOpen);
  await vi.waitUntil(() => held().length === 0, WAIT);
  expect((await window.ask('positions.list', {})).items).toEqual([]);
  await window.ask('trading.resume', { reason: 'test' });
  await vi.waitUntil(() => held().length > 0, WAIT);
  await vi.waitUntil(async () => {
    const { items } = await window.ask('positions.list', {});
    const shown = held().map(({ strategy, symbol, qty }) => `${strategy} ${symbol} ${qty}`);
    return (
      items.length > 0 &&
      items
        .map(({ strategy, symbol, qty }) => `${strategy} ${symbol} ${qty}`)
        .sort()
        .join() === shown.sort().join()
    );
  }, WAIT);
  window.session.close();
});

it('the top bar, prices, candles, account, health and activity keep coming', async () => {
  const window = running.window();
  const counts = new Map<string, number>();
  for (const stream of ['engines', 'marks', 'candles', 'portfolio', 'health', 'activity'] as const)
    window.bridge.subscribe(stream, ({ items }) => void counts.set(stream, (counts.get(stream) ?? 0) + items.length));
  await vi.waitUntil(
    () => ['engines', 'marks', 'candles', 'portfolio'].every((name) => (counts.get(name) ?? 0) > 20),
    WAIT,
  );
  expect([counts.get('health'), counts.get('activity')].every((count) => (count ?? 0) > 0)).toBe(true);
  window.session.close();
  expect(running.errors()).toEqual([]);
});
