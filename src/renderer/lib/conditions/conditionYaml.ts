// The conditions of a strategy's text as a tree for the form, and each change of the form made in the text itself.
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { setYaml } from '../setYaml.ts';
import {
  type ComparisonKind,
  comparisonText,
  CONSENSUS,
  DIRECTIONS,
  type FormComparison,
  type FormCondition,
  type FormConditionBody,
  type FormOperand,
  type FormPlace,
  GROUPS,
  type GroupKind,
  MOVES,
  NEW_COMPARISON,
  operandText,
  PAIRS,
  PRICES,
  withKind,
} from './conditionModel.ts';
import * as parts from './yamlParts.ts';

export type Side = 'long' | 'short';
export type Action = 'entry' | 'exit';

/** One set of conditions; undefined: there is none. */
export interface SideConditions {
  readonly action: Action;
  readonly side: Side;
  readonly condition: FormCondition | undefined;
}

const PLACES = ['offset', 'timeframe'] as const;

/** All four, in their order; nothing while the text cannot be read. */
export function readConditions(yaml: string): readonly SideConditions[] {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  if (document.errors.length > 0 || !isMap(document.contents)) return [];
  const reader = new Reader(yaml, lines);
  return (['entry', 'exit'] as const).flatMap((action) =>
    (['long', 'short'] as const).map((side) => {
      const node = parts.nodeAt(document, [action, side]);
      const isAbsent = node === undefined || (isScalar(node) && node.value === null);
      return { action, side, condition: isAbsent ? undefined : reader.condition(node) };
    }),
  );
}

/** As it is written, so that `1.` stays what it is while `1.5` is typed; undefined for what is no text and no number. */
export function scalarOf(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  if (node.value === null) return '';
  if (typeof node.value === 'number') return node.source ?? String(node.value);
  return typeof node.value === 'string' ? node.value : undefined;
}

const isOneOf = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

class Reader {
  private readonly yaml: string;
  private readonly lines: LineCounter;

  constructor(yaml: string, lines: LineCounter) {
    this.yaml = yaml;
    this.lines = lines;
  }

  condition(node: unknown): FormCondition {
    const from = isMap(node) || isSeq(node) || isScalar(node) ? (node.range?.[0] ?? 0) : 0;
    const to = parts.endOf(this.yaml, node);
    const lines = { from: this.lines.linePos(from).line, to: this.lines.linePos(to).line };
    const body = this.body(node) ?? { kind: 'other', text: this.yaml.slice(from, to) };
    return { ...body, lines };
  }

  private body(node: unknown): FormConditionBody | undefined {
    if (!isMap(node) || node.items.length !== 1) return undefined;
    const [{ key, value }] = node.items as unknown as [{ readonly key: unknown; readonly value: unknown }];
    const kind = scalarOf(key) ?? '';
    if (isOneOf(GROUPS, kind))
      return isSeq(value) ? { kind, of: value.items.map((item) => this.condition(item)) } : undefined;
    if (kind === 'not') return { kind, of: this.condition(value) };
    if (isOneOf(MOVES, kind)) return moveOf(kind, value);
    if (kind !== 'between' && !isOneOf(PAIRS, kind)) return undefined;
    return listed(kind, value, kind === 'between' ? 3 : 2);
  }
}

function listed(kind: ComparisonKind, value: unknown, count: number): FormComparison | undefined {
  if (!isSeq(value) || value.items.length !== count) return undefined;
  const operands = value.items.map(operandOf);
  return operands.every((operand) => operand !== undefined) ? { kind, operands, candles: '' } : undefined;
}

function moveOf(kind: ComparisonKind, value: unknown): FormComparison | undefined {
  const [of, candles]: readonly unknown[] = isSeq(value)
    ? value.items
    : isMap(value)
      ? [value.get('of', true), value.get('candles', true)]
      : [];
  const operand = operandOf(of);
  return operand === undefined ? undefined : { kind, operands: [operand], candles: scalarOf(candles) ?? '' };
}

/** Keys with their texts; undefined where one is not plain. */
function textsOf(map: unknown): Record<string, string> | undefined {
  if (map === undefined || (isScalar(map) && map.value === null)) return {};
  if (!isMap(map)) return undefined;
  const entries = map.items.map(({ key, value }) => [scalarOf(key), value === null ? '' : scalarOf(value)] as const);
  return entries.every(([key, text]) => key !== undefined && text !== undefined)
    ? (Object.fromEntries(entries) as Record<string, string>)
    : undefined;
}

function operandOf(node: unknown): FormOperand | undefined {
  const text = scalarOf(node);
  if (text !== undefined)
    return isOneOf(DIRECTIONS, text) ? { kind: 'direction', value: text } : { kind: 'number', text };
  if (!isMap(node)) return undefined;
  const heads = node.items.filter(({ key }) => !isOneOf(PLACES, scalarOf(key) ?? ''));
  const [head] = heads;
  if (head === undefined || heads.length > 1) return undefined;
  const textAt = (key: keyof FormPlace): string => scalarOf(node.get(key, true)) ?? '';
  const around = { offset: textAt('offset'), timeframe: textAt('timeframe') };
  return readOf(scalarOf(head.key) ?? '', head.value ?? undefined, around);
}

/** What is read under a name; offset and timeframe may stand among the parameters too. */
function readOf(name: string, value: unknown, around: FormPlace): FormOperand | undefined {
  if (name === 'price' || name === 'consensus') {
    const field = scalarOf(value) ?? '';
    return isOneOf<string>(name === 'price' ? PRICES : CONSENSUS, field) ? { kind: name, field, ...around } : undefined;
  }
  const inside = textsOf(value);
  if (inside === undefined) return undefined;
  const { line = '', offset = around.offset, timeframe = around.timeframe, ...params } = inside;
  return { kind: 'indicator', name, params, line, offset, timeframe };
}

const written = (body: string): parts.Written => ({ flow: `{ ${body} }`, block: body });

/** A comparison of another kind in its place. */
export function setKind(
  yaml: string,
  path: parts.YamlPath,
  { was, kind }: { readonly was: FormComparison; readonly kind: ComparisonKind },
): string {
  const isRenaming =
    (isOneOf(PAIRS, was.kind) && isOneOf(PAIRS, kind)) || (isOneOf(MOVES, was.kind) && isOneOf(MOVES, kind));
  return isRenaming
    ? parts.renameKey(yaml, path, kind)
    : parts.replaceMap(yaml, path, written(comparisonText(withKind(was, kind))));
}

/** One operand of the comparison at `path`. */
export function setOperand(
  yaml: string,
  path: parts.YamlPath,
  change: { readonly kind: ComparisonKind; readonly index: number; readonly operand: FormOperand },
): string {
  const { kind, index, operand } = change;
  const place = isOneOf(MOVES, kind) ? movePlace(yaml, [...path, kind], 'of') : [...path, kind, String(index)];
  return setYaml(yaml, place, operandText(operand));
}

/** How many candles a rising or falling looks back. */
export const setCandles = (
  yaml: string,
  path: parts.YamlPath,
  { kind, candles }: Pick<FormComparison, 'kind' | 'candles'>,
): string => setYaml(yaml, movePlace(yaml, [...path, kind], 'candles'), operandText({ kind: 'number', text: candles }));

/** Written as `[x, 3]` or as `{ of: x, candles: 3 }`. */
function movePlace(yaml: string, path: parts.YamlPath, what: 'of' | 'candles'): parts.YamlPath {
  const isList = isSeq(parts.nodeAt(parseDocument(yaml), path));
  return [...path, isList ? (what === 'of' ? '0' : '1') : what];
}

/** `all` or `any` of the group at `path`. */
export const setGroup = (yaml: string, path: parts.YamlPath, kind: GroupKind): string =>
  parts.renameKey(yaml, path, kind);

const NEW = comparisonText(NEW_COMPARISON);

/** One more comparison, or a group of one, at the end of a group. */
export function addCondition(yaml: string, group: parts.YamlPath, what: 'comparison' | 'group'): string {
  const item = what === 'comparison' ? written(NEW) : { flow: `{ any: [{ ${NEW} }] }`, block: `any:\n  - ${NEW}` };
  return parts.addItem(yaml, group, item);
}

/** The first condition of a side that has none. */
export const addSide = (yaml: string, action: Action, side: Side): string => {
  const kind = action === 'entry' ? 'all' : 'any';
  return parts.addEntry(cleared(yaml, action, side), [action], {
    flow: `${side}: { ${kind}: [{ ${NEW} }] }`,
    block: `${side}:\n  ${kind}:\n    - ${NEW}`,
    after: 'entry',
  });
};

/** Without a key that has no value. */
function cleared(yaml: string, action: Action, side: Side): string {
  const document: Document = parseDocument(yaml);
  return document.hasIn([action, side]) ? removeSide(yaml, action, side) : yaml;
}

/** Without the conditions of a side; the last one takes its heading along. */
export function removeSide(yaml: string, action: Action, side: Side): string {
  const sides = parts.nodeAt(parseDocument(yaml), [action]);
  return parts.removeAt(yaml, isMap(sides) && sides.items.length > 1 ? [action, side] : [action]);
}

export const removeCondition = parts.removeAt;

/** A condition as the first of a group. */
export const intoGroup = (yaml: string, path: parts.YamlPath): string => parts.groupMap(yaml, path, 'all');

/** `not` around a condition, or taken away from it. */
export const toggleNot = (yaml: string, path: parts.YamlPath, isNot: boolean): string =>
  isNot ? parts.unwrapMap(yaml, path) : parts.wrapMap(yaml, path, 'not');
