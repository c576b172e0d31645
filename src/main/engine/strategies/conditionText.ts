// Comparisons in words and in flat values: one labelling for a running strategy and for a record that is explained later.
import { InvariantError } from '../../../shared/assert.ts';
import type { Evidence } from '../../../shared/domain/signal.ts';
import type { Condition, Operand } from '../../../shared/domain/strategy.ts';
import { INDICATORS, type IndicatorSpec, resolveSpec, specId } from '../indications/registry.ts';

/** Numbers that stand for the directions, in the order of the scores. */
export const DIRECTION_VALUES = { SELL: -1, HOLD: 0, BUY: 1 } as const;

export type LeafCondition = Exclude<Condition, { kind: 'all' | 'any' | 'not' }>;

/** One value that a comparison reads, and the name under which equal ones are kept once. */
interface Reading {
  readonly key: string;
  /** Which operand, and how many candles back. */
  readonly place: number;
  readonly back: number;
}

export const readingKey = (name: string, back: number): string => `${name}|${String(back)}`;

interface OperandText {
  /** In words: `sma_20`, `macd_12_26_9.signal at 4h, 1 back`. */
  readonly name: string;
  /** Its numbers are `DIRECTION_VALUES`. */
  readonly isDirection: boolean;
  readonly constant: number | undefined;
}

/** What there is to say of a comparison before its values are known. */
export interface ComparisonText {
  readonly label: string;
  readonly operands: readonly OperandText[];
  /** The older value that is shown, in candles back; undefined: the newest alone counts. */
  readonly before: number | undefined;
  /** The values shown, constants left out. */
  readonly readings: readonly Reading[];
}

export function comparisonText(condition: LeafCondition): ComparisonText {
  const operands = operandsOf(condition).map(operandText);
  const depth = depthOf(condition);
  const before = depth > 1 ? depth - 1 : undefined;
  const backs = before === undefined ? [0] : [0, before];
  return {
    label: labelOf(condition, operands),
    operands,
    before,
    readings: operands.flatMap(({ name, constant }, place) =>
      constant === undefined ? backs.map((back) => ({ key: readingKey(name, back), place, back })) : [],
    ),
  };
}

/** `valueOf` gives the value of an operand some candles back; null: absent. */
export function comparisonEvidence(
  { label, operands, before }: ComparisonText,
  result: boolean | null,
  valueOf: (place: number, back: number) => number | null,
): Evidence {
  return {
    label,
    result,
    values: operands.map(({ name, isDirection }, place) => {
      const value = valueOf(place, 0);
      const now = isDirection ? directionOf(value) : value;
      return before === undefined ? { name, now } : { name, now, before: valueOf(place, before) };
    }),
  };
}

const WORDS = {
  above: 'is above',
  below: 'is below',
  equals: 'equals',
  crossesAbove: 'crosses above',
  crossesBelow: 'crosses below',
} as const;

function labelOf(condition: LeafCondition, operands: readonly OperandText[]): string {
  const [first = '', second = '', third = ''] = operands.map(({ name }) => name);
  if (condition.kind === 'between') return `${first} is between ${second} and ${third}`;
  if (!('candles' in condition)) return `${first} ${WORDS[condition.kind]} ${second}`;
  return `${first} is ${condition.kind} over ${condition.candles} ${condition.candles === 1 ? 'candle' : 'candles'}`;
}

export function operandsOf(condition: LeafCondition): readonly Operand[] {
  if (condition.kind === 'between') return [condition.value, condition.low, condition.high];
  return 'value' in condition ? [condition.value] : [condition.left, condition.right];
}

/** How many candles a comparison sees. */
export function depthOf(condition: LeafCondition): number {
  if ('candles' in condition) return condition.candles + 1;
  return condition.kind === 'crossesAbove' || condition.kind === 'crossesBelow' ? 2 : 1;
}

/** The number that a constant stands for. */
export const constantOf = ({ value }: Extract<Operand, { kind: 'constant' }>): number =>
  typeof value === 'string' ? DIRECTION_VALUES[value] : value;

export function specOf({ name, params }: Extract<Operand, { kind: 'indicator' }>): IndicatorSpec {
  const spec = resolveSpec(name, params);
  if (!spec.ok) throw new InvariantError(`expected a resolved indicator: ${spec.error.message}`);
  return spec.value;
}

function operandText(operand: Operand): OperandText {
  if (operand.kind === 'constant') {
    const { value } = operand;
    return { name: String(value), isDirection: typeof value === 'string', constant: constantOf(operand) };
  }
  const timeframe = operand.timeframe === undefined ? '' : ` at ${operand.timeframe}`;
  const offset = operand.offset === 0 ? '' : `, ${operand.offset} back`;
  return {
    name: `${lineName(operand)}${timeframe}${offset}`,
    isDirection: operand.kind === 'consensus' && operand.field === 'direction',
    constant: undefined,
  };
}

function lineName(operand: Exclude<Operand, { kind: 'constant' }>): string {
  if (operand.kind === 'price') return operand.field;
  if (operand.kind === 'consensus') return `consensus.${operand.field}`;
  const spec = specOf(operand);
  return INDICATORS[spec.name].lines.length === 1 ? specId(spec) : `${specId(spec)}.${operand.line}`;
}

const directionOf = (value: number | null): string | null =>
  Object.entries(DIRECTION_VALUES).find(([, known]) => known === value)?.[0] ?? null;
