import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  isStrategyId,
  readForm,
  type StrategyForm,
  withId,
  writeForm,
} from '../../../../src/renderer/lib/strategyForm.ts';
import { setYaml } from '../../../../src/renderer/lib/setYaml.ts';

const FOLDER = new URL('../../../../config/strategies/', import.meta.url);
const SHIPPED = readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')] as const);
const [, TEXT] = SHIPPED.find(([name]) => name === 'rsi-reversion.yaml') ?? ['', ''];

const changedLines = (before: string, after: string): string[] => {
  const old = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !old.has(line));
};

describe('the form of a strategy', () => {
  it('reads what the text says', () => {
    expect(readForm(TEXT)).toMatchObject({
      timeframe: '15m',
      long: true,
      short: false,
      stopLossPct: '2',
      maxHoldHours: '24',
      sizing: 'riskPercent',
      size: '1',
      coolDownMinutes: '60',
      minProfitFactor: '',
    });
  });

  it('is not there while the text is no mapping', () => {
    for (const text of ['', '- a', 'just words', 'a: [1', '{']) expect(readForm(text)).toBeUndefined();
    expect(writeForm('a: [1', 'name', 'x')).toBe('a: [1');
  });

  it('leaves a number as it is typed', () => {
    for (const text of ['1.', '0.50', '2'])
      expect(readForm(writeForm(TEXT, 'stopLossPct', text))?.stopLossPct).toBe(text);
  });

  const CHANGES: readonly Partial<StrategyForm>[] = [
    { name: 'Another: name' },
    { description: 'What it does, in a sentence' },
    { enabled: false },
    { symbols: 'BTC/USDT:USDT, ETH/USDT' },
    { timeframe: '4h' },
    { short: true },
    { stopLossPct: '1.5' },
    { takeProfitPct: '' },
    { maxHoldHours: '12' },
    { minProfitFactor: '1.1' },
    { coolDownMinutes: '' },
    { sizing: 'percentEquity' },
    { size: '25' },
  ];

  it.each(SHIPPED)('changes one field of %s and nothing else', (_name, text) => {
    for (const change of CHANGES) {
      const [field, value] = Object.entries(change)[0] as [keyof StrategyForm, never];
      const after = writeForm(text, field, value);
      // A sizing of more than one number is not the form's to change.
      const isLeft = field === 'size' && readForm(text)?.sizing === 'other';
      expect(readForm(after)).toEqual({ ...readForm(text), ...(isLeft ? {} : change) });
      expect(changedLines(text, after).length).toBeLessThanOrEqual(2);
    }
  });

  it('keeps comments beside and above what it changes', () => {
    const after = writeForm(TEXT, 'maxHoldHours', '6');
    expect(after).toContain('# A reversion that has not come after a day does not come.\n  maxHoldHours: 6\n');
  });

  it('copies under another id', () => {
    expect(withId('id: a # mine\nname: A\n', 'b-2')).toBe('id: b-2 # mine\nname: A\n');
    expect(['my-one', 'a', 'A', '-a', 'a-', 'a b', ''].map(isStrategyId)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a value set in YAML', () => {
  it('is added to a mapping of either style, or with its mapping at the end', () => {
    expect(setYaml('a: { b: 1 }\n', ['a', 'c'], '2')).toBe('a: { b: 1, c: 2 }\n');
    expect(setYaml('a: {}\n', ['a', 'c'], '2')).toBe('a: { c: 2 }\n');
    expect(setYaml('a:\n  b: 1\n', ['a', 'c'], '2')).toBe('a:\n  c: 2\n  b: 1\n');
    expect(setYaml('a: 1', ['x', 'y'], '2')).toBe('a: 1\nx: { y: 2 }\n');
  });

  it('takes the place of a list over several lines', () => {
    expect(setYaml('a:\n  - 1\n  - 2\nb: 3\n', ['a'], '[4]')).toBe('a:\n  [4]\nb: 3\n');
  });

  it('fills a key that had no value', () => {
    expect(setYaml('a:\nb: 1\n', ['a'], '2')).toBe('a: 2\nb: 1\n');
  });
});
