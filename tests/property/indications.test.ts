// Rules every indicator keeps for every valid stream of candles.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SET_TEXT, indicationColumns, IndicationSet } from '../../src/main/engine/indications/indicationSet.ts';
import type { Bar } from '../../src/main/engine/indications/indicator.ts';
import { createIndicator, INDICATORS, type IndicatorSpec, specId } from '../../src/main/engine/indications/registry.ts';
import { MINUTE_MS } from '../../src/shared/time.ts';
import { anyStretch, barsOf } from '../builders/anyCandles.ts';
import { toColumns } from '../builders/barWalk.ts';
import { rowsOf, specsOf } from '../builders/indicatorRun.ts';

// Small periods beside the defaults: windows wrap often, and single-candle windows occur.
const SPECS = specsOf(
  `${DEFAULT_SET_TEXT},sma:1,sma:3,ema:1,wma:1,wma:4,rsi:2,macd:2:3:2,bollinger:2:0.5,atr:1,atr:3,adx:2,stochastic:1:1:1,` +
    'stochastic:3:2:2,stochRsi:2:3:2:2,cci:2,mfi:2,roc:1,williamsR:2,vwap:1,donchian:1,donchian:3,keltner:3:1:2,supertrend:1:1,stdDev:3',
);

const volume = fc.oneof(fc.constant(0), fc.double({ min: 1e-8, max: 1e12, noNaN: true }));
const bars: fc.Arbitrary<readonly Bar[]> = fc
  .array(anyStretch(volume, 6), { minLength: 1, maxLength: 60 })
  .map((parts) => barsOf(parts).map((bar, i) => ({ ...bar, openTime: i * 97 * MINUTE_MS })));

const check = (rule: (spec: IndicatorSpec, stream: readonly Bar[], cut: number) => void): void => {
  fc.assert(
    fc.property(fc.constantFrom(...SPECS), bars, fc.double({ min: 0, max: 1, noNaN: true }), (spec, stream, share) => {
      rule(spec, stream, Math.floor(share * stream.length));
    }),
    { numRuns: 600 },
  );
};

describe('every indicator', () => {
  it('gives finite values, and none before its warm-up', () => {
    check((spec, stream) => {
      const warmUp = INDICATORS[spec.name].warmUp(spec.params);
      rowsOf(createIndicator(spec), stream).forEach((row, i) => {
        if (i + 1 >= warmUp) expect(row.every(Number.isFinite), `${specId(spec)} at ${i}: ${row.join()}`).toBe(true);
        else expect(row.some(Number.isNaN), `${specId(spec)} at ${i}: ${row.join()}`).toBe(true);
        expect(row.every((value) => Number.isNaN(value) || Number.isFinite(value))).toBe(true);
      });
    });
  });

  it('keeps oscillators in their bounds and bands in their order', () => {
    const bounds: Readonly<Record<string, readonly [number, number]>> = {
      ...{
        rsi: [0, 100],
        adx: [0, 100],
        stochastic: [0, 100],
        stochRsi: [0, 100],
        mfi: [0, 100],
        williamsR: [-100, 0],
      },
      ...{ atr: [0, Infinity], stdDev: [0, Infinity], supertrend: [-Infinity, Infinity] },
    };
    check((spec, stream) => {
      const [min, max] = bounds[spec.name] ?? [-Infinity, Infinity];
      for (const row of rowsOf(createIndicator(spec), stream).slice(INDICATORS[spec.name].warmUp(spec.params) - 1)) {
        const slack = max === 100 ? 1e-9 : 0;
        expect(
          row.every((value) => value >= min && value <= max + slack),
          `${specId(spec)}: ${row.join()}`,
        ).toBe(true);
        const [middle = 0, upper = 0, lower = 0] = row;
        const isBand = INDICATORS[spec.name].lines.join() === 'middle,upper,lower';
        if (isBand) expect(lower <= middle && middle <= upper, `${specId(spec)}: ${row.join()}`).toBe(true);
      }
    });
  });

  it('never changes a value when later candles arrive: a prefix run is the prefix of the full run', () => {
    check((spec, stream, cut) => {
      const full = rowsOf(createIndicator(spec), stream);
      expect(rowsOf(createIndicator(spec), stream.slice(0, cut))).toEqual(full.slice(0, cut));
    });
  });

  it('continues bit for bit from a state that went through JSON', () => {
    check((spec, stream, cut) => {
      const uninterrupted = createIndicator(spec);
      const full = rowsOf(uninterrupted, stream);
      const first = createIndicator(spec);
      rowsOf(first, stream.slice(0, cut));
      const state = first.save();
      expect(state.every(Number.isFinite)).toBe(true);
      const second = createIndicator(spec);
      rowsOf(second, stream.slice(-3)); // Whatever it held before must not matter.
      second.load(JSON.parse(JSON.stringify(state)) as readonly number[]);
      expect([...second.values]).toEqual([...first.values]);
      expect(rowsOf(second, stream.slice(cut))).toEqual(full.slice(cut));
      expect(second.save()).toEqual(uninterrupted.save());
    });
  });
});

describe('a set', () => {
  it('gives the same incrementally and in batch', () => {
    fc.assert(
      fc.property(bars, (stream) => {
        const set = new IndicationSet(SPECS);
        const columns = [...indicationColumns(toColumns(stream), SPECS).values()];
        stream.forEach((candle, i) => {
          set.push(candle);
          expect([...set.values]).toEqual(columns.map((column) => column[i]));
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('windowed indicators', () => {
  it('SMA is the same to the last bit wherever its stream began', () => {
    fc.assert(
      fc.property(bars, fc.integer({ min: 1, max: 20 }), (stream, late) => {
        const [spec] = specsOf('sma:7');
        if (spec === undefined || stream.length < late + 7) return;
        const whole = rowsOf(createIndicator(spec), stream).slice(late + 6);
        expect(rowsOf(createIndicator(spec), stream.slice(late)).slice(6)).toEqual(whole);
      }),
      { numRuns: 600 },
    );
  });

  // The plain definition over the window, each in its most obvious form.
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const naive: Readonly<Record<string, (window: readonly Bar[]) => readonly number[]>> = {
    'sma:5': (w) => [sum(w.map((b) => b.close)) / 5],
    'wma:5': (w) => [sum(w.map((b, i) => b.close * (i + 1))) / 15],
    'williamsR:5': (w) => {
      const [high, low] = [Math.max(...w.map((b) => b.high)), Math.min(...w.map((b) => b.low))];
      return [high === low ? -50 : (-100 * (high - (w.at(-1)?.close ?? NaN))) / (high - low)];
    },
    'donchian:4': (w) => {
      const before = w.slice(0, 4);
      const [upper, lower] = [Math.max(...before.map((b) => b.high)), Math.min(...before.map((b) => b.low))];
      return [(upper + lower) / 2, upper, lower];
    },
    'stdDev:5': (w) => {
      const mean = sum(w.map((b) => b.close)) / 5;
      return [Math.sqrt(sum(w.map((b) => (b.close - mean) ** 2)) / 5)];
    },
  };

  it.each(Object.entries(naive))('%s agrees with its plain definition', (text, expected) => {
    fc.assert(
      fc.property(bars, (stream) => {
        const scale = (window: readonly Bar[]): number => Math.max(100, ...window.map((b) => b.high));
        specsOf(text).forEach((spec) => {
          rowsOf(createIndicator(spec), stream).forEach((row, i) => {
            if (i < 4) return;
            const window = stream.slice(i - 4, i + 1);
            expected(window).forEach((value, line) => {
              expect(Math.abs((row[line] ?? NaN) - value)).toBeLessThanOrEqual(1e-12 * scale(window));
            });
          });
        });
      }),
    );
  });
});
