// Candles for charts: built of the base candles where need be, asked for once, never one that is not closed.
import { describe, expect, it } from 'vitest';
import { CandleReader } from '../../../../src/main/app/window/candleReader.ts';
import type { EngineHost } from '../../../../src/main/app/host/engineHost.ts';
import type { CandleRange } from '../../../../src/main/venues/ports.ts';
import { toEpochMs, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { MINUTE_MS, type Timeframe, timeframeMs } from '../../../../src/shared/time.ts';
import { aCandle, openTimeAt, START } from '../../../builders/aCandle.ts';

const SYMBOL = toSymbolId('BTC/USDT');

/** 15m candles from index 0 on, but for those left out; the clock stands a little after the close of `last`. */
function aHost(last: number, missing: readonly number[] = []) {
  const asked: CandleRange[] = [];
  const feed = {
    candles: (range: CandleRange) => {
      asked.push(range);
      const indexes = Array.from({ length: last + 1 }, (_, index) => index).filter((index) => !missing.includes(index));
      const candles = indexes.map((index) =>
        aCandle({ symbol: SYMBOL, openTime: openTimeAt(index), close: 100 + index }),
      );
      return Promise.resolve(candles.filter(({ openTime }) => openTime >= range.from && openTime < range.to));
    },
  };
  const clock = { value: openTimeAt(last + 1) + 1000 };
  const host = {
    id: 'simulator',
    connection: { baseTimeframe: '15m', feed },
    get core() {
      return { clock: clock.value };
    },
  } as unknown as EngineHost;
  return { host, asked, clock };
}

interface Asked {
  readonly limit: number;
  readonly before?: number;
  readonly reader?: CandleReader;
}

const times = async (host: EngineHost, timeframe: Timeframe, { limit, before, reader = new CandleReader() }: Asked) => {
  const { openTime } = await reader.columns(host, { symbol: SYMBOL, timeframe, limit, before });
  return [...openTime].map((at) => (at - START) / timeframeMs(timeframe));
};

describe('candles of a chart', () => {
  it('are the newest closed ones, or those before a time', async () => {
    const { host } = aHost(9);
    expect(await times(host, '15m', { limit: 3 })).toEqual([7, 8, 9]);
    expect(await times(host, '15m', { limit: 3, before: openTimeAt(5) })).toEqual([2, 3, 4]);
    expect(await times(host, '15m', { limit: 50 })).toHaveLength(10);
  });

  it('of a longer timeframe are built, and a bucket with a hole is not', async () => {
    expect(await times(aHost(11).host, '1h', { limit: 9 })).toEqual([0, 1, 2]);
    expect(await times(aHost(11, [5]).host, '1h', { limit: 9 })).toEqual([0, 2]);
    // The last bucket is not closed yet.
    expect(await times(aHost(9).host, '1h', { limit: 9 })).toEqual([0, 1]);
  });

  it('of a shorter one than the base are refused', async () => {
    await expect(times(aHost(9).host, '5m', { limit: 3 })).rejects.toThrow(
      '5m candles cannot be built from the 15m candles of simulator',
    );
  });

  it('are asked for once, and then only what is new or further back', async () => {
    const { host, asked, clock } = aHost(40);
    const reader = new CandleReader();
    await times(host, '15m', { limit: 10, reader });
    await times(host, '15m', { limit: 5, reader });
    expect(asked).toHaveLength(1);
    await times(host, '15m', { limit: 10, before: openTimeAt(31), reader });
    expect(asked.at(-1)).toMatchObject({ from: openTimeAt(21), to: openTimeAt(31) });
    clock.value = toEpochMs(clock.value + 15 * MINUTE_MS);
    await times(host, '15m', { limit: 10, reader });
    expect(asked.at(-1)).toMatchObject({ from: openTimeAt(41), to: openTimeAt(42) });
  });

  it('asked for twice at the same time are read once', async () => {
    const { host, asked } = aHost(40);
    const reader = new CandleReader();
    const both = await Promise.all([
      times(host, '15m', { limit: 10, reader }),
      times(host, '15m', { limit: 9, reader }),
    ]);
    expect(both.map(({ length }) => length)).toEqual([10, 9]);
    expect(asked).toHaveLength(1);
  });

  it('that the feed did not have yet are asked for again', async () => {
    const missing = [40];
    const { host } = aHost(40, missing);
    const reader = new CandleReader();
    expect(await times(host, '15m', { limit: 2, reader })).toEqual([39]);
    missing.pop();
    expect(await times(host, '15m', { limit: 2, reader })).toEqual([39, 40]);
  });

  it('belong to whoever asked: a worker may take them away', async () => {
    const { host } = aHost(40);
    const reader = new CandleReader();
    const { openTime } = await reader.columns(host, { symbol: SYMBOL, timeframe: '15m', limit: 5 });
    structuredClone(openTime, { transfer: [openTime.buffer as ArrayBuffer] });
    expect(await times(host, '15m', { limit: 5, reader })).toHaveLength(5);
  });
});
