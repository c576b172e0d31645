// A strategy's conditions prepared for explaining records: what was asked, with its labels, and where a record keeps its answers.
import { invariant, need } from '../../../shared/assert.ts';
import type { DecisionRecord, Question } from '../../../shared/domain/decisionRecord.ts';
import type { PositionSide } from '../../../shared/domain/order.ts';
import type { Evidence } from '../../../shared/domain/signal.ts';
import type { Condition, StrategyDefinition } from '../../../shared/domain/strategy.ts';
import {
  comparisonEvidence,
  type ComparisonText,
  comparisonText,
  type LeafCondition,
  readingKey,
} from './conditionText.ts';
import { conditionAt, noCondition, placesOf } from './questions.ts';

/** `text`: the whole of it in words. */
export type ConditionNode =
  | {
      readonly kind: 'comparison';
      readonly text: string;
      readonly condition: LeafCondition;
      readonly comparison: ComparisonText;
      /** Its place among the results of a record. */
      readonly index: number;
    }
  | { readonly kind: 'all' | 'any' | 'not'; readonly text: string; readonly children: readonly ConditionNode[] };

export interface AskedSide {
  readonly side: PositionSide;
  /** Undefined: the side has no such condition. */
  readonly tree: ConditionNode | undefined;
  readonly evidence: (record: Look) => Evidence;
}

/** What a record keeps of the conditions asked. */
export type Look = Pick<DecisionRecord, 'values' | 'results'>;

/** The sides that a question asks of a strategy, long before short. */
export function askedSides(definition: StrategyDefinition, question: Question): readonly AskedSide[] {
  const places = placesOf(question).filter(({ action, side }) => action === 'exit' || definition.sides.includes(side));
  const leaves = { count: 0 };
  const indexes = new Map<string, number>();
  return places.map((place) => {
    const condition = conditionAt(definition, place);
    const tree = condition && prepared(condition, leaves);
    for (const { readings } of tree === undefined ? [] : comparisonsOf(tree)) {
      for (const { key } of readings) if (!indexes.has(key)) indexes.set(key, indexes.size);
    }
    const evidence = (look: Look): Evidence =>
      tree === undefined ? noCondition(place) : evidenceOf(tree, { look, indexes });
    return { side: place.side, tree, evidence };
  });
}

/** Kleene's logic over the results of a record; null: unknown. */
export function truthOf(node: ConditionNode, results: string): boolean | null {
  if (node.kind === 'comparison') {
    const sign = need(results[node.index], 'the result of a comparison', node.text);
    return sign === '?' ? null : sign === '1';
  }
  const truths = node.children.map((child) => truthOf(child, results));
  const [only = null] = truths;
  if (node.kind === 'not') return only === null ? null : !only;
  const decisive = node.kind === 'any';
  if (truths.includes(decisive)) return decisive;
  return truths.includes(null) ? null : !decisive;
}

interface Answers {
  readonly look: Look;
  /** Where the values of a reading are. */
  readonly indexes: ReadonlyMap<string, number>;
}

function evidenceOf(node: ConditionNode, answers: Answers): Evidence {
  const { look, indexes } = answers;
  const result = truthOf(node, look.results);
  if (node.kind !== 'comparison')
    return { label: node.kind, result, children: node.children.map((child) => evidenceOf(child, answers)) };
  const { comparison } = node;
  return comparisonEvidence(comparison, result, (place, back) => {
    const { name, constant } = need(comparison.operands[place], 'an operand', node.text);
    if (constant !== undefined) return constant;
    const value = look.values[indexes.get(readingKey(name, back)) ?? -1];
    invariant(value !== undefined, `expected a value of ${name} in a record of ${String(look.values.length)} values`);
    return value;
  });
}

function prepared(condition: Condition, leaves: { count: number }): ConditionNode {
  switch (condition.kind) {
    case 'all':
    case 'any':
    case 'not': {
      const { kind } = condition;
      const children = (condition.kind === 'not' ? [condition.of] : condition.of).map((child) =>
        prepared(child, leaves),
      );
      return { kind, children, text: `${kind} (${children.map(({ text }) => text).join('; ')})` };
    }
    default: {
      const comparison = comparisonText(condition);
      return { kind: 'comparison', text: comparison.label, condition, comparison, index: leaves.count++ };
    }
  }
}

const comparisonsOf = (node: ConditionNode): readonly ComparisonText[] =>
  node.kind === 'comparison' ? [node.comparison] : node.children.flatMap(comparisonsOf);
