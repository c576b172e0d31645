import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/main/engine/kernel/rng.ts';
import { cutCandle, joinCandle, pathWithin } from '../../src/main/engine/paper/simulator/gridCandle.ts';
import { createMarketSimulator } from '../../src/main/engine/paper/simulator/marketSimulator.ts';
import { marketParameters, simulatedSymbols } from '../../src/main/engine/paper/simulator/parameters.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';
import { TIMEFRAMES, timeframeMs } from '../../src/shared/time.ts';

const isOnGrid = (value: number, decimals: number): boolean => Number(value.toFixed(decimals)) === value;

describe('simulated candles', () => {
  it('are valid, on their grids, without holes, and open near the last close, for any seed, start and timeframe', () => {
    const start = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...TIMEFRAMES), start, (seed, timeframe, from) => {
        const symbols = simulatedSymbols(8);
        const simulator = createMarketSimulator({ seed, symbols, from: toEpochMs(from), timeframe });
        let before = simulator.next();
        for (let i = 0; i < 40; i++) {
          const candles = simulator.next();
          candles.forEach((candle, k) => {
            const { open, high, low, close, volume, symbol } = candle;
            const { priceDecimals, lotDecimals } = marketParameters(symbol);
            const last = before[k];
            expect(candle.openTime).toBe((last?.openTime ?? NaN) + timeframeMs(timeframe));
            expect(candle.openTime % timeframeMs(timeframe)).toBe(0);
            expect(low).toBeGreaterThan(0);
            expect(low).toBeLessThanOrEqual(Math.min(open, close));
            expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
            expect(volume).toBeGreaterThan(0);
            expect([open, high, low, close].every((price) => isOnGrid(price, priceDecimals))).toBe(true);
            expect(isOnGrid(volume, lotDecimals)).toBe(true);
            expect(Math.abs(open / (last?.close ?? NaN) - 1)).toBeLessThan(0.001);
          });
          before = candles;
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Any candle on the grid, volume enough for `parts`. */
const gridCandles = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 4, maxLength: 4 }),
    fc.integer({ min: 15, max: 1e9 }),
  )
  .map(([prices, volume]) => {
    const [low, open, close, high] = prices.sort((a, b) => a - b) as [number, number, number, number];
    return { open, high, low, close, volume };
  })
  .chain((candle) => fc.constantFrom(candle, { ...candle, open: candle.close, close: candle.open }));

describe('cutting a candle', () => {
  it('joins back to exactly the candle, in connected pieces with volume', () => {
    fc.assert(
      fc.property(gridCandles, fc.string(), (candle, seed) => {
        const pieces = cutCandle(candle, 15, createRng(seed));
        const whole = { ...pieces[0]! };
        pieces.slice(1).forEach((piece, i) => {
          expect(piece.open).toBe(pieces[i]?.close);
          joinCandle(whole, piece);
        });
        expect(whole).toEqual(candle);
        for (const { open, high, low, close, volume } of pieces) {
          expect(low <= Math.min(open, close) && high >= Math.max(open, close)).toBe(true);
          expect(Number.isInteger(volume) && volume >= 1).toBe(true);
        }
      }),
    );
  });

  it('walks whole ticks from open to close within high and low', () => {
    fc.assert(
      fc.property(gridCandles, fc.integer({ min: 3, max: 80 }), (candle, steps) => {
        const path = pathWithin(candle, steps, createRng('path'));
        expect([path[0], path[steps]]).toEqual([candle.open, candle.close]);
        expect([Math.max(...path), Math.min(...path)]).toEqual([candle.high, candle.low]);
        expect(path.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});
