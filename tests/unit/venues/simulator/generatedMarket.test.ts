import { describe, expect, it } from 'vitest';
import { createMarketSimulator, simulateCandles } from '../../../../src/main/engine/paper/simulator/marketSimulator.ts';
import { GeneratedMarket } from '../../../../src/main/venues/simulator/generatedMarket.ts';
import { MarketStream } from '../../../../src/main/venues/simulator/marketStream.ts';
import { candleAt } from '../../../../src/shared/domain/candle.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Timeframe, timeframeMs } from '../../../../src/shared/time.ts';
import { START } from '../../../builders/aCandle.ts';
import { BTC, ETH } from '../../../builders/paperWorld.ts';

const symbols = [ETH.symbol, BTC.symbol];
const from = toEpochMs(START - 3 * DAY_MS);
const aMarket = (timeframe: Timeframe = '15m', steps = 10): GeneratedMarket =>
  new GeneratedMarket({ seed: 'one', symbols, timeframe, startAt: START, historyDays: 3, steps });

describe('GeneratedMarket', () => {
  it.each(['1m', '15m', '1h', '12h', '1d'] as const)(
    'makes the %s candles of the one world, from wherever asked',
    (timeframe) => {
      const count = (4 * DAY_MS) / timeframeMs(timeframe);
      const columns = simulateCandles({ seed: 'one', symbols: [BTC.symbol], from, timeframe, count }).get(BTC.symbol)!;
      const all = Array.from({ length: count }, (_, i) => candleAt(columns, i));
      const market = aMarket();
      const now = toEpochMs(START + DAY_MS);
      for (const [first, end] of [
        [0, count],
        [count - 1, count],
        [Math.floor(count / 3), Math.floor(count / 2) + 1],
      ] as const) {
        const range = {
          symbol: BTC.symbol,
          timeframe,
          from: all[first]!.openTime,
          to: toEpochMs(all[end - 1]!.openTime + 1),
        };
        expect(market.candles(range, now)).toMatchObject(all.slice(first, end));
      }
      expect(market.candles({ symbol: BTC.symbol, timeframe, from, to: now }, toEpochMs(now - 1))).toHaveLength(
        count - 1,
      );
    },
  );

  it('streams the path that the generator took, in order of time, ties by symbol', () => {
    const world = createMarketSimulator({ seed: 'one', symbols, from, timeframe: '15m' });
    for (let i = 0; i < 3 * 96; i++) world.next();
    const stream = new MarketStream(aMarket());
    const [ether, bitcoin] = world.next();
    for (let step = 0; step < 10; step++) {
      for (const symbol of [BTC.symbol, ETH.symbol]) {
        const quote = world.path(symbol, 10)[step]!;
        expect(stream.take()).toEqual({ kind: 'mark', at: START + step * 90_000, symbol, quote });
      }
    }
    const at = START + 15 * MINUTE_MS;
    expect(stream.take()).toEqual({ kind: 'candle', at, candle: bitcoin });
    expect(stream.take()).toEqual({ kind: 'candle', at, candle: ether });
    expect(stream.take()).toMatchObject({ kind: 'mark', at, symbol: BTC.symbol });
  });

  it('goes on from any position as if it had come there by itself', () => {
    const whole = new MarketStream(aMarket('1h'));
    for (let i = 0; i < 700; i++) {
      const { position } = whole;
      const event = whole.take();
      if (i % 23 > 2) continue;
      const other = new MarketStream(aMarket('1h'));
      other.seek(position);
      expect(other.take()).toEqual(event);
    }
  });

  it('skips ahead without a trace of what lies between', () => {
    const stream = new MarketStream(aMarket());
    stream.seek({ at: toEpochMs(START + 5 * HOUR_MS + 1), taken: 0 });
    expect(stream.nextAt).toBe(START + 5 * HOUR_MS + 90_000);
  });
});
