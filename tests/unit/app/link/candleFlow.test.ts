// Candles after a hole: held until the venue has been asked, let go in time, filled in whatever time it takes.
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../../src/shared/time.ts';
import { openTimeAt } from '../../../builders/aCandle.ts';
import { BTC, ETH, LinkRun } from '../../../builders/linkRun.ts';
import { unreachable } from '../../../fakes/fakeConnection.ts';

const HOUR_MS = 60 * MINUTE_MS;

/** Both symbols are known up to candle 3; it is the close of candle 6 now. */
async function aHole(): Promise<LinkRun> {
  const test = new LinkRun();
  test.history(0, 4);
  test.history(0, 4, ETH);
  await test.start();
  await test.pass(45 * MINUTE_MS);
  test.inputs.length = 0;
  return test;
}

describe('a candle after a hole', () => {
  it('waits for what was missing; prices and other symbols do not', async () => {
    const test = await aHole();
    test.history(4, 6);
    test.connection.candlesTakeMs = 9 * SECOND_MS;
    await test.stream(test.candle(6));
    test.mark();
    await test.stream(test.candle(4, { symbol: ETH }));
    expect(test.candlesTaken).toEqual(['ETH 4']);
    expect(test.inputs[0]).toMatchObject({ kind: 'mark' });
    await test.pass(9 * SECOND_MS);
    expect(test.candlesTaken).toEqual(['ETH 4', 'BTC 4', 'BTC 5', 'BTC 6']);
    expect(test.run.all('gapDetected')).toEqual([]);
  });

  it('follows an outage that the venue confirms', async () => {
    const test = await aHole();
    test.history(5, 6);
    await test.stream(test.candle(6));
    expect(test.feeds).toEqual([
      { type: 'outage', symbol: BTC, timeframe: '15m', from: openTimeAt(4), to: openTimeAt(5) },
    ]);
    expect(test.candlesTaken).toEqual(['BTC 5', 'BTC 6']);
    expect(test.run.all('gapDetected')).toEqual([]);
  });

  it('goes on after 10 s with those that came meanwhile; the gap is filled later', async () => {
    const test = await aHole();
    test.history(4, 6);
    test.connection.candlesTakeMs = Infinity;
    await test.stream(test.candle(6));
    await test.stream(test.candle(6));
    await test.pass(10 * SECOND_MS - 1);
    expect(test.candlesTaken).toEqual([]);
    await test.pass(1);
    expect(test.candlesTaken).toEqual(['BTC 6', 'BTC 6']);
    const { book } = test.run.engine.core.market(BTC);
    expect(book.openGaps()).toEqual([{ from: openTimeAt(4), to: openTimeAt(6) }]);
    await test.restart();
    expect(book.hasGap()).toBe(true);
    test.connection.candlesTakeMs = 0;
    await test.restart();
    expect(book.hasGap()).toBe(false);
  });

  it('goes on at once where the venue cannot be asked, and the gap is asked for with back-off', async () => {
    const test = await aHole();
    test.history(4, 6);
    test.connection.candlesError = unreachable;
    test.connection.asked.length = 0;
    await test.stream(test.candle(6));
    expect(test.candlesTaken).toEqual(['BTC 6']);
    await test.pass(10 * SECOND_MS);
    const { length } = test.connection.asked;
    expect(length).toBeGreaterThanOrEqual(4);
    expect(length).toBeLessThanOrEqual(6);
    test.connection.candlesError = undefined;
    await test.pass(10 * SECOND_MS);
    expect(test.run.engine.core.market(BTC).book.hasGap()).toBe(false);
    expect(test.run.all('gapResolved')).toHaveLength(2);
    const answered = test.connection.asked.length;
    await test.pass(MINUTE_MS);
    expect(test.connection.asked).toHaveLength(answered);
  });

  it('is no outage where the answer was malformed', async () => {
    const test = await aHole();
    test.connection.candles.push(test.candle(4), test.candle(5, { high: NaN }));
    await test.stream(test.candle(6));
    expect(test.feeds).toEqual([]);
    expect(test.link.status.rejected).toBeGreaterThan(0);
    expect(test.run.engine.core.market(BTC).book.openGaps()).toEqual([{ from: openTimeAt(5), to: openTimeAt(6) }]);
    test.connection.candles.pop();
    await test.pass(40 * SECOND_MS);
    expect(test.feeds).toContainEqual({
      type: 'outage',
      symbol: BTC,
      timeframe: '15m',
      from: openTimeAt(5),
      to: openTimeAt(6),
    });
  });
});

describe('a streamed candle', () => {
  it('that is a little ahead of our clock waits for its close', async () => {
    const test = new LinkRun();
    test.history(0, 4);
    await test.start();
    await test.pass(15 * MINUTE_MS - 4 * SECOND_MS);
    test.inputs.length = 0;
    await test.stream(test.candle(4));
    expect(test.inputs).toEqual([]);
    await test.pass(4 * SECOND_MS);
    expect(test.candlesTaken).toEqual(['BTC 4']);
  });

  it('is held while the past is read after a reconnect', async () => {
    const test = new LinkRun();
    test.history(0, 4);
    await test.start();
    await test.pass(HOUR_MS / 2 - 2 * SECOND_MS);
    test.history(4, 6);
    test.inputs.length = 0;
    test.connection.candlesTakeMs = 3 * SECOND_MS;
    test.connection.lose();
    await test.pass(2 * SECOND_MS);
    await test.stream(test.candle(5));
    expect(test.candlesTaken).toEqual([]);
    await test.pass(6 * SECOND_MS);
    expect(test.candlesTaken.slice(0, 2)).toEqual(['BTC 4', 'BTC 5']);
    expect(test.run.all('gapDetected')).toEqual([]);
  });
});
