// The fake is worth looking at only while it answers as the contract says: a fake nobody checks is a lie.
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeBridge, createFakeBridge } from '../../fakes/fakeBridge.ts';
import type { Envelope } from '../../../src/shared/contract/messages.ts';
import { type ParamsOf, REQUEST_NAMES, type RequestName } from '../../../src/shared/contract/requests.ts';
import { STREAM_NAMES } from '../../../src/shared/contract/streams.ts';

const connection = 'simulator';
const symbol = 'BTC/USDT:USDT';
const order = { symbol, side: 'buy', type: 'market', qty: '0.1' } as const;
const why = { connection, reason: 'a test' };
const series = { connection, symbol, timeframe: '15m' } as const;

/** Parameters of the requests that need some. */
const PARAMS: { readonly [N in RequestName]?: ParamsOf<N> } = {
  'orders.place': { connection, order },
  'orders.preview': { connection, order },
  'orders.size': { connection, symbol, side: 'buy', by: { kind: 'percentEquity', pct: '10' } },
  'orders.cancel': { connection, clientOrderId: 'fd1' },
  'positions.close': { connection, strategy: 's', symbol },
  'positions.moveStop': { connection, strategy: 's', symbol, stopPrice: '1' },
  'reconciliation.resolve': { ...why, id: 'order:1', action: 'ignore' },
  'risk.get': { connection },
  'risk.update': { changes: { maxLeverage: 2 }, reason: 'a test' },
  'trading.halt': why,
  'trading.reduce': why,
  'trading.resume': why,
  'trading.killSwitch': why,
  'trading.leaveSafeMode': why,
  'locks.place': { ...why, until: 1 },
  'locks.release': { ...why, lockId: 1 },
  'analytics.performance': { connection },
  'decisions.explain': { symbol },
  'equity.list': { connection },
  markers: { connection, symbol, from: 0, to: 9e12 },
  'candles.list': series,
  'indications.list': { ...series, specs: ['sma:20', 'bollinger:20:2', 'rsi:14', 'macd:12:26:9'] },
  'predictions.list': { connection, symbol },
  'models.card': { model: 'm' },
  'models.reliability': { model: 'm' },
  'strategies.get': { id: 'sma-cross' },
  'strategies.validate': { yaml: 'id: x' },
  'strategies.save': { id: 'sma-cross', yaml: 'id: x' },
  'strategies.setEnabled': { id: 'breakout', isEnabled: false },
  'connections.create': { template: 'simulator', name: 'One' },
  'connections.update': { connection, settings: {} },
  'connections.delete': why,
  'connections.setEnabled': { connection, isEnabled: true },
  'connections.setLive': { ...why, isLive: false },
  'connections.checklist': { connection: 'loopback' },
  'connections.setSecrets': { connection: 'loopback', values: { apiKey: 'k', apiSecret: 's' } },
  'connections.deleteSecrets': { ...why, connection: 'loopback' },
  'connections.issueKeys': { connection: 'loopback', canTrade: true, canWithdraw: false },
  'vault.create': { passphrase: 'four words that fit' },
  'vault.unlock': { passphrase: 'four words that fit' },
  'connections.verify': { connection },
  'connections.status': { connection },
  'backtest.start': { strategies: ['s'], data: [{ kind: 'simulated', symbol: 'BTC/USDT', timeframe: '15m', days: 1 }] },
  'backtest.cancel': { id: 'job1' },
  'backtest.get': { id: 'run0' },
  'backtest.candles': { id: 'run0', symbol },
  'backtest.delete': { id: 'run2' },
  'backtest.restore': { id: 'run2' },
  'settings.update': { changes: [{ path: 'a.b', value: 1 }] },
  'preferences.set': { key: 'window', value: { theme: 'dark' } },
};

const bridges: FakeBridge[] = [];
const aBridge = (...args: Parameters<typeof createFakeBridge>): FakeBridge => {
  const bridge = createFakeBridge(...args);
  bridges.push(bridge);
  return bridge;
};
afterEach(() => {
  for (const bridge of bridges.splice(0)) bridge.stop();
});

describe('the fake of the window', () => {
  it.each(REQUEST_NAMES)('answers %s as the contract says', async (name) => {
    const bridge = aBridge({ isAlive: false });
    const result = await bridge.request(name, PARAMS[name] ?? {});
    if (name === 'backtest.start') await bridge.request('backtest.cancel', { id: 'job1' });
    expect(result.ok ? '' : result.error.message).toBe('');
  });

  it.each(STREAM_NAMES)('sends a snapshot of %s that the contract takes', async (name) => {
    const bridge = aBridge({ isAlive: false });
    const envelope = await new Promise<Envelope>((done) => bridge.subscribe(name, done));
    expect(envelope).toMatchObject({ stream: name, kind: 'snapshot' });
  });

  it('can fail a request, so that error states can be looked at', async () => {
    const error = { code: 'UNAVAILABLE', message: 'No engine runs.', correlationId: 'c' } as const;
    const bridge = aBridge({ isAlive: false, failing: new Map([['models.list', error]]) });
    expect(await bridge.request('models.list', {})).toEqual({ ok: false, error });
  });

  it('refuses what the contract refuses', async () => {
    const result = await aBridge({ isAlive: false }).request('risk.get', {} as never);
    expect(result).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
  });
});
