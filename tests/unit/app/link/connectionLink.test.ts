// Getting and staying connected: warm-up, back-off, loss, silence, clock skew, the edge, the end.
import { describe, expect, it } from 'vitest';
import { linkPolicy } from '../../../../src/main/app/link/connectionLink.ts';
import type { MarketMessage } from '../../../../src/main/venues/ports.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/shared/time.ts';
import { openTimeAt, START } from '../../../builders/aCandle.ts';
import { BTC, ETH, LinkRun } from '../../../builders/linkRun.ts';
import { settle, unreachable } from '../../../fakes/fakeConnection.ts';

const QUARTER_MS = 15 * MINUTE_MS;

describe('the warm-up', () => {
  it('feeds the history merged by close, then by symbol, and only then lets the engine trade', async () => {
    const test = new LinkRun();
    test.history(0, 4, ETH);
    test.history(0, 4, BTC);
    await test.start();
    expect(test.candlesTaken).toEqual(['BTC 0', 'ETH 0', 'BTC 1', 'ETH 1', 'BTC 2', 'ETH 2', 'BTC 3', 'ETH 3']);
    expect(test.feedText).toEqual(['disconnected', 'reconciling', 'connected', 'clockSkew', 'reconciled']);
    expect(test.inputs.findIndex(({ kind }) => kind === 'candle')).toBe(2);
    expect(test.link.status).toMatchObject({ isConnected: true, reconnects: 0, rejected: 0 });
    expect(new Set(test.inputs.map(({ at }) => at))).toEqual(new Set([test.connection.clock.now()]));
  });

  it('resolves start once the accounts have been compared', async () => {
    const test = new LinkRun();
    test.connection.venueError = unreachable;
    let isReady = false;
    void test.link.start().then(() => (isReady = true));
    await test.pass(2 * MINUTE_MS);
    expect(isReady).toBe(false);
    expect(test.link.status.reconcileFailingSince).toBe(START + HOUR_MS);
    expect(test.run.engine.core.feed.isReconciling).toBe(true);
    test.connection.venueError = undefined;
    await test.pass(36 * SECOND_MS);
    expect(isReady).toBe(true);
    expect(test.link.status.reconcileFailingSince).toBeUndefined();
  });

  it('goes on from the last candle the engine knows', async () => {
    const test = new LinkRun();
    test.run.candle(0, { symbol: BTC });
    test.run.candle(1, { symbol: BTC });
    test.history(0, 4);
    await test.start();
    expect(test.candlesTaken).toEqual(['BTC 2', 'BTC 3']);
  });

  it('calls what the venue does not have an outage, but not what it cannot have yet', async () => {
    const test = new LinkRun();
    test.history(1, 2);
    test.history(3, 4);
    test.history(0, 3, ETH);
    await test.start();
    const outages = test.feeds.filter(({ type }) => type === 'outage');
    expect(outages).toEqual([
      { type: 'outage', symbol: BTC, timeframe: '15m', from: openTimeAt(2), to: openTimeAt(3) },
    ]);
    expect(test.run.all('gapDetected')).toEqual([]);
    expect(test.run.engine.core.markets.get(BTC)?.book.hasGap()).toBe(false);
  });

  it('connects first where the history cannot be read: a world may stand still until then', async () => {
    const test = new LinkRun();
    test.history(0, 4);
    test.connection.candlesError = unreachable;
    await test.start();
    expect(test.connection.attempts).toHaveLength(1);
    expect(test.link.status.detail).toMatch(/^cannot read the history: nobody answers; trying again in \d\.\d s$/);
    await test.stream(test.candle(3));
    expect(test.candlesTaken).toEqual([]);
    test.connection.candlesError = undefined;
    await test.pass(2 * SECOND_MS);
    expect(test.candlesTaken).toEqual(['BTC 0', 'BTC 1', 'BTC 2', 'BTC 3', 'BTC 3']);
    expect(test.connection.attempts).toHaveLength(1);
  });

  it('reads a long history in parts', async () => {
    const test = new LinkRun();
    await test.pass(2500 * QUARTER_MS);
    test.run.candle(0, { symbol: BTC });
    test.history(0, 2504);
    await test.start();
    for (let turns = 0; turns < 5; turns++) await settle();
    expect(test.candlesTaken).toHaveLength(2503);
    const lengths = test.connection.asked.map(({ from, to }) => (to - from) / QUARTER_MS);
    expect(Math.max(...lengths)).toBe(1000);
  });
});

describe('connecting', () => {
  it('tries again after 1 s, doubled to 30 s, a fifth more or less', async () => {
    const test = new LinkRun();
    test.connection.connectErrors.push(...Array.from({ length: 8 }, () => unreachable));
    await test.start();
    await test.pass(5 * MINUTE_MS);
    const { attempts } = test.connection;
    const pauses = attempts.slice(1).map((at, index) => (at - (attempts[index] ?? 0)) / SECOND_MS);
    const expected = [1, 2, 4, 8, 16, 30, 30, 30];
    expect(pauses).toHaveLength(expected.length);
    for (const [index, seconds] of expected.entries())
      expect(Math.abs((pauses[index] ?? 0) / seconds - 1)).toBeLessThan(0.2);
    expect(pauses).not.toEqual(expected);
    expect(test.link.status.isConnected).toBe(true);
  });

  it('begins with 1 s again only after a minute of health', async () => {
    const test = await new LinkRun().start();
    const pauseAfter = async (healthyMs: number): Promise<number> => {
      await test.pass(healthyMs);
      const lostAt = test.connection.clock.now();
      test.connection.lose();
      await test.pass(40 * SECOND_MS);
      return ((test.connection.attempts.at(-1) ?? 0) - lostAt) / SECOND_MS;
    };
    await pauseAfter(0);
    expect(await pauseAfter(0)).toBeGreaterThan(1.5);
    expect(await pauseAfter(0)).toBeGreaterThan(3);
    expect(await pauseAfter(MINUTE_MS)).toBeLessThan(1.5);
    expect(test.link.status.reconnects).toBe(4);
  });

  it('stops trying where no attempt would help, and says so', async () => {
    const test = new LinkRun();
    test.connection.connectErrors.push(new AppError('BAD_INPUT', 'the key is wrong'));
    await expect(test.link.start()).rejects.toThrow('the key is wrong');
    await test.pass(MINUTE_MS);
    expect(test.connection.attempts).toHaveLength(1);
    expect(test.link.status.detail).toBe('not trying any more: the key is wrong');
    expect(test.notices).toEqual(['Nothing more comes from this connection: the key is wrong.']);
  });

  it('after a loss takes no entries, comes back, and reads what it missed', async () => {
    const test = new LinkRun();
    test.history(0, 4);
    await test.start();
    await test.pass(QUARTER_MS - 500);
    test.inputs.length = 0;
    test.connection.lose('the line is dead');
    expect(test.feeds).toEqual([{ type: 'disconnected', detail: 'the line is dead' }, { type: 'reconciling' }]);
    expect(test.link.status.detail).toMatch(/^lost: the line is dead; trying again in /);
    test.history(4, 5);
    await test.pass(2 * SECOND_MS);
    expect(test.candlesTaken).toEqual(['BTC 4']);
    expect(test.feedText.slice(2)).toEqual(['connected', 'reconciled']);
    expect(test.link.status).toMatchObject({ isConnected: true, reconnects: 1 });
  });

  it('takes silence for a loss, and any message for life', async () => {
    const test = await new LinkRun({ silenceMs: 30 * SECOND_MS }).start();
    for (let mark = 0; mark < 4; mark++) {
      await test.pass(29 * SECOND_MS);
      test.mark();
    }
    expect(test.link.status.reconnects).toBe(0);
    test.connection.listener?.market({ kind: 'mark', symbol: BTC, bid: NaN, ask: 1, last: 1 });
    await test.pass(29 * SECOND_MS);
    expect(test.link.status.isConnected).toBe(true);
    await test.pass(SECOND_MS);
    expect(test.feeds).toContainEqual({ type: 'disconnected', detail: 'nothing came for 30 s' });
    await test.pass(2 * SECOND_MS);
    expect(test.link.status).toMatchObject({ isConnected: true, reconnects: 1 });
  });

  it.each([
    [10, 30],
    [60, 180],
    [undefined, 15 * 60 + 300],
  ])('with a price every %s s takes a silence of %i s for a loss', (markSeconds, seconds) => {
    const policy = linkPolicy({ markSeconds, timeframe: '15m', candleGraceMs: 5 * MINUTE_MS });
    expect(policy.silenceMs).toBe(seconds * SECOND_MS);
  });
});

describe('the edge', () => {
  it('counts malformed messages and keeps them from the engine', async () => {
    const test = await new LinkRun().start();
    test.inputs.length = 0;
    const candle = test.candle(3);
    const market = (message: MarketMessage): void => test.connection.listener?.market(message);
    market({ kind: 'candle', candle: { ...candle, high: NaN } });
    market({ kind: 'candle', candle: { ...candle, high: 1 } });
    market({ kind: 'candle', candle: { ...candle, openTime: openTimeAt(1, '1m') } });
    market({ kind: 'candle', candle: { ...candle, timeframe: '1m' } });
    market({ kind: 'candle', candle: { ...candle, symbol: 'XRP/USDT' as typeof BTC } });
    market({ kind: 'candle', candle: test.candle(4) });
    for (const [bid, ask, last] of [
      [101, 100, 100],
      [0, 1, 1],
      [1, Infinity, 1],
      [1, 2, NaN],
      [1, 2, 0],
    ] as const) {
      market({ kind: 'mark', symbol: BTC, bid, ask, last });
    }
    expect(test.inputs).toEqual([]);
    expect(test.link.status.rejected).toBe(11);
    test.mark();
    expect(test.inputs).toHaveLength(1);
    expect(test.link.status.lastMarketAt).toBe(test.connection.clock.now());
  });
});

describe('the clock of the venue', () => {
  it('is read with half the round trip, on connecting and every five minutes; changes above 50 ms are told', async () => {
    const test = new LinkRun();
    Object.assign(test.connection, { skewMs: 300, timeTakesMs: 2000 });
    await test.start();
    await test.pass(3 * SECOND_MS);
    const told = (): unknown =>
      test.feeds.filter(({ type }) => type === 'clockSkew').map((status) => 'skewMs' in status && status.skewMs);
    expect(told()).toEqual([300]);
    test.connection.skewMs = 350;
    await test.pass(5 * MINUTE_MS);
    expect(told()).toEqual([300]);
    test.connection.skewMs = -1200;
    await test.pass(5 * MINUTE_MS + 3 * SECOND_MS);
    expect(told()).toEqual([300, -1200]);
    expect(test.link.status.clockSkewMs).toBe(-1200);
  });
});

describe('stop', () => {
  it('ends every wait; nothing comes after it', async () => {
    const test = new LinkRun();
    test.connection.candlesTakeMs = Infinity;
    const started = test.link.start();
    await settle();
    await Promise.all([test.link.stop(), expect(started).rejects.toMatchObject({ code: 'CANCELED' })]);
    const count = test.inputs.length;
    await test.pass(HOUR_MS);
    expect(test.inputs).toHaveLength(count);
  });

  it('of a live link leaves messages, reports and losses unheard', async () => {
    const test = await new LinkRun().start();
    await test.link.stop();
    const count = test.inputs.length;
    test.mark();
    await test.stream(test.candle(3));
    test.connection.lose();
    await test.pass(HOUR_MS);
    expect(test.inputs).toHaveLength(count);
    expect(test.connection.attempts).toHaveLength(1);
  });
});
