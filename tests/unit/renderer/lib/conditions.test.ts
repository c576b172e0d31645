import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { parseStrategyFile } from '../../../../src/main/config/strategies/strategyFile.ts';
import {
  COMPARISONS,
  comparisonText,
  type FormComparison,
  type FormCondition,
  type FormOperand,
} from '../../../../src/renderer/lib/conditions/conditionModel.ts';
import {
  addCondition,
  addSide,
  intoGroup,
  readConditions,
  removeCondition,
  removeSide,
  setCandles,
  setGroup,
  setKind,
  setOperand,
  toggleNot,
} from '../../../../src/renderer/lib/conditions/conditionYaml.ts';

const FOLDER = new URL('../../../../config/strategies/', import.meta.url);
const SHIPPED = readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')] as const);
const textOf = (id: string): string => SHIPPED.find(([name]) => name === `${id}.yaml`)![1];

/** Every condition with its place in the text, outermost first. */
function walk(condition: FormCondition, path: readonly string[]): [FormCondition, readonly string[]][] {
  if (condition.kind === 'not') return [[condition, path], ...walk(condition.of, [...path, 'not'])];
  if (condition.kind !== 'all' && condition.kind !== 'any') return [[condition, path]];
  const { kind } = condition;
  return [[condition, path], ...condition.of.flatMap((each, index) => walk(each, [...path, kind, String(index)]))];
}

const every = (yaml: string) =>
  readConditions(yaml).flatMap(({ action, side, condition }) =>
    condition === undefined ? [] : walk(condition, [action, side]),
  );
const isComparison = (condition: FormCondition): condition is FormCondition & FormComparison =>
  (COMPARISONS as readonly string[]).includes(condition.kind);
const problemsOf = (yaml: string): readonly string[] => {
  const parsed = parseStrategyFile(yaml, 'test.yaml');
  return parsed.ok ? [] : parsed.error.map(({ message }) => message);
};
const commentsOf = (yaml: string): string[] => yaml.split('\n').filter((line) => line.trim().startsWith('#'));

describe.each(SHIPPED)('the conditions of %s', (_name, yaml) => {
  it('are all read', () => {
    expect(every(yaml).filter(([{ kind }]) => kind === 'other')).toEqual([]);
    expect(every(yaml).filter(([condition]) => isComparison(condition)).length).toBeGreaterThan(1);
  });

  it('stay the same when they are written as they are', () => {
    for (const [condition, path] of every(yaml)) {
      if (!isComparison(condition)) continue;
      const { kind, operands, candles } = condition;
      for (const [index, operand] of operands.entries()) {
        const after = setOperand(yaml, path, { kind, index, operand });
        expect(parse(after)).toEqual(parse(yaml));
        expect(commentsOf(after)).toEqual(commentsOf(yaml));
      }
      if (candles !== '') expect(parse(setCandles(yaml, path, { kind, candles }))).toEqual(parse(yaml));
    }
  });

  it('change in kind, and the rest of the text does not', () => {
    for (const [condition, path] of every(yaml)) {
      if (!isComparison(condition) || condition.operands.some(({ kind }) => kind === 'direction')) continue;
      if (condition.operands.some((operand) => operand.kind === 'consensus' && operand.field === 'direction')) continue;
      for (const kind of COMPARISONS) {
        const after = setKind(yaml, path, { was: condition, kind });
        expect(problemsOf(after)).toEqual([]);
        expect(commentsOf(after)).toEqual(commentsOf(yaml));
        const [changed] = every(after).find(([, place]) => place.join() === path.join())!;
        expect(changed.kind).toBe(kind);
      }
    }
  });

  it('take one more, and lose it again without a trace', () => {
    for (const [condition, path] of every(yaml)) {
      if (condition.kind !== 'all' && condition.kind !== 'any') continue;
      const list = [...path, condition.kind];
      for (const what of ['comparison', 'group'] as const) {
        const more = addCondition(yaml, list, what);
        expect(problemsOf(more)).toEqual([]);
        expect(commentsOf(more)).toEqual(commentsOf(yaml));
        expect(removeCondition(more, [...list, String(condition.of.length)])).toBe(yaml);
      }
      expect(setGroup(setGroup(yaml, path, 'any'), path, condition.kind)).toBe(yaml);
    }
  });

  it('are turned into their opposite and back', () => {
    for (const [{ kind }, path] of every(yaml)) {
      if (kind === 'not') continue;
      const opposite = toggleNot(yaml, path, false);
      expect(problemsOf(opposite)).toEqual([]);
      expect(commentsOf(opposite).map((line) => line.trim())).toEqual(commentsOf(yaml).map((line) => line.trim()));
      expect(toggleNot(opposite, path, true)).toBe(yaml);
    }
  });

  it('become the first of a group', () => {
    for (const [, path] of every(yaml)) {
      const grouped = intoGroup(yaml, path);
      expect(problemsOf(grouped)).toEqual([]);
      expect(problemsOf(addCondition(grouped, [...path, 'all'], 'comparison'))).toEqual([]);
    }
  });

  it('of a side go, and come back as one to begin with', () => {
    for (const { action, side, condition } of readConditions(yaml)) {
      const without = condition === undefined ? yaml : removeSide(yaml, action, side);
      const there = (text: string) => readConditions(text).find((each) => each.action === action && each.side === side);
      expect(there(without)?.condition).toBeUndefined();
      expect(there(addSide(without, action, side))?.condition?.kind).toBe(action === 'entry' ? 'all' : 'any');
      if (action === 'exit') expect(problemsOf(without)).toEqual([]);
    }
  });
});

it('takes the comment of a condition along when it goes, and no other', () => {
  const yaml = textOf('ml-consensus');
  const after = removeCondition(yaml, ['entry', 'long', 'all', '2']);
  expect(commentsOf(yaml).filter((line) => !commentsOf(after).includes(line))).toEqual([
    '      # With the trend of the hour.',
  ]);
});

it('says on which lines a condition stands', () => {
  const yaml = textOf('macd-trend');
  const [, first] = every(yaml);
  expect(
    yaml
      .split('\n')
      .slice(first![0].lines.from - 1, first![0].lines.to)
      .join('\n'),
  ).toMatch(/^ +- crossesAbove:\n.*signal \}\}\]$|^ +- crossesAbove:\n.*line: signal \} \}\]$/);
});

it('keeps nonsense as text, and a number as it is typed', () => {
  const yaml = textOf('rsi-reversion');
  const path = ['entry', 'long', 'all', '0'];
  for (const text of ['1.', '-', '0.50', 'much', 'a: b', '{', 'true', '~', '']) {
    const after = setOperand(yaml, path, { kind: 'crossesAbove', index: 1, operand: { kind: 'number', text } });
    const [condition] = every(after).find(([, place]) => place.join() === path.join())!;
    expect(isComparison(condition) && condition.operands[1]).toEqual({ kind: 'number', text });
  }
});

it('knows conditions in braces on one line too', () => {
  const yaml = textOf('sma-cross').replace(
    /entry:[^]*?exit:/,
    'entry: { long: { all: [{ above: [{ rsi: {} }, 50] }] } }\nexit:',
  );
  const more = addCondition(yaml, ['entry', 'long', 'all'], 'comparison');
  expect(problemsOf(more)).toEqual([]);
  expect(removeCondition(more, ['entry', 'long', 'all', '1'])).toBe(yaml);
  expect(problemsOf(toggleNot(yaml, ['entry', 'long', 'all', '0'], false))).toEqual([]);
  expect(problemsOf(removeCondition(more, ['entry', 'long', 'all', '0']))).toEqual([]);
  const first = ['entry', 'long', 'all', '0'];
  for (const kind of COMPARISONS)
    expect(problemsOf(setKind(yaml, first, { was: every(yaml)[1]![0] as FormComparison, kind }))).toEqual([]);
});

it('shows what it does not know as text', () => {
  const odd = textOf('sma-cross').replace('crossesAbove: [', 'crossesOver: [');
  expect(every(odd)[1]![0]).toMatchObject({ kind: 'other', text: expect.stringMatching(/^crossesOver: /) as string });
  for (const text of ['', 'a: [1', '- a']) expect(readConditions(text)).toEqual([]);
});

const place = { offset: fc.constantFrom('', '0', '3'), timeframe: fc.constantFrom('', '4h', '1d') };
const operand: fc.Arbitrary<FormOperand> = fc.oneof(
  fc.record({ kind: fc.constant('number' as const), text: fc.constantFrom('0', '-12.5', '1e3', '30') }),
  fc.record({ kind: fc.constant('price' as const), field: fc.constantFrom('open', 'close', 'volume'), ...place }),
  fc.record({ kind: fc.constant('consensus' as const), field: fc.constantFrom('score', 'quorum'), ...place }),
  fc.record({
    kind: fc.constant('indicator' as const),
    name: fc.constant('macd'),
    params: fc.constantFrom({}, { fast: '5' }, { fast: '12', slow: '26', signal: '9' }),
    line: fc.constantFrom('', 'signal', 'histogram'),
    ...place,
  }),
);

it('reads back every comparison that it writes', () => {
  fc.assert(
    fc.property(fc.constantFrom(...COMPARISONS), fc.tuple(operand, operand, operand), (kind, all) => {
      const count = kind === 'between' ? 3 : kind === 'rising' || kind === 'falling' ? 1 : 2;
      const comparison = { kind, operands: all.slice(0, count), candles: count === 1 ? '5' : '' };
      const yaml = textOf('sma-cross').replace(/crossesAbove: .*/, comparisonText(comparison));
      expect(problemsOf(yaml)).toEqual([]);
      expect(every(yaml)[1]![0]).toMatchObject(comparison);
    }),
  );
});
