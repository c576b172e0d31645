// Conditions turned into objects that are evaluated without allocation, and explained on request.
// Truth is a number so that Kleene's logic is plain arithmetic: all = min, any = max, not = 1 - x.
import type { Evidence } from '../../../shared/domain/signal.ts';
import { assertNever, need } from '../../../shared/assert.ts';
import type { Condition } from '../../../shared/domain/strategy.ts';
import {
  comparisonEvidence,
  type ComparisonText,
  comparisonText,
  depthOf,
  type LeafCondition,
  operandsOf,
} from './conditionText.ts';
import type { OperandReader, OperandReaders } from './operandReaders.ts';

export const FALSE = 0;
/** A value is absent: still warming up, or no consensus. */
export const UNKNOWN = 0.5;
export const TRUE = 1;
export type Truth = typeof FALSE | typeof UNKNOWN | typeof TRUE;

const not = (truth: Truth): Truth => (1 - truth) as Truth;
const SIGNS = { [FALSE]: '0', [UNKNOWN]: '?', [TRUE]: '1' } as const satisfies Record<Truth, string>;
const resultOf = (truth: Truth): boolean | null => (truth === UNKNOWN ? null : truth === TRUE);

export interface CompiledCondition {
  /** Comparisons in the tree. */
  readonly leaves: number;
  /** On the newest values; stops as soon as the result is certain. */
  evaluate(): Truth;
  /** How many of its comparisons come out as `wanted`. */
  count(wanted: Truth): number;
  /** Every comparison with its values, whether or not it decided. */
  explain(): Evidence;
  /** Adds the values its comparisons read, each once, and their truths, in the order of the tree. */
  collect(into: Readings): void;
}

/** What comparisons read and found: by the names of the values in `conditionText.ts`, and as `1`, `0` or `?`. */
export interface Readings {
  readonly values: Map<string, number | null>;
  results: string;
}

/** Compiles a tree; `readers` makes what its operands read from. */
export function compileCondition(condition: Condition, readers: OperandReaders): CompiledCondition {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const children = condition.of.map((child) => compileCondition(child, readers));
      return new Group(condition.kind === 'all', children);
    }
    case 'not':
      return new Negation(compileCondition(condition.of, readers));
    default:
      return new Comparison(condition, readers);
  }
}

/** `all` and `any`. */
class Group implements CompiledCondition {
  readonly leaves: number;
  private readonly children: readonly CompiledCondition[];
  /** The value that decides at once: false for `all`, true for `any`. */
  private readonly decisive: Truth;

  constructor(isAll: boolean, children: readonly CompiledCondition[]) {
    this.children = children;
    this.decisive = isAll ? FALSE : TRUE;
    this.leaves = children.reduce((sum, child) => sum + child.leaves, 0);
  }

  evaluate(): Truth {
    let result = not(this.decisive);
    for (const child of this.children) {
      const truth = child.evaluate();
      if (truth === this.decisive) return truth;
      if (truth === UNKNOWN) result = UNKNOWN;
    }
    return result;
  }

  count(wanted: Truth): number {
    let sum = 0;
    for (const child of this.children) sum += child.count(wanted);
    return sum;
  }

  explain(): Evidence {
    return {
      label: this.decisive === FALSE ? 'all' : 'any',
      result: resultOf(this.evaluate()),
      children: this.children.map((child) => child.explain()),
    };
  }

  collect(into: Readings): void {
    for (const child of this.children) child.collect(into);
  }
}

class Negation implements CompiledCondition {
  readonly leaves: number;
  private readonly child: CompiledCondition;

  constructor(child: CompiledCondition) {
    this.child = child;
    this.leaves = child.leaves;
  }

  evaluate(): Truth {
    return not(this.child.evaluate());
  }

  count(wanted: Truth): number {
    return this.child.count(not(wanted));
  }

  explain(): Evidence {
    return { label: 'not', result: resultOf(this.evaluate()), children: [this.child.explain()] };
  }

  collect(into: Readings): void {
    this.child.collect(into);
  }
}

/** One comparison. Unknown as soon as one of its values is absent. */
class Comparison implements CompiledCondition {
  readonly leaves = 1;
  private readonly kind: LeafCondition['kind'];
  private readonly operands: readonly OperandReader[];
  private readonly first: OperandReader;
  /** Where the comparison has fewer operands, `second` and `third` repeat the last one. */
  private readonly second: OperandReader;
  private readonly third: OperandReader;
  /** Steps of `rising` and `falling`. */
  private readonly candles: number;
  private readonly text: ComparisonText;

  constructor(condition: LeafCondition, readers: OperandReaders) {
    this.kind = condition.kind;
    this.candles = 'candles' in condition ? condition.candles : 0;
    this.operands = operandsOf(condition).map((operand) => readers.reader(operand, depthOf(condition)));
    this.first = need(this.operands[0], 'an operand');
    this.second = this.operands[1] ?? this.first;
    this.third = this.operands[2] ?? this.second;
    this.text = comparisonText(condition);
  }

  evaluate(): Truth {
    const first = this.first.at(0);
    const second = this.second.at(0);
    switch (this.kind) {
      case 'above':
        return decide(first > second, first <= second);
      case 'below':
        return decide(first < second, first >= second);
      case 'equals':
        return decide(first === second, first < second || first > second);
      case 'between': {
        const third = this.third.at(0);
        return both(decide(first >= second, first < second), decide(first <= third, first > third));
      }
      case 'crossesAbove':
      case 'crossesBelow': {
        const firstBefore = this.first.at(1);
        const secondBefore = this.second.at(1);
        return this.kind === 'crossesAbove'
          ? both(
              decide(first > second, first <= second),
              decide(firstBefore <= secondBefore, firstBefore > secondBefore),
            )
          : both(
              decide(first < second, first >= second),
              decide(firstBefore >= secondBefore, firstBefore < secondBefore),
            );
      }
      case 'rising':
      case 'falling':
        return this.moves(this.kind === 'rising' ? 1 : -1);
      default:
        return assertNever(this.kind);
    }
  }

  count(wanted: Truth): number {
    return this.evaluate() === wanted ? 1 : 0;
  }

  explain(): Evidence {
    return comparisonEvidence(this.text, resultOf(this.evaluate()), (place, back) => this.valueOf(place, back));
  }

  collect(into: Readings): void {
    for (const { key, place, back } of this.text.readings) {
      if (!into.values.has(key)) into.values.set(key, this.valueOf(place, back));
    }
    into.results += SIGNS[this.evaluate()];
  }

  private valueOf(place: number, back: number): number | null {
    return finite((this.operands[place] as OperandReader).at(back));
  }

  /** x[i] to x[i - candles], each step strictly in the direction of `sign`. */
  private moves(sign: 1 | -1): Truth {
    let result: Truth = TRUE;
    for (let back = 0; back < this.candles; back++) {
      const step = sign * (this.first.at(back) - this.first.at(back + 1));
      if (Number.isNaN(step)) return UNKNOWN;
      if (step <= 0) result = FALSE;
    }
    return result;
  }
}

const decide = (holds: boolean, fails: boolean): Truth => (holds ? TRUE : fails ? FALSE : UNKNOWN);

/** Of one comparison: unknown if either half is. */
const both = (left: Truth, right: Truth): Truth =>
  left === UNKNOWN || right === UNKNOWN ? UNKNOWN : left === TRUE && right === TRUE ? TRUE : FALSE;

/** Null while it is absent. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
