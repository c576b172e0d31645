import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { INDICATOR_NAMES } from '../../../../src/main/engine/indications/registry.ts';
import type { Bar } from '../../../../src/main/engine/indications/indicator.ts';
import { differences, lineOf } from '../../../builders/indicatorRun.ts';
import { describeWithDevData } from '../../../fixtures/devData.ts';

// Our indicator, the published file, and which of its fields each of our lines is.
const GOLDENS: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['sma:20', 'sma', { value: 'sma' }],
  ['ema:20', 'ema', { value: 'ema' }],
  ['wma:14', 'wma', { value: 'wma' }],
  ['rsi:14', 'rsi', { value: 'rsi' }],
  ['macd:12:26:9', 'macd', { macd: 'macd', signal: 'signal', histogram: 'histogram' }],
  ['bollinger:20:2', 'bb', { middle: 'sma', upper: 'upperBand', lower: 'lowerBand' }],
  ['atr:14', 'atr', { value: 'atr' }],
  ['adx:14', 'adx', { adx: 'adx', plusDi: 'pdi', minusDi: 'mdi' }],
  ['stochastic:14:3:3', 'stoch', { k: 'oscillator', d: 'signal' }],
  ['stochRsi:14:14:3:1', 'stoch-rsi', { k: 'stochRsi', d: 'signal' }],
  ['cci:20', 'cci', { value: 'cci' }],
  ['mfi:14', 'mfi', { value: 'mfi' }],
  ['obv', 'obv', { value: 'obv' }],
  ['roc:14', 'roc', { value: 'roc' }],
  ['williamsR:14', 'willr', { value: 'williamsR' }],
  ['vwap:1', 'vwap', { value: 'vwap' }],
  ['donchian:20', 'donchian', { middle: 'centerline', upper: 'upperBand', lower: 'lowerBand' }],
  ['keltner:20:2:10', 'keltner', { middle: 'centerline', upper: 'upperBand', lower: 'lowerBand' }],
  ['supertrend:10:3', 'supertrend', { value: 'superTrend' }],
  ['stdDev:14', 'stdev', { value: 'stdDev' }],
];

describeWithDevData('published series', (folder) => {
  const read = (name: string): string => readFileSync(resolve(folder, 'golden', name), 'utf8');
  const bars = read('quotes/default.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((row): Bar => {
      const [date = '', ...texts] = row.split(',');
      const [open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = texts.map(Number);
      return { openTime: Date.parse(`${date}T00:00:00Z`), open, high, low, close, volume };
    });
  const golden = (file: string): readonly Readonly<Record<string, number | null>>[] =>
    JSON.parse(read(`${file}.standard.json`)) as readonly Readonly<Record<string, number | null>>[];

  it('covers every indicator', () => {
    expect(GOLDENS.map(([text]) => text.split(':')[0])).toEqual(INDICATOR_NAMES);
  });

  it.each(GOLDENS)('%s matches %s to 1e-9, warm-up included', (text, file, fields) => {
    expect(bars).toHaveLength(502);
    for (const [line, field] of Object.entries(fields)) {
      const expected = golden(file).map((row) => row[field]);
      expect(differences(lineOf(text, line, bars), expected), line).toEqual([]);
    }
  });

  it('supertrend points down exactly where the published upper band is in force', () => {
    const expected = golden('supertrend').map((row) =>
      row['superTrend'] === null ? null : row['upperBand'] === null ? 1 : -1,
    );
    expect(differences(lineOf('supertrend:10:3', 'direction', bars), expected)).toEqual([]);
  });
});
