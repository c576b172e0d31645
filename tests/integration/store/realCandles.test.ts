// The aggregator against what a venue published for the same span: prices equal, volume to the rounding of its sums.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Aggregator } from '../../../src/main/engine/market/aggregator.ts';
import { isSameCandle } from '../../../src/main/engine/market/candleProblem.ts';
import { readCandleFile } from '../../../src/main/store/candleFiles/readCandleFile.ts';
import { type Candle, candleAt, type CandleColumns } from '../../../src/shared/domain/candle.ts';
import { isoUtc } from '../../../src/shared/time.ts';
import { describeWithDevData } from '../../fixtures/devData.ts';

const VOLUME_TOLERANCE = 1e-12;

describeWithDevData('higher timeframes built from real 15m candles', (folder) => {
  const load = async (name: string): Promise<CandleColumns> => {
    const file = await readCandleFile(join(folder, 'data', `${name}.csv.gz`));
    if (!file.ok) throw new Error(file.error.message);
    return file.value.columns;
  };
  const candlesOf = (columns: CandleColumns): Candle[] =>
    Array.from(columns.openTime, (_, row) => candleAt(columns, row));

  it.each(['binance_BTCUSDT', 'binance_ETHUSDT', 'binance_SOLUSDT'])(
    "equal %s's own, but for the buckets of the outage of 2023-03-24",
    async (market) => {
      const base = candlesOf(await load(`${market}_15m`));
      const aggregator = new Aggregator({ symbol: base[0]!.symbol, base: '15m', timeframes: ['1h', '4h'] });
      const built = new Map<string, Candle>();
      for (const candle of base) {
        for (const higher of aggregator.push(candle)) built.set(`${higher.timeframe} ${higher.openTime}`, higher);
      }
      const missing: string[] = [];
      const different: unknown[] = [];
      let compared = 0;
      for (const timeframe of ['1h', '4h'] as const) {
        for (const real of candlesOf(await load(`${market}_${timeframe}`))) {
          if (real.openTime < base[0]!.openTime) continue;
          const own = built.get(`${timeframe} ${real.openTime}`);
          if (own === undefined) {
            missing.push(`${timeframe} ${isoUtc(real.openTime)}`);
            continue;
          }
          compared += 1;
          const isSameVolume = Math.abs(own.volume - real.volume) <= VOLUME_TOLERANCE * real.volume;
          if (!isSameVolume || !isSameCandle(own, { ...real, volume: own.volume })) different.push({ own, real });
        }
      }
      expect(different).toEqual([]);
      expect(missing).toEqual(['1h 2023-03-24T12:00:00Z', '4h 2023-03-24T12:00:00Z']);
      expect(compared).toBe(built.size);
      expect(compared).toBeGreaterThan(37_000);
    },
  );
});
