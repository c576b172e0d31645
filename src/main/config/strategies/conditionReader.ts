// Condition trees and their operands as they are written in a strategy file.
import type { Condition, ConsensusField, Operand, OperandPlace, PriceField } from '../../../shared/domain/strategy.ts';
import { isBuiltFrom, type Timeframe, TIMEFRAMES } from '../../../shared/time.ts';
import { INDICATOR_NAMES, INDICATORS, type IndicatorName } from '../../engine/indications/registry.ts';
import type { YamlValue } from './yamlValue.ts';

const GROUPS = ['all', 'any'] as const;
const PAIRS = ['above', 'below', 'equals', 'crossesAbove', 'crossesBelow'] as const;
const MOVES = ['rising', 'falling'] as const;
const CONDITIONS = [...GROUPS, 'not', ...PAIRS, 'between', ...MOVES] as const;
const PRICES: readonly PriceField[] = ['open', 'high', 'low', 'close', 'volume'];
const CONSENSUS: readonly ConsensusField[] = [
  'direction',
  'confidence',
  'score',
  'agreement',
  'quorum',
  'isActionable',
];
const DIRECTIONS = ['SELL', 'HOLD', 'BUY'] as const;
const HEADS = [...INDICATOR_NAMES, 'price', 'consensus'] as const;
const PLACE = ['offset', 'timeframe'] as const;

const MAX_DEPTH = 30;
const OFFSET = { min: 0, max: 10_000, isWhole: true };
const CANDLES = { min: 1, max: 1_000, isWhole: true };
const OPERAND =
  'a number, SELL, HOLD or BUY, or an operand such as { sma: { period: 20 } }, { price: close } or { consensus: score }';
const PLACEHOLDER: Condition = { kind: 'all', of: [] };

/** Reads the conditions of one strategy; `timeframe` is undefined when the file's own is not usable. */
export class ConditionReader {
  private readonly timeframe: Timeframe | undefined;

  constructor(timeframe: Timeframe | undefined) {
    this.timeframe = timeframe;
  }

  condition(value: YamlValue, depth = 1): Condition {
    if (depth > MAX_DEPTH) {
      value.problem(`conditions are nested more than ${MAX_DEPTH} deep`);
      return PLACEHOLDER;
    }
    const kind = value.singleKey(CONDITIONS, 'a condition');
    if (kind === undefined) return PLACEHOLDER;
    const content = value.get(kind);
    switch (kind) {
      case 'all':
      case 'any': {
        const items = content.items('a list with at least one condition');
        return { kind, of: items.map((item) => this.condition(item, depth + 1)) };
      }
      case 'not':
        return { kind, of: this.condition(content, depth + 1) };
      case 'between':
        return this.between(content);
      case 'rising':
      case 'falling':
        return this.move(kind, content);
      default:
        return this.pair(kind, content);
    }
  }

  private pair(kind: (typeof PAIRS)[number], content: YamlValue): Condition {
    const [left, right] = content.items('a list of two operands', 2, 2).map((item) => this.operand(item));
    if (left === undefined || right === undefined) return PLACEHOLDER;
    const directions = [left, right].filter(isDirection).length;
    if (directions > 0 && kind !== 'equals') content.problem(`"${kind}" compares numbers; a direction takes "equals"`);
    else if (directions === 1) content.problem('a direction (SELL, HOLD, BUY) can only equal a direction');
    return { kind, left, right };
  }

  private between(content: YamlValue): Condition {
    const items = content.items('a list of three operands: [value, low, high]', 3, 3);
    const [value, low, high] = items.map((item) => this.numeric(item));
    if (value === undefined || low === undefined || high === undefined) return PLACEHOLDER;
    return { kind: 'between', value, low, high };
  }

  private move(kind: (typeof MOVES)[number], content: YamlValue): Condition {
    const [first, second] = content.isList
      ? content.items('[operand, candles]', 2, 2)
      : [content.section(['of', 'candles']).get('of'), content.get('candles')];
    if (first === undefined || second === undefined) return PLACEHOLDER;
    return { kind, value: this.numeric(first), candles: second.or(1, (candles) => candles.number(CANDLES)) };
  }

  private numeric(value: YamlValue): Operand {
    const operand = this.operand(value);
    if (isDirection(operand)) value.problem('expected an operand with numbers; a direction takes "equals"');
    return operand;
  }

  private operand(value: YamlValue): Operand {
    if (!value.isSection) return constant(value);
    value.section([...HEADS, ...PLACE]);
    const heads = HEADS.filter((name) => value.keys.includes(name));
    const [head] = heads;
    if (head === undefined || heads.length > 1) {
      // An unknown name has been reported already.
      if (heads.length > 1 || value.keys.every((key) => PLACE.some((known) => known === key)))
        value.unexpected(OPERAND);
      return { kind: 'constant', value: 0 };
    }
    const content = value.get(head);
    if (head === 'price') return { kind: 'price', field: content.choice(PRICES), ...this.place(value) };
    if (head === 'consensus') {
      return { kind: 'consensus', field: content.choice(CONSENSUS), ...this.place(value) };
    }
    return this.indicator(head, content, value);
  }

  /** Offset and timeframe may stand beside the indicator or among its parameters. */
  private indicator(name: IndicatorName, content: YamlValue, around: YamlValue): Operand {
    const { params: definitions, lines } = INDICATORS[name];
    const keys = definitions.map(({ key }) => key);
    if (!content.isNull) content.section([...keys, 'line', ...PLACE]);
    const params = Object.fromEntries(
      definitions.map(({ key, default: fallback, min, max, integer }) => {
        return [key, content.get(key).or(fallback, (value) => value.number({ min, max, isWhole: integer }))];
      }),
    );
    const refusal = INDICATORS[name].refuse(params);
    if (refusal !== undefined) content.problem(refusal);
    const line = content.get('line').or(lines[0] ?? '', (value) => value.choice(lines));
    return { kind: 'indicator', name, params, line, ...this.place(around, content) };
  }

  private place(around: YamlValue, inside?: YamlValue): OperandPlace {
    const [offsetAt, timeframeAt] = PLACE.map((key) => {
      if (inside?.keys.includes(key) !== true) return around.get(key);
      if (around.keys.includes(key)) inside.get(key).problem('given twice, beside the indicator and within it');
      return inside.get(key);
    }) as [YamlValue, YamlValue];
    const offset = offsetAt.or(0, (value) => value.number(OFFSET));
    const timeframe = timeframeAt.or(this.timeframe, (value) => value.choice(TIMEFRAMES));
    if (timeframe === undefined || this.timeframe === undefined || timeframe === this.timeframe) return { offset };
    if (!isBuiltFrom(timeframe, this.timeframe)) {
      timeframeAt.problem(`expected a whole multiple of the strategy's own ${this.timeframe}, found ${timeframe}`);
    }
    return { offset, timeframe };
  }
}

function constant(value: YamlValue): Operand {
  const direction = DIRECTIONS.find((name) => name === value.scalar);
  if (direction !== undefined) return { kind: 'constant', value: direction };
  if (value.scalar === undefined || !/^[+-]?\d/.test(value.scalar)) {
    value.unexpected(OPERAND);
    return { kind: 'constant', value: 0 };
  }
  return { kind: 'constant', value: value.number({ min: -1e15, max: 1e15 }) };
}

const isDirection = (operand: Operand): boolean =>
  operand.kind === 'constant'
    ? typeof operand.value === 'string'
    : operand.kind === 'consensus' && operand.field === 'direction';
