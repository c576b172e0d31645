// The window's requests against a real program on the simulator: each is asked once, and answered as the contract says.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ParamsOf, REQUEST_NAMES, type RequestName, REQUESTS } from '../../src/shared/contract/requests.ts';
import type { ErrorCode } from '../../src/shared/contract/result.ts';
import { type RunningProgram, runningProgram } from '../builders/runningProgram.ts';
import type { TestWindow } from '../builders/testWindow.ts';

const SYMBOL = 'BTC/USDT:USDT';
const connection = 'simulator';
const reason = 'test';
const passphrase = 'correct horse battery';
const WAIT = { timeout: 20_000, interval: 20 };
let running: RunningProgram;
let window: TestWindow;

beforeAll(async () => {
  running = await runningProgram([
    ...['simulator.speed=10000', 'simulator.historyDays=20', 'simulator.symbols=["BTC/USDT:USDT","ETH/USDT:USDT"]'],
    'simulator.strategies=["sma-cross","macd-trend","breakout","rsi-reversion"]',
  ]);
  window = running.window();
  // Until something was traded, so that no list is empty.
  await vi.waitUntil(async () => (await window.ask('trades.list', {})).items.length > 0, WAIT);
}, 60_000);

afterAll(async () => {
  window.session.close();
  await running.stop();
});

const order = { symbol: SYMBOL, side: 'buy', type: 'limit', qty: '0.01', limitPrice: '50000' } as const;

/** The run that was deleted before it is brought back. */
let deleted = '';

/** What is asked of each, and the code where a no is the right answer. */
const ASKED: {
  readonly [N in RequestName]: readonly [params: ParamsOf<N> | (() => Promise<ParamsOf<N>>), refusal?: ErrorCode];
} = {
  'portfolio.get': [{}],
  'orders.preview': [{ connection, order, exits: { stopLoss: { pct: '2' } } }],
  'orders.size': [{ connection, symbol: SYMBOL, side: 'buy', by: { kind: 'percentEquity', pct: '10' } }],
  'orders.place': [async () => ({ connection, order: { ...order, limitPrice: await below(3) }, reason })],
  'orders.cancel': [async () => ({ connection, clientOrderId: await resting(), reason })],
  'orders.list': [{ connection, limit: 5 }],
  'fills.list': [{ symbol: SYMBOL }],
  'positions.list': [{}],
  'positions.moveStop': [async () => ({ connection, ...(await held()), stopPrice: await below(5), reason })],
  'positions.close': [async () => ({ connection, ...(await held()) })],
  'positions.closeAll': [{ reason }],
  'reconciliation.list': [{}],
  'reconciliation.resolve': [{ connection, id: 'balance:1', action: 'adopt', reason }, 'REFUSED'],
  'risk.get': [{ connection }],
  'risk.update': [{ changes: { maxOpenPositions: 7 }, reason }],
  'trading.halt': [{ connection, reason }],
  'trading.reduce': [{ connection, reason }],
  'trading.resume': [{ reason }],
  'trading.killSwitch': [{ reason }],
  'trading.leaveSafeMode': [{ connection, reason }],
  'locks.place': [async () => ({ connection, symbol: SYMBOL, until: (await now()) + 3_600_000, reason })],
  'locks.release': [async () => ({ connection, lockId: await aLock(), reason })],
  'trades.list': [{ limit: 2 }],
  'trades.export': [{ connection }],
  'analytics.daily': [{}],
  'analytics.performance': [{ connection }],
  'activity.list': [{ search: 'connected' }],
  'signals.list': [{ outcome: 'ordered' }],
  'decisions.list': [{ limit: 20 }],
  'decisions.explain': [{ symbol: SYMBOL }],
  'ledger.list': [{}],
  'equity.list': [{ connection, points: 100 }],
  markers: [{ connection, symbol: SYMBOL, from: 0, to: 8e15 }],
  'markets.list': [{}],
  'candles.list': [{ connection, symbol: SYMBOL, timeframe: '1h', limit: 300 }],
  'indications.list': [
    { connection, symbol: SYMBOL, timeframe: '15m', limit: 200, specs: ['sma:20', 'macd:12:26:9', 'psar:0.02:0.2'] },
  ],
  'indications.catalogue': [{}],
  'predictions.latest': [{}],
  'predictions.list': [{ connection, symbol: SYMBOL }],
  'models.list': [{}],
  'models.card': [async () => ({ model: await aModel() })],
  'models.reliability': [async () => ({ model: await aModel() })],
  'strategies.list': [{}],
  'strategies.get': [{ id: 'sma-cross' }],
  'strategies.validate': [{ yaml: 'id: x\n' }],
  'strategies.save': [
    async () => ({ id: 'mine', yaml: (await yamlOf('sma-cross')).replace('id: sma-cross', 'id: mine'), reason }),
  ],
  'strategies.setEnabled': [{ id: 'mine', isEnabled: false, reason }],
  'connections.list': [{}],
  'connections.create': [{ template: 'loopback', name: 'Rehearsal', settings: { 'loopback.historyDays': 2 } }],
  'vault.status': [{}],
  'vault.create': [{ passphrase }],
  'vault.unlock': [{ passphrase }],
  'connections.issueKeys': [{ connection: 'loopback', canTrade: true, canWithdraw: false }],
  'connections.setSecrets': [async () => ({ connection: 'loopback', values: await issued() })],
  'connections.checklist': [{ connection: 'loopback' }],
  'connections.deleteSecrets': [{ connection: 'loopback', reason }],
  'connections.update': [{ connection, settings: { 'simulator.cash': '20000' }, reason }],
  'connections.delete': [{ connection, reason }, 'REFUSED'],
  'connections.setEnabled': [{ connection: 'loopback', isEnabled: false, reason }],
  'connections.setLive': [{ connection, isLive: true, reason }, 'REFUSED'],
  'connections.verify': [{ connection }],
  'connections.status': [{ connection }],
  'backtest.start': [
    { strategies: ['sma-cross'], data: [{ kind: 'simulated', symbol: 'BTC/USDT', timeframe: '15m', days: 30 }] },
  ],
  'backtest.list': [{}],
  'backtest.get': [async () => ({ id: await aRun() })],
  'backtest.candles': [async () => ({ id: await aRun(), symbol: SYMBOL })],
  'backtest.cancel': [async () => ({ id: await ended(await aRun()) }), 'REFUSED'],
  'backtest.delete': [async () => ({ id: (deleted = await aRun()) })],
  'backtest.restore': [() => Promise.resolve({ id: deleted })],
  'data.list': [{}],
  'health.get': [{}],
  'engines.list': [{}],
  'settings.get': [{}],
  'settings.update': [{ changes: [{ path: 'risk.maxLeverage', value: 2 }], reason }],
  'preferences.set': [{ key: 'theme', value: { dark: true } }],
  'preferences.get': [{}],
  'system.about': [{}],
};

const price = async () =>
  (await window.ask('markets.list', {})).items.find(({ symbol }) => symbol === SYMBOL)?.price ?? 0;
const below = async (pct: number) => String(Math.round((await price()) * (1 - pct / 100)));
const now = async () => (await window.ask('portfolio.get', {})).items[0]?.at ?? 0;
const yamlOf = async (id: string) => (await window.ask('strategies.get', { id })).yaml;

async function resting(): Promise<string> {
  const placed = await window.ask('orders.place', {
    connection,
    order: { ...order, limitPrice: await below(4) },
    reason,
  });
  return placed.orders[0]?.clientOrderId ?? '';
}

/** A position of our own that is there now. */
async function held(): Promise<{ strategy: string; symbol: string }> {
  const { qty } = await window.ask('orders.size', {
    connection,
    symbol: SYMBOL,
    side: 'buy',
    by: { kind: 'notional', amount: '500' },
  });
  await window.ask('orders.place', { connection, order: { symbol: SYMBOL, side: 'buy', type: 'market', qty }, reason });
  const isHeld = async () =>
    (await window.ask('positions.list', {})).items.some(({ strategy }) => strategy === 'manual');
  await vi.waitUntil(isHeld, WAIT);
  return { strategy: 'manual', symbol: SYMBOL };
}

const aModel = async () => (await window.ask('models.list', {})).items[0]?.id ?? '';
const aLock = async () =>
  (await window.ask('risk.get', { connection })).locks.find(({ code }) => code === 'LOCK_MANUAL')?.id ?? -1;

const issued = async () =>
  (await window.ask('connections.issueKeys', { connection: 'loopback', canTrade: true, canWithdraw: false })).values;

async function aRun(): Promise<string> {
  await vi.waitUntil(async () => (await window.ask('backtest.list', {})).items.length > 0, WAIT);
  return (await window.ask('backtest.list', {})).items[0]?.id ?? '';
}

/** A run is kept a moment before its job is over. */
const ended = (id: string): Promise<string> =>
  new Promise((done) => {
    const stop = window.bridge.subscribe('jobs', ({ items }) => {
      if (!items.some((job) => job.id === id && job.state === 'done')) return;
      stop();
      done(id);
    });
  });

describe('every request', () => {
  it.each(Object.keys(ASKED) as RequestName[])('%s', async (name) => {
    const [given, refusal] = ASKED[name];
    const params = typeof given === 'function' ? await given() : given;
    const result = await window.bridge.request(name, params);
    if (result.ok) {
      expect(refusal).toBeUndefined();
      expect(() => REQUESTS[name].result.parse(result.value)).not.toThrow();
    } else expect([result.error.code, result.error.message]).toEqual([refusal, expect.stringMatching(/^\S/)]);
    expect(running.errors()).toEqual([]);
  });

  it('is asked', () => {
    expect(Object.keys(ASKED).sort()).toEqual([...REQUEST_NAMES].sort());
  });
});
