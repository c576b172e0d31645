// What the formulas leave open: flat, short, silent and extreme input.
import { describe, expect, it } from 'vitest';
import { DEFAULT_SET_TEXT, IndicationSet, specColumns } from '../../../../src/main/engine/indications/indicationSet.ts';
import type { Bar } from '../../../../src/main/engine/indications/indicator.ts';
import { INDICATORS } from '../../../../src/main/engine/indications/registry.ts';
import { DAY_MS } from '../../../../src/shared/time.ts';
import { barWalk, flatBars } from '../../../builders/barWalk.ts';
import { indicatorOf, lineOf, rowsOf, specsOf } from '../../../builders/indicatorRun.ts';

const lastOf = (text: string, bars: readonly Bar[]): readonly number[] => rowsOf(indicatorOf(text), bars).at(-1) ?? [];

describe('flat input', () => {
  // 0.1 is not exact in binary: a sloppy sum would show.
  const bars = flatBars(100, 0.1);
  it.each([
    ['sma:20', [0.1]],
    ['sma:49', [0.1]],
    ['ema:20', [0.1]],
    ['rsi:14', [50]],
    ['macd:12:26:9', [0, 0, 0]],
    ['bollinger:20:2', [0.1, 0.1, 0.1]],
    ['atr:14', [0]],
    ['adx:14', [0, 0, 0]],
    ['stochastic:14:3:3', [50, 50]],
    ['stochRsi:14:14:3:1', [50, 50]],
    ['cci:20', [0]],
    ['mfi:14', [50]],
    ['obv', [0]],
    ['roc:14', [0]],
    ['williamsR:14', [-50]],
    ['donchian:20', [0.1, 0.1, 0.1]],
    ['keltner:20:2:10', [0.1, 0.1, 0.1]],
    ['supertrend:10:3', [0.1, -1]],
    ['stdDev:14', [0]],
  ])('%s gives %j', (text, expected) => {
    expect(lastOf(text, bars)).toEqual(expected);
  });

  it('stays defined when it comes after movement', () => {
    const price = barWalk(300).at(-1)?.close ?? 0;
    const set = new IndicationSet(specsOf(DEFAULT_SET_TEXT));
    for (const bar of [...barWalk(300), ...flatBars(20_000, price)]) set.push(bar);
    expect(set.values.every(Number.isFinite)).toBe(true);
    expect(lastOf('stochRsi', [...barWalk(300), ...flatBars(300, price)])).toEqual([50, 50]);
  });

  it('never lets two averages of one price cross', () => {
    const bars = [...barWalk(200), ...flatBars(200, 23.456)];
    const [fast, slow] = [lineOf('sma:10', 'value', bars), lineOf('sma:30', 'value', bars)];
    for (let i = 230; i < 400; i++) expect(fast[i]).toBe(slow[i]);
  });
});

describe('zero volume', () => {
  const bars = barWalk(100).map((bar) => ({ ...bar, volume: 0 }));

  it('leaves MFI at 50, OBV at 0 and VWAP at the typical price', () => {
    const { high = 0, low = 0, close = 0 } = bars.at(-1) ?? {};
    expect(lastOf('mfi', bars)).toEqual([50]);
    expect(lastOf('obv', bars)).toEqual([0]);
    expect(lastOf('vwap', bars)).toEqual([(high + low + close) / 3]);
  });
});

describe('VWAP', () => {
  const at = (openTime: number, price: number, volume: number): Bar => ({
    ...{ open: price, high: price, low: price, close: price },
    ...{ openTime, volume },
  });
  const bars = [at(0, 10, 1), at(DAY_MS - 1, 20, 3), at(DAY_MS, 40, 1), at(DAY_MS + 1, 50, 1)];

  it('starts anew each UTC day', () => {
    expect(lineOf('vwap', 'value', bars)).toEqual([10, 17.5, 40, 45]);
  });

  it('runs on when anchored', () => {
    expect(lineOf('vwap:1', 'value', bars)).toEqual([10, 17.5, 22, 160 / 6]);
  });
});

describe('Donchian', () => {
  it('does not see the candle that breaks out of it', () => {
    const bars = [...flatBars(3, 100), ...flatBars(1, 200)];
    expect(lineOf('donchian:3', 'upper', bars)).toEqual([NaN, NaN, NaN, 100]);
  });
});

describe('warm-up', () => {
  it.each(specsOf(`${DEFAULT_SET_TEXT},sma:1,macd:2:3:1,stochastic:1:1:1,keltner:3:1:9,stochRsi:5:3:2:4,adx:2`))(
    '$name $params: every line has its first value exactly when its definition says',
    (spec) => {
      const definition = INDICATORS[spec.name];
      const [text = ''] = specColumns(spec);
      const rows = rowsOf(indicatorOf([spec.name, ...Object.values(spec.params)].join(':')), barWalk(200));
      const firsts = definition.lines.map((_, line) => rows.findIndex((row) => Number.isFinite(row[line])));
      expect(Math.max(...firsts) + 1, text).toBe(definition.warmUp(spec.params));
      firsts.forEach((first, line) => {
        expect(rows.slice(first).every((row) => Number.isFinite(row[line]))).toBe(true);
      });
    },
  );
});

describe('long streams', () => {
  // A rolling sum that subtracts would carry the rounding of the spike, and of 200 000 steps, for ever.
  const spike: Bar = { openTime: 0, open: 1, high: 1e15, low: 1, close: 1e15, volume: 1e15 };
  const bars = [spike, ...barWalk(200_000, 3)];
  const recent = bars.slice(-100);

  it.each([
    'sma:20',
    'wma:14',
    'bollinger:20:2',
    'stdDev:14',
    'cci:20',
    'mfi:14',
    'stochastic:14:3:3',
    'williamsR:14',
    'donchian:20',
  ])('%s depends only on its window, not on where the stream began', (text) => {
    const [long, late] = [lastOf(text, bars), lastOf(text, recent)];
    long.forEach((value, line) => expect(Math.abs(value / (late[line] ?? NaN) - 1)).toBeLessThan(1e-12));
  });

  it('SMA is bit for bit the correctly rounded mean of its window', () => {
    expect(lastOf('sma:20', bars)).toEqual(lastOf('sma:20', recent));
  });
});
