// Compiled conditions against a naive evaluator that keeps the whole history, over random trees and markets.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bar } from '../../src/main/engine/indications/indicator.ts';
import { createIndicator, resolveSpec } from '../../src/main/engine/indications/registry.ts';
import { RecordExplainer } from '../../src/main/engine/strategies/recordExplainer.ts';
import type { ConsensusView } from '../../src/shared/domain/prediction.ts';
import type { Evidence } from '../../src/shared/domain/signal.ts';
import type { Condition, Operand } from '../../src/shared/domain/strategy.ts';
import { MINUTE_MS, type Timeframe } from '../../src/shared/time.ts';
import { aDecisionRecord } from '../builders/aDecisionRecord.ts';
import { aStrategy } from '../builders/aStrategy.ts';
import { aStrategyRun, opinionOf, passState, resampled, type StrategyRun } from '../builders/strategyRun.ts';

// Prices on a coarse grid, so that values often are equal and lines touch without crossing.
const price = fc.integer({ min: 8, max: 12 });
const bars: fc.Arbitrary<readonly Bar[]> = fc
  .array(fc.tuple(price, price, price, price, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 60 })
  .map((rows) =>
    rows.map(([open, close, a, b, volume], i) => ({
      openTime: i * 15 * MINUTE_MS,
      ...{ open, close, high: Math.max(open, close, a, b), low: Math.min(open, close, a, b), volume },
    })),
  );

const share = fc.constantFrom(0, 0.25, 0.5, 1);
const consensus = fc.option(
  fc.record({
    direction: fc.constantFrom('SELL', 'HOLD', 'BUY'),
    ...{ confidence: share, score: share, agreement: share, quorum: share, isActionable: fc.boolean() },
  }),
  { nil: undefined },
);
const consensuses = fc.array(consensus, { minLength: 60, maxLength: 60 });

const offset = fc.nat({ max: 3 });
const place = fc.oneof(
  fc.record({ offset }),
  fc.record({ offset, timeframe: fc.constantFrom<Timeframe>('30m', '1h', '2h') }),
);
const indicator = fc.constantFrom(
  { name: 'sma', params: { period: 2 }, line: 'value' },
  { name: 'ema', params: { period: 3 }, line: 'value' },
  { name: 'donchian', params: { period: 2 }, line: 'upper' },
  { name: 'macd', params: { fast: 2, slow: 3, signal: 2 }, line: 'histogram' },
);
const numeric: fc.Arbitrary<Operand> = fc.oneof(
  fc.integer({ min: 7, max: 13 }).map((value) => ({ kind: 'constant' as const, value })),
  fc.tuple(indicator, place).map(([one, at]) => ({ kind: 'indicator' as const, ...one, ...at })),
  fc
    .tuple(
      fc.constantFrom('open' as const, 'high' as const, 'low' as const, 'close' as const, 'volume' as const),
      place,
    )
    .map(([field, at]) => ({ kind: 'price' as const, field, ...at })),
  fc
    .tuple(fc.constantFrom('confidence' as const, 'score' as const, 'agreement' as const, 'quorum' as const), offset)
    .map(([field, back]) => ({ kind: 'consensus' as const, field, offset: back })),
);
const direction: fc.Arbitrary<Operand> = fc.oneof(
  fc
    .constantFrom('SELL' as const, 'HOLD' as const, 'BUY' as const)
    .map((value) => ({ kind: 'constant' as const, value })),
  offset.map((back) => ({ kind: 'consensus' as const, field: 'direction' as const, offset: back })),
);
const pairKind = fc.constantFrom('above', 'below', 'equals', 'crossesAbove', 'crossesBelow');
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: pairKind, left: numeric, right: numeric }),
  fc.record({ kind: fc.constant('equals' as const), left: direction, right: direction }),
  fc.record({ kind: fc.constant('between' as const), value: numeric, low: numeric, high: numeric }),
  fc.record({ kind: fc.constantFrom('rising', 'falling'), value: numeric, candles: fc.integer({ min: 1, max: 3 }) }),
);
const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constantFrom('all', 'any'), of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not' as const), of: tie('tree') }),
  ),
}));

type Answer = boolean | null;

/** Values and answers by their definitions, with `null` for absent and unknown. The strategy's candles are the 15m bars. */
class NaiveEvaluator {
  private readonly stream: readonly Bar[];
  private readonly views: readonly (ConsensusView | undefined)[];

  constructor(stream: readonly Bar[], views: readonly (ConsensusView | undefined)[]) {
    this.stream = stream;
    this.views = views;
  }

  answer(condition: Condition, i: number): Answer {
    switch (condition.kind) {
      case 'all': {
        const answers = condition.of.map((child) => this.answer(child, i));
        return answers.includes(false) ? false : answers.includes(null) ? null : true;
      }
      case 'any': {
        const answers = condition.of.map((child) => this.answer(child, i));
        return answers.includes(true) ? true : answers.includes(null) ? null : false;
      }
      case 'not': {
        const inner = this.answer(condition.of, i);
        return inner === null ? null : !inner;
      }
      default:
        return this.comparison(condition, i);
    }
  }

  private comparison(condition: Exclude<Condition, { kind: 'all' | 'any' | 'not' }>, i: number): Answer {
    const given = (values: readonly (number | null)[], test: (...known: number[]) => boolean): Answer =>
      values.every((value) => value !== null) ? test(...values) : null;
    if ('low' in condition) {
      const values = [condition.value, condition.low, condition.high].map((it) => this.value(it, i));
      return given(values, (x, low, high) => low <= x && x <= high);
    }
    if ('candles' in condition) {
      const path = Array.from({ length: condition.candles + 1 }, (_, back) => this.value(condition.value, i - back));
      const isUp = condition.kind === 'rising';
      return given(path, (...x) => x.slice(1).every((older, k) => (isUp ? x[k]! > older : x[k]! < older)));
    }
    const { left, right } = condition;
    const now = [this.value(left, i), this.value(right, i)];
    const both = [...now, this.value(left, i - 1), this.value(right, i - 1)];
    switch (condition.kind) {
      case 'above':
        return given(now, (a, b) => a > b);
      case 'below':
        return given(now, (a, b) => a < b);
      case 'equals':
        return given(now, (a, b) => a === b);
      case 'crossesAbove':
        return given(both, (...x) => x[2]! <= x[3]! && x[0]! > x[1]!);
      case 'crossesBelow':
        return given(both, (...x) => x[2]! >= x[3]! && x[0]! < x[1]!);
    }
  }

  private value(operand: Operand, i: number): number | null {
    if (operand.kind === 'constant') {
      return typeof operand.value === 'number' ? operand.value : ['SELL', 'HOLD', 'BUY'].indexOf(operand.value);
    }
    if (i < 0) return null;
    if (operand.kind === 'consensus') {
      const view = i >= operand.offset ? this.views[i - operand.offset] : undefined;
      if (view === undefined) return null;
      const { field } = operand;
      return field === 'direction' ? ['SELL', 'HOLD', 'BUY'].indexOf(view.direction) : Number(view[field]);
    }
    const visible = resampled(this.stream, operand.timeframe ?? '15m').filter(({ closedBy }) => closedBy <= i);
    const seen = visible.map(({ bar }) => bar).slice(0, Math.max(0, visible.length - operand.offset));
    if (seen.length === 0) return null;
    return operand.kind === 'price' ? seen.at(-1)![operand.field] : indicatorValue(operand, seen);
  }
}

function indicatorValue(operand: Extract<Operand, { kind: 'indicator' }>, seen: readonly Bar[]): number | null {
  const spec = resolveSpec(operand.name, operand.params);
  if (!spec.ok) throw new Error(spec.error.message);
  const fresh = createIndicator(spec.value);
  for (const bar of seen) fresh.push(bar);
  const value = fresh.values[fresh.lines.indexOf(operand.line)]!;
  return Number.isNaN(value) ? null : value;
}

/** Answers of a tree and of everything below it, in the shape of the evidence. */
const naiveResults = (naive: NaiveEvaluator, condition: Condition, i: number): unknown => {
  const children = condition.kind === 'not' ? [condition.of] : 'of' in condition ? condition.of : [];
  return [naive.answer(condition, i), ...children.map((child) => naiveResults(naive, child, i))];
};
const evidenceResults = ({ result, children = [] }: Evidence): unknown => [result, ...children.map(evidenceResults)];

describe('compiled conditions', () => {
  it('agree with the naive evaluator at every candle, node by node', () => {
    const seen = new Set<Answer>();
    fc.assert(
      fc.property(tree, bars, consensuses, (condition, stream, views) => {
        let now = 0;
        const definition = aStrategy({ entry: { long: condition } });
        const strategy = aStrategyRun(definition, stream, () => views[now]);
        const naive = new NaiveEvaluator(stream, views);
        const explainer = new RecordExplainer(definition);
        for (; now < stream.length; now++) {
          strategy.run(now, now + 1, (instance, i) => {
            const expected = naive.answer(condition, i);
            seen.add(expected);
            expect(instance.entry()).toBe(expected === true ? 'long' : undefined);
            const evidence = instance.evidence('entry', 'long');
            expect(evidenceResults(evidence)).toEqual(naiveResults(naive, condition, i));
            const { values, results } = instance.readings('entry');
            const record = aDecisionRecord({ values: [...values.values()], results });
            expect(explainer.evidence(record)).toEqual([{ side: 'long', evidence }]);
            // It can say what is missing of every tree that does not hold.
            if (expected !== true) expect(explainer.stops(record)[0]?.missing).not.toEqual([]);
          });
        }
      }),
      { numRuns: 250 },
    );
    expect(seen).toEqual(new Set([true, false, null]));
  });

  it('go on identically when saved and loaded at any candle, even through JSON', () => {
    fc.assert(
      fc.property(tree, bars, fc.tuple(consensuses, fc.nat({ max: 60 })), (condition, stream, [views, at]) => {
        let now = 0;
        const definition = aStrategy({ entry: { long: condition } });
        const aRun = (): StrategyRun => aStrategyRun(definition, stream, () => views[now]);
        const [whole, first, second] = [aRun(), aRun(), aRun()];
        const opinions: string[] = [];
        const cut = Math.min(at, stream.length);
        for (; now < stream.length; now++) {
          whole.run(now, now + 1, (instance) => opinions.push(opinionOf(instance)));
          if (now < cut) first.run(now, now + 1, () => undefined);
          if (now === cut) passState(first, second);
          if (now >= cut) second.run(now, now + 1, (instance) => expect(opinionOf(instance)).toBe(opinions.at(-1)));
        }
      }),
      { numRuns: 150 },
    );
  });
});
