import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as oracle from 'trading-signals';
import { describe, expect, it } from 'vitest';
import type { Bar } from '../../../../src/main/engine/indications/indicator.ts';
import {
  computeOverlay,
  type OverlayName,
  OVERLAYS,
  overlayColumns,
  parseOverlay,
} from '../../../../src/main/engine/indications/overlays.ts';
import { problemText } from '../../../../src/shared/result.ts';
import { barWalk, flatBars, toColumns } from '../../../builders/barWalk.ts';
import { differences } from '../../../builders/indicatorRun.ts';
import { describeWithDevData } from '../../../fixtures/devData.ts';

type Params = Readonly<Record<string, number>>;

function linesOf(
  name: OverlayName,
  bars: readonly Bar[],
  params: Params = {},
): Readonly<Record<string, readonly number[]>> {
  const lines = computeOverlay(name, params, toColumns(bars));
  if (!lines.ok) throw new Error(problemText(lines.error));
  return Object.fromEntries([...lines.value].map(([line, values]) => [line, [...values]]));
}

const NAMES = Object.keys(OVERLAYS) as readonly OverlayName[];

describe('every overlay', () => {
  const bars = barWalk(400);

  it.each(NAMES)('%s has its lines, aligned, empty only in warm-up', (name) => {
    const lines = linesOf(name, bars);
    expect(Object.keys(lines)).toEqual(OVERLAYS[name].lines);
    for (const values of Object.values(lines)) {
      const first = values.findIndex(Number.isFinite);
      expect(values).toHaveLength(400);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(first).toBeLessThan(100);
      expect(values.slice(0, first).every(Number.isNaN)).toBe(true);
      expect(values.slice(first).every(Number.isFinite)).toBe(true);
    }
  });

  it.each(NAMES)('%s never changes a value when later candles arrive', (name) => {
    const full = linesOf(name, bars);
    for (const [line, values] of Object.entries(linesOf(name, bars.slice(0, 250)))) {
      expect(values).toEqual(full[line]?.slice(0, 250));
    }
  });

  it.each(NAMES)('%s is defined for flat, short and no input', (name) => {
    for (const values of Object.values(linesOf(name, flatBars(150, 100)))) expect(values.at(-1)).not.toBeNaN();
    for (const values of Object.values(linesOf(name, flatBars(1, 100)))) expect(values).toHaveLength(1);
    for (const values of Object.values(linesOf(name, []))) expect(values).toHaveLength(0);
  });
});

describe('trading-signals agrees', () => {
  const bars = barWalk(900);
  const settled = (values: readonly (number | null | undefined)[]): readonly (number | null | undefined)[] =>
    values.slice(700);
  const expectEqual = (mine: readonly number[] | undefined, theirs: readonly (number | null | undefined)[]): void => {
    expect(differences((mine ?? []).slice(700), settled(theirs))).toEqual([]);
  };

  it('ichimoku, its spans drawn ahead', () => {
    const cloud = new oracle.IchimokuCloud();
    const theirs = bars.map((bar) => cloud.update(bar, false));
    const mine = linesOf('ichimoku', bars);
    expectEqual(
      mine['conversion'],
      theirs.map((row) => row?.conversion),
    );
    expectEqual(
      mine['base'],
      theirs.map((row) => row?.base),
    );
    expectEqual(
      mine['spanA'],
      theirs.map((_, i) => theirs[i - 26]?.spanA),
    );
    expectEqual(
      mine['spanB'],
      theirs.map((_, i) => theirs[i - 26]?.spanB),
    );
  });

  it('awesome, adl and forceIndex', () => {
    const [awesome, adl, force] = [new oracle.AO(5, 34), new oracle.AD(), new oracle.ForceIndex(13)];
    expectEqual(
      linesOf('awesome', bars)['value'],
      bars.map((bar) => awesome.update(bar, false)),
    );
    expectEqual(
      linesOf('forceIndex', bars)['value'],
      bars.map((bar) => force.update(bar, false)),
    );
    const mine = linesOf('adl', bars)['value'] ?? [];
    bars.forEach((bar, i) => expect(Math.abs((mine[i] ?? NaN) - adl.update(bar, false))).toBeLessThan(1e-8));
  });

  it('adl of a candle without range', () => {
    const [bar] = flatBars(1, 100, 7);
    expect(linesOf('adl', [...barWalk(1), ...(bar === undefined ? [] : [bar])])['value']?.[1]).toBe(
      linesOf('adl', barWalk(1))['value']?.[0],
    );
  });

  it('trix, kst, wilderMa', () => {
    const triple = [new oracle.EMA(15), new oracle.EMA(15), new oracle.EMA(15)];
    const smoothed = bars.map((bar) => triple.reduce((value, average) => average.update(value, false), bar.close));
    const rates = smoothed.map((value, i) => 100 * (value / (smoothed[i - 1] ?? NaN) - 1));
    linesOf('trix', bars)
      ['value']?.slice(700)
      .forEach((value, i) => expect(value).toBeCloseTo(rates[i + 700] ?? NaN, 9));
    const [kst, signal] = [new oracle.KST(), new oracle.SMA(9)];
    const theirs = bars.map((bar) => kst.update(bar.close, false));
    const mine = linesOf('kst', bars);
    mine['kst']?.slice(700).forEach((value, i) => expect(value).toBeCloseTo(theirs[i + 700] ?? NaN, 9));
    const signals = (mine['kst'] ?? []).map((value) => signal.update(value, false));
    mine['signal']?.slice(700).forEach((value, i) => expect(value).toBeCloseTo(signals[i + 700] ?? NaN, 9));
    const average = new oracle.WSMA(20);
    expectEqual(
      linesOf('wilderMa', bars)['value'],
      bars.map((bar) => average.update(bar.close, false)),
    );
  });
});

describe('computeOverlay refuses', () => {
  const good = toColumns(barWalk(30));
  it.each([
    ['ichimokuu', {}, good, 'unknown overlay "ichimokuu"; did you mean "ichimoku"?'],
    ['trix', { perid: 3 }, good, 'overlay "trix" has no parameter "perid"; did you mean "period"?'],
    ['trix', { period: 1 }, good, '"period" of overlay "trix" must be a whole number from 2 to 10000, got 1'],
    [
      'adl',
      {},
      { ...good, close: good.close.slice(1) },
      'expected candle columns of one length, got 30, 30, 30, 30, 29, 30',
    ],
    ['adl', {}, { ...good, low: good.low.map(() => NaN) }, 'candle 1 of 30 is not a candle'],
    ['adl', {}, { ...good, high: good.high.map((high, i) => (i === 4 ? 1 : high)) }, 'candle 5 of 30 is not a candle'],
  ])('%s %j', (...[name, params, columns, message]) => {
    const lines = computeOverlay(name, params, columns);
    expect(lines.ok ? 'accepted' : lines.error.message).toContain(message);
  });
});

describeWithDevData('published series', (folder) => {
  const read = (name: string): string => readFileSync(resolve(folder, 'golden', name), 'utf8');
  const bars = read('quotes/default.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((row, i): Bar => {
      const [open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = row.split(',').slice(1).map(Number);
      return { openTime: i, open, high, low, close, volume };
    });

  // Overlay, parameters, published file, our line and its field, first candle compared (later ones: other seeding conventions).
  const GOLDENS: readonly (readonly [OverlayName, Params, string, string, string, number])[] = [
    ['ichimoku', {}, 'ichimoku', 'conversion', 'tenkanSen', 51],
    ['ichimoku', {}, 'ichimoku', 'base', 'kijunSen', 51],
    ['ichimoku', {}, 'ichimoku', 'spanA', 'senkouSpanA', 77],
    ['ichimoku', {}, 'ichimoku', 'spanB', 'senkouSpanB', 77],
    ['awesome', {}, 'awesome', 'value', 'oscillator', 0],
    ['adl', {}, 'adl', 'value', 'adl', 0],
    ['forceIndex', { period: 2 }, 'force', 'value', 'forceIndex', 0],
    ['chandelierExit', {}, 'chexit', 'long', 'chandelierExit', 0],
    ['wilderMa', {}, 'smma', 'value', 'smma', 0],
    ['heikinAshi', {}, 'heikinashi', 'open', 'open', 0],
    ['heikinAshi', {}, 'heikinashi', 'close', 'close', 0],
  ];

  const golden = (file: string): readonly Readonly<Record<string, number | null>>[] =>
    JSON.parse(read(`${file}.standard.json`)) as readonly Readonly<Record<string, number | null>>[];

  it.each(GOLDENS)('%s %j matches %s: %s', (...[name, params, file, line, field, from]) => {
    const expected = golden(file).map((row) => row[field]);
    expect(differences(linesOf(name, bars, params)[line]?.slice(from) ?? [], expected.slice(from))).toEqual([]);
  });

  it('psar matches psar, but for the one candle that makes a new extreme and turns at once', () => {
    const expected = golden('psar').map((row) => row['sar']);
    const different = differences(linesOf('psar', bars)['value']?.slice(100) ?? [], expected.slice(100));
    expect(different).toEqual(['at 150: expected 257.04, got 256.81']);
  });
});

describe('parseOverlay', () => {
  const columnsOf = (text: string): readonly string[] | string => {
    const parsed = parseOverlay(text);
    return parsed.ok ? overlayColumns(parsed.value) : parsed.error.message;
  };

  it.each([
    ['psar', ['psar_0.02_0.2']],
    ['psar:0.03', ['psar_0.03_0.2']],
    ['chandelierExit:10:2', ['chandelierExit_10_2_long', 'chandelierExit_10_2_short']],
    ['adl', ['adl']],
  ])('names the columns of %s', (text, columns) => {
    expect(columnsOf(text)).toEqual(columns);
  });

  it.each([
    ['psra', 'unknown overlay "psra"; did you mean "psar"?'],
    ['adl:5', '"adl" takes no parameters, got 1 in "adl:5"'],
    ['psar:1:2:3', '"psar" takes at most 2 parameters (step:max), got 3'],
    ['psar:x', '"step" of overlay "psar" must be a number from 0.001 to 100, got "x"'],
    [':5', 'expected name:parameter:…'],
  ])('refuses %s', (text, message) => {
    expect(columnsOf(text)).toContain(message);
  });
});
