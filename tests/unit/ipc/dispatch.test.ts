// One request in, one answer out: checked both ways, and nothing of the inside in what the window is told.
import { describe, expect, it } from 'vitest';
import { createDispatch, type Handlers } from '../../../src/main/ipc/dispatch.ts';
import { RequestError, withoutPaths } from '../../../src/main/ipc/requestError.ts';
import { AppError, type AppErrorCode } from '../../../src/shared/errors.ts';
import type { WireError } from '../../../src/shared/contract/result.ts';
import { keptLog } from '../../fakes/keptLog.ts';

function aDispatch(handlers: Partial<Handlers> = {}) {
  const { log, lines } = keptLog();
  let ids = 0;
  const dispatch = createDispatch({ handlers: handlers as Handlers, log, nextId: () => `id-${String(++ids)}` });
  const refused = async (name: string, params: unknown): Promise<WireError> => {
    const result = await dispatch({ name, params });
    if (result.ok) throw new Error('it was answered');
    return result.error;
  };
  return { dispatch, refused, lines };
}

const throwing = (error: unknown): Partial<Handlers> => ({
  'health.get': () => {
    throw error;
  },
});

describe('a request', () => {
  it('gets its params with defaults, and its answer without what does not belong', async () => {
    const seen: unknown[] = [];
    const { dispatch } = aDispatch({
      'preferences.get': () => ({ values: { theme: 'dark' } }),
      'orders.list': (params) => {
        seen.push(params);
        return { items: [], hasMore: false };
      },
    });
    expect(await dispatch({ name: 'preferences.get', params: {} })).toEqual({
      ok: true,
      value: { values: { theme: 'dark' } },
    });
    await dispatch({ name: 'orders.list', params: { symbol: 'BTC/USDT' } });
    expect(seen).toEqual([{ symbol: 'BTC/USDT', isWorking: false, limit: 200 }]);
  });

  it('of an unknown name is refused with the nearest known one', async () => {
    const { refused } = aDispatch();
    expect(await refused('order.place', {})).toMatchObject({
      code: 'UNKNOWN_REQUEST',
      message: 'there is no request "order.place"; did you mean "orders.place"?',
    });
    expect(await refused('constructor', {})).toMatchObject({ code: 'UNKNOWN_REQUEST' });
  });

  it('that is malformed says what and where, key by key', async () => {
    const { refused } = aDispatch();
    const error = await refused('orders.cancel', { connection: 'simulator', clientOrderId: 7, extra: 1 });
    expect(error.code).toBe('BAD_REQUEST');
    expect(error.problems?.map(({ path }) => path)).toEqual(['clientOrderId', '']);
  });

  it.each([undefined, null, [], 'text', 1, { __proto__: null, constructor: 1 }])(
    'with %j for params is refused',
    async (params) => {
      expect((await aDispatch().refused('orders.cancel', params)).code).toBe('BAD_REQUEST');
    },
  );

  it('whose answer breaks the contract is a fault of ours', async () => {
    const { refused, lines } = aDispatch({ 'preferences.get': () => ({ values: {}, more: 1 }) as never });
    expect(await refused('preferences.get', {})).toMatchObject({ code: 'FAULT' });
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'error',
        error: expect.stringContaining('the answer to preferences.get breaks'),
      }),
    ]);
  });
});

describe('what the window is told of an error', () => {
  it.each<[AppErrorCode, string]>([
    ['BAD_INPUT', 'REFUSED'],
    ['NOT_FOUND', 'NOT_FOUND'],
    ['NOT_WRITABLE', 'STORE'],
    ['UNREACHABLE', 'UNAVAILABLE'],
    ['FAULT', 'FAULT'],
  ])('%s is %s', async (code, told) => {
    const { refused } = aDispatch(throwing(new AppError(code, 'it did not work')));
    expect((await refused('health.get', {})).code).toBe(told);
  });

  it('is a sentence and the id under which the log has the rest', async () => {
    const { refused, lines } = aDispatch(throwing(new TypeError('x is undefined')));
    const error = await refused('health.get', {});
    expect(error).toEqual({ code: 'FAULT', message: expect.stringContaining('the log'), correlationId: 'id-1' });
    expect(lines).toEqual([expect.objectContaining({ level: 'error', correlationId: 'id-1' })]);
  });

  it('keeps every check that refused an order', async () => {
    const refusals = [{ code: 'TRADING_HALTED' as const, allow: false, detail: 'since noon' }];
    const { refused } = aDispatch(throwing(new RequestError('REFUSED', 'trading is halted', { refusals })));
    expect(await refused('health.get', {})).toMatchObject({ code: 'REFUSED', refusals });
  });

  it.each([
    ['cannot write /home/me/.data/config.yaml: no space', 'cannot write config.yaml: no space'],
    ['C:\\Users\\me\\data\\x.db is locked', 'x.db is locked'],
    ['the pair BTC/USDT:USDT at 1/2 price', 'the pair BTC/USDT:USDT at 1/2 price'],
    ['"/var/lib/a/b.csv", then (/tmp/x/y)', '"b.csv", then (y)'],
  ])('holds no path: %s', (text, told) => {
    expect(withoutPaths(text)).toBe(told);
  });
});
