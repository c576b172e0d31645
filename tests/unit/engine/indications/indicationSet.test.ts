import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SET_TEXT,
  indicationColumns,
  IndicationSet,
  indicationSetText,
  parseIndicationSet,
} from '../../../../src/main/engine/indications/indicationSet.ts';
import { barWalk, toColumns } from '../../../builders/barWalk.ts';
import { differences, lineOf, specsOf } from '../../../builders/indicatorRun.ts';

describe('parseIndicationSet', () => {
  it('reads names and parameters in order', () => {
    expect(specsOf('sma:20, rsi:14,macd:12:26:9')).toEqual([
      { name: 'sma', params: { period: 20 } },
      { name: 'rsi', params: { period: 14 } },
      { name: 'macd', params: { fast: 12, slow: 26, signal: 9 } },
    ]);
  });

  it('writes every parameter out, so that equal sets have equal texts', () => {
    expect(indicationSetText(specsOf('macd:10,obv,bollinger:20:2.50'))).toBe('macd:10:26:9,obv,bollinger:20:2.5');
    expect(specsOf(indicationSetText(specsOf(DEFAULT_SET_TEXT)))).toEqual(specsOf(DEFAULT_SET_TEXT));
  });

  it.each([
    ['', 'expected name:parameter:… between commas, got ""'],
    ['sma:20,', 'expected name:parameter:… between commas, got ""'],
    ['sma:20,rsj:14', 'unknown indicator "rsj"; did you mean "rsi"?'],
    ['sma:20:30', '"sma" takes at most 1 parameters (period), got 2 in "sma:20:30"'],
    ['obv:1', '"obv" takes no parameters, got 1 in "obv:1"'],
    ['sma:', 'got ""'],
    ['sma:1e3', 'got "1e3"'],
    ['sma,rsi,sma:20', '"sma_20" is listed twice'],
  ])('refuses "%s"', (text, message) => {
    const specs = parseIndicationSet(text);
    expect(specs.ok ? 'accepted' : specs.error.message).toContain(message);
  });
});

describe('IndicationSet', () => {
  it('names a column by its id, and by its line where there are several', () => {
    const set = new IndicationSet(specsOf('sma:20,macd:12:26:9,bollinger:20:2.5'));
    expect(set.columns).toEqual([
      'sma_20',
      ...['macd', 'signal', 'histogram'].map((line) => `macd_12_26_9_${line}`),
      ...['middle', 'upper', 'lower'].map((line) => `bollinger_20_2.5_${line}`),
    ]);
    expect(set.warmUp).toBe(34);
  });

  it('has all twenty by default, all columns different', () => {
    const set = new IndicationSet(specsOf(DEFAULT_SET_TEXT));
    expect(set.specs).toHaveLength(20);
    expect(new Set(set.columns).size).toBe(set.columns.length);
  });

  it('runs over history column by column', () => {
    const bars = barWalk(60);
    const columns = indicationColumns(toColumns(bars), specsOf('sma:20,macd:12:26:9'));
    expect([...columns.keys()]).toHaveLength(4);
    const signal = [...(columns.get('macd_12_26_9_signal') ?? [])];
    expect(differences(signal, lineOf('macd:12:26:9', 'signal', bars), 0)).toEqual([]);
  });

  it('continues from a saved state and refuses a foreign one', () => {
    const bars = barWalk(80);
    const [whole, first, second] = ['sma:20,vwap', 'sma:20,vwap', 'sma:20,vwap'].map(
      (text) => new IndicationSet(specsOf(text)),
    );
    bars.forEach((bar) => whole?.push(bar));
    bars.slice(0, 30).forEach((bar) => first?.push(bar));
    const state = JSON.parse(JSON.stringify(first?.save())) as readonly number[];
    second?.load(state);
    expect(second?.values).toEqual(first?.values);
    bars.slice(30).forEach((bar) => second?.push(bar));
    expect(second?.values).toEqual(whole?.values);
    expect(() => new IndicationSet(specsOf('sma:21,vwap')).load(state)).toThrow(/state/);
    expect(() => new IndicationSet(specsOf('sma:20')).load(state)).toThrow(/state/);
  });
});
