import { describe, expect, it } from 'vitest';
import { MarketStream } from '../../../../src/main/venues/simulator/marketStream.ts';
import { RecordedMarket } from '../../../../src/main/venues/simulator/recordedMarket.ts';
import type { Candle, CandleColumns } from '../../../../src/shared/domain/candle.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { MINUTE_MS } from '../../../../src/shared/time.ts';
import { aCandle, openTimeAt, START } from '../../../builders/aCandle.ts';
import { aSeries, columnsOf } from '../../../builders/columnsOf.ts';
import { BTC, ETH } from '../../../builders/paperWorld.ts';
import { dec } from '../../../builders/risk.ts';

/** Candles at those places, of either symbol. */
const columns = (symbol: typeof BTC.symbol, places: readonly number[], part: Partial<Candle> = {}): CandleColumns =>
  columnsOf(
    aSeries({ symbol }),
    places.map((place) => aCandle({ symbol, openTime: openTimeAt(place), ...part })),
  );
const aMarket = (candles: readonly CandleColumns[], { steps = 30, warmUpCandles = 0, tickSize = '0.5' } = {}) =>
  new RecordedMarket({ candles, instruments: [{ ...BTC, tickSize: dec(tickSize) }, ETH], warmUpCandles, steps });

describe('RecordedMarket', () => {
  it.each(['0.5', '0.01', '0.25', '5'])('walks from open to close over high and low, on a grid of %s', (tickSize) => {
    const { rows } = aMarket([columns(BTC.symbol, [0])], { tickSize }).nextBucket()!;
    const quotes = Array.from({ length: 31 }, (_, step) => rows[0]!.quote(step));
    const lasts = quotes.map(({ last }) => last);
    expect([lasts[0], Math.max(...lasts), Math.min(...lasts), lasts[30]]).toEqual([100, 110, 90, 105]);
    for (const { bid, ask, last, bidSize, askSize } of quotes) {
      expect([bid, ask]).toContain(last);
      expect(dec(ask).minus(dec(bid)).gte(dec(tickSize))).toBe(true);
      for (const price of [bid, ask]) expect(dec(price).isMultipleOf(dec(tickSize))).toBe(true);
      expect(Math.min(bidSize, askSize)).toBeGreaterThan(0);
    }
  });

  it('starts behind the warm-up, at the earliest candle that is not history, and ends with the data', () => {
    const market = aMarket([columns(BTC.symbol, [0, 1, 2]), columns(ETH.symbol, [1, 2, 4])], {
      steps: 0,
      warmUpCandles: 1,
    });
    expect(market.startAt).toBe(openTimeAt(1));
    const stream = new MarketStream(market);
    const seen: string[] = [];
    while (stream.nextAt < Infinity) {
      const event = stream.take();
      if (event.kind === 'candle') seen.push(`${event.candle.symbol} ${String((event.at - START) / (15 * MINUTE_MS))}`);
    }
    expect(seen).toEqual(['BTC/USDT:USDT 2', 'ETH/USDT 2', 'BTC/USDT:USDT 3', 'ETH/USDT 3', 'ETH/USDT 5']);
  });

  it('knows nothing of candles that have not closed, or that are not there', () => {
    const market = aMarket([columns(BTC.symbol, [0, 1, 5])]);
    const range = { symbol: BTC.symbol, timeframe: '15m', from: START, to: openTimeAt(9) } as const;
    const opens = (now: number): readonly number[] =>
      market.candles(range, toEpochMs(now)).map(({ openTime }) => openTime);
    expect(opens(openTimeAt(2) - 1)).toEqual([openTimeAt(0)]);
    expect(opens(openTimeAt(2))).toEqual([openTimeAt(0), openTimeAt(1)]);
    expect(opens(openTimeAt(9))).toEqual([openTimeAt(0), openTimeAt(1), openTimeAt(5)]);
    expect(() => market.candles({ ...range, timeframe: '1h' }, START)).toThrow(
      'BTC/USDT:USDT 15m, found BTC/USDT:USDT 1h',
    );
  });

  it('refuses no candles, too few, and timeframes that differ, with what to do', () => {
    expect(() => aMarket([])).toThrow('replay.candles');
    expect(() => aMarket([columns(BTC.symbol, [0, 1])], { warmUpCandles: 2 })).toThrow(
      'expected more than 2 recorded candles, found 2: take a longer file, or fewer with replay.warmUpCandles',
    );
    const hourly = columnsOf(aSeries({ symbol: ETH.symbol, timeframe: '1h' }), [
      aCandle({ symbol: ETH.symbol, timeframe: '1h' }),
    ]);
    expect(() => aMarket([columns(BTC.symbol, [0]), hourly])).toThrow('found 15m and 1h (ETH/USDT)');
  });

  it('is another market with other candles', () => {
    const identity = (part: Partial<Candle>): string => aMarket([columns(BTC.symbol, [0, 1], part)]).identity;
    expect(identity({})).toBe(identity({}));
    expect(identity({ close: 104 })).not.toBe(identity({}));
  });
});
