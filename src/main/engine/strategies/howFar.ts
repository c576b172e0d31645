// How far an evaluation was from going on: for each comparison that stood in the way, the way it had to go.
import { need } from '../../../shared/assert.ts';
import type { Evidence, Measure } from '../../../shared/domain/signal.ts';
import { isoUtc } from '../../../shared/time.ts';
import type { ConditionNode } from './conditionTree.ts';
import type { LeafCondition } from './conditionText.ts';

/** The way to go, never negative; null where it is not a number. */
export interface Distance {
  /** The comparison, gate or code that stood in the way. */
  readonly label: string;
  /** In words: `sma_10 99.58 is 0.42 % below sma_30 100`. */
  readonly text: string;
  readonly difference: number | null;
  /** Of the right-hand side: what the comparison or the gate wanted. */
  readonly percent: number | null;
  /** Until the reason ends by itself. */
  readonly remainingMs?: number;
}

/** A node whose truth is not the wanted one, with its evidence. */
interface Unmet {
  readonly node: ConditionNode;
  readonly evidence: Evidence;
  /** False under a `not`. */
  readonly wanted: boolean;
}

/**
 * The comparisons that had to come out otherwise, the furthest first and the nearest last; an absent value is further than any
 * number. Where all children count, those of every child that failed; where one is enough, those of the nearest: the fewest,
 * then the smallest in percent.
 */
export const missingOf = (unmet: Unmet): readonly Distance[] => [...ways(unmet)].sort(furtherFirst);

function ways({ node, evidence, wanted }: Unmet): readonly Distance[] {
  if (node.kind === 'comparison') return [comparisonDistance(node.condition, evidence, wanted)];
  const isWanted = node.kind === 'not' ? !wanted : wanted;
  const children = node.children
    .map((child, place) => ({
      node: child,
      evidence: need(evidence.children?.[place], 'evidence', child.text),
      wanted: isWanted,
    }))
    .filter((child) => child.evidence.result !== isWanted)
    .map(ways);
  if (needsAll(node, wanted)) return children.flat();
  return children.reduce((best, each) => (compareWays(each, best) < 0 ? each : best));
}

/** True: every child has to be as wanted; false: one is enough. */
export const needsAll = ({ kind }: ConditionNode, wanted: boolean): boolean => (kind === 'all') === wanted;

/** Below zero: `left` is nearer. Fewer comparisons first, then the smaller of the largest steps. */
export const compareWays = (left: readonly Distance[], right: readonly Distance[]): number =>
  left.length - right.length || largest(left) - largest(right) || 0;

const sizeOf = ({ percent, difference }: Distance): number =>
  percent ?? (difference === null ? Infinity : Number.MAX_VALUE);
const largest = (distances: readonly Distance[]): number => Math.max(0, ...distances.map(sizeOf));
const furtherFirst = (left: Distance, right: Distance): number => sizeOf(right) - sizeOf(left) || 0;

interface Known {
  readonly name: string;
  readonly now: number;
  readonly before?: number | null | undefined;
}

function comparisonDistance(condition: LeafCondition, { label, values = [] }: Evidence, wanted: boolean): Distance {
  const absent = values.filter(({ now, before }) => now === null || before === null);
  if (absent.length > 0) return { label, text: absent.map(absence).join(', '), ...NO_NUMBER };
  const known = values.flatMap(({ name, now, before }): Known[] =>
    typeof now === 'number' ? [{ name, now, before }] : [],
  );
  const [first, second, third] = known;
  if (first === undefined) return { label, text: values.map(({ now }) => String(now)).join(', not '), ...NO_NUMBER };
  if ('candles' in condition) return { label, ...moveOf(condition, first, wanted) };
  if (condition.kind === 'between')
    return { label, ...between(first, [need(second, 'a bound'), need(third, 'a bound')]) };
  return { label, ...pairOf(condition, [first, need(second, 'an operand')], wanted) };
}

type Found = Pick<Distance, 'text' | 'difference' | 'percent'>;

const NO_NUMBER = { difference: null, percent: null };

const absence = ({ name, now }: NonNullable<Evidence['values']>[number]): string =>
  now === null ? `${name} has no value yet` : `${name} had no value before`;

function pairOf(condition: LeafCondition, [left, right]: readonly [Known, Known], wanted: boolean): Found {
  const found = against(left, right);
  const isUp = condition.kind === 'crossesAbove';
  if (!wanted || !(isUp || condition.kind === 'crossesBelow')) return found;
  // Past the other line already: it has to come back before it can cross.
  return (isUp ? left.now > right.now : left.now < right.now)
    ? { ...found, text: `${found.text}, as it was before` }
    : found;
}

/** To the bound it has not reached, or to the nearer one while it is inside. */
function between(value: Known, [low, high]: readonly [Known, Known]): Found {
  const isNearLow = value.now < low.now || (value.now <= high.now && value.now - low.now < high.now - value.now);
  return against(value, isNearLow ? low : high);
}

function moveOf({ kind, candles }: Extract<LeafCondition, { candles: number }>, value: Known, wanted: boolean): Found {
  const then = need(value.before, 'the value before', value.name);
  const name = `its value ${candles === 1 ? 'a candle' : `${String(candles)} candles`} before`;
  const found = against(value, { name, now: then });
  const isAhead = kind === 'rising' ? value.now > then : value.now < then;
  return wanted && isAhead ? { text: `${found.text}, but not with every candle`, ...NO_NUMBER } : found;
}

function against(left: Known, right: Known): Found {
  const difference = Math.abs(left.now - right.now);
  const percent = right.now === 0 ? null : (100 * difference) / Math.abs(right.now);
  const amount = percent === null ? numberText(difference) : `${percentText(percent)} %`;
  const relation = difference === 0 ? 'equals' : `is ${amount} ${left.now > right.now ? 'above' : 'below'}`;
  return { text: `${shown(left)} ${relation} ${shown(right)}`, difference, percent };
}

/** A constant is its own name. */
const shown = ({ name, now }: Known): string => (name === String(now) ? name : `${name} (${numberText(now)})`);

/** Digits enough to tell prices and indicators apart. */
const DIGITS = 8;
export const numberText = (value: number): string => String(Number(value.toPrecision(DIGITS)));
const percentText = (percent: number): string =>
  percent === 0 || percent >= 0.01 ? percent.toFixed(2) : percent.toPrecision(2);

/** Of a gate or a refusal, seen at `at`. */
export function measureDistance(label: string, measure: Measure, at: number): Distance {
  if ('until' in measure) {
    const remainingMs = Math.max(0, measure.until - at);
    return { label, text: `until ${isoUtc(measure.until)}`, ...NO_NUMBER, remainingMs };
  }
  return {
    label,
    ...against({ name: label, now: measure.found }, { name: String(measure.wanted), now: measure.wanted }),
  };
}
