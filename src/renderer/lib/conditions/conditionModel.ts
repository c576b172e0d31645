// Conditions as a form edits them: what is typed stays text, also nonsense, which main complains about at its place.

export const GROUPS = ['all', 'any'] as const;
export const PAIRS = ['above', 'below', 'equals', 'crossesAbove', 'crossesBelow'] as const;
export const MOVES = ['rising', 'falling'] as const;
export const COMPARISONS = [...PAIRS, 'between', ...MOVES] as const;
export const PRICES = ['close', 'open', 'high', 'low', 'volume'] as const;
export const CONSENSUS = ['direction', 'confidence', 'score', 'agreement', 'quorum', 'isActionable'] as const;
export const DIRECTIONS = ['BUY', 'HOLD', 'SELL'] as const;

export type GroupKind = (typeof GROUPS)[number];
export type ComparisonKind = (typeof COMPARISONS)[number];

export interface FormPlace {
  /** Candles back; empty: none. */
  readonly offset: string;
  /** Empty: the strategy's own. */
  readonly timeframe: string;
}

export type FormOperand =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'direction'; readonly value: string }
  | (FormPlace & { readonly kind: 'price' | 'consensus'; readonly field: string })
  | (FormPlace & {
      readonly kind: 'indicator';
      readonly name: string;
      /** Only those that are written. */
      readonly params: Readonly<Record<string, string>>;
      /** Empty: the first. */
      readonly line: string;
    });

/** Lines of the text that it stands on, 1-based. */
interface Lines {
  readonly from: number;
  readonly to: number;
}

export type FormCondition = { readonly lines: Lines } & FormConditionBody;
export type FormConditionBody =
  | { readonly kind: GroupKind; readonly of: readonly FormCondition[] }
  | { readonly kind: 'not'; readonly of: FormCondition }
  | FormComparison
  /** Written in a way that the form does not know. */
  | { readonly kind: 'other'; readonly text: string };

export interface FormComparison {
  readonly kind: ComparisonKind;
  /** Two; between: value, low, high; rising and falling: one. */
  readonly operands: readonly FormOperand[];
  /** Of rising and falling. */
  readonly candles: string;
}

const OPERAND_COUNT: Readonly<Record<ComparisonKind, number>> = {
  ...{ above: 2, below: 2, equals: 2, crossesAbove: 2, crossesBelow: 2 },
  ...{ between: 3, rising: 1, falling: 1 },
};

const NOWHERE: FormPlace = { offset: '', timeframe: '' };
const CLOSE: FormOperand = { kind: 'price', field: 'close', ...NOWHERE };
const AVERAGE: FormOperand = { kind: 'indicator', name: 'sma', params: { period: '20' }, line: '', ...NOWHERE };
export const NEW_COMPARISON: FormComparison = { kind: 'above', operands: [CLOSE, AVERAGE], candles: '' };

/** The same operands as far as the other comparison has room for them; what it lacks is filled in. */
export function withKind(comparison: FormComparison, kind: ComparisonKind): FormComparison {
  const fill: readonly FormOperand[] = [CLOSE, { kind: 'number', text: '0' }, { kind: 'number', text: '100' }];
  const operands = fill.slice(0, OPERAND_COUNT[kind]).map((operand, index) => comparison.operands[index] ?? operand);
  const isMove = OPERAND_COUNT[kind] === 1;
  return { kind, operands, candles: isMove ? comparison.candles || '3' : '' };
}

/** A number as it is; what is none stays text in quotes where YAML needs them. */
const scalarText = (text: string): string => {
  const plain = text.trim();
  if (plain === '') return 'null';
  const isPlain = /^[\w.+-]*\w[\w.+-]*$/.test(plain) && !/^(?:true|false|null)$/i.test(plain);
  return isPlain ? plain : JSON.stringify(plain);
};

function mapText(entries: readonly (readonly [string, string])[]): string {
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, text]) => `${key}: ${text}`).join(', ')} }`;
}

/** An operand on one line. */
export function operandText(operand: FormOperand): string {
  if (operand.kind === 'number') return scalarText(operand.text);
  if (operand.kind === 'direction') return operand.value;
  const place = (['offset', 'timeframe'] as const).flatMap((key) =>
    operand[key] === '' ? [] : [[key, scalarText(operand[key])] as const],
  );
  if (operand.kind !== 'indicator') return mapText([[operand.kind, scalarText(operand.field)], ...place]);
  const params = Object.entries(operand.params).flatMap(([key, text]) =>
    text.trim() === '' ? [] : [[key, scalarText(text)] as const],
  );
  const line = operand.line === '' ? [] : [['line', scalarText(operand.line)] as const];
  return mapText([[operand.name, mapText([...params, ...line])], ...place]);
}

/** `above: [{ price: close }, 30]`: a comparison without braces around it. */
export function comparisonText({ kind, operands, candles }: FormComparison): string {
  const texts = operands.map(operandText);
  if (kind === 'rising' || kind === 'falling')
    return `${kind}: ${mapText([
      ['of', texts[0] ?? 'null'],
      ['candles', scalarText(candles)],
    ])}`;
  return `${kind}: [${texts.join(', ')}]`;
}
