// A strategy's text as form fields and back: each change is made in the YAML itself, so that comments and everything the form does
// not know stay as they were. What is right or wrong is main's to say.
import { type Document, parseDocument, type YAMLMap } from 'yaml';

export interface StrategyForm {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  /** Separated by commas. */
  readonly symbols: string;
  readonly timeframe: string;
  readonly long: boolean;
  readonly short: boolean;
  readonly stopLossPct: string;
  readonly takeProfitPct: string;
  readonly maxHoldHours: string;
  readonly sizing: FormSizing | 'other';
  readonly size: string;
  readonly minProfitFactor: string;
  readonly coolDownMinutes: string;
}

/** The sizings of one number; others are written in the text. */
export const FORM_SIZINGS = ['fixedQty', 'percentEquity', 'riskPercent'] as const;
export type FormSizing = (typeof FORM_SIZINGS)[number];

const PLACES = {
  name: ['name'],
  description: ['description'],
  timeframe: ['timeframe'],
  stopLossPct: ['risk', 'stopLossPct'],
  takeProfitPct: ['risk', 'takeProfitPct'],
  maxHoldHours: ['risk', 'maxHoldHours'],
  minProfitFactor: ['gates', 'minProfitFactor'],
  coolDownMinutes: ['gates', 'coolDownMinutes'],
} as const;
type PlacedField = keyof typeof PLACES;

const TEXTS: readonly PlacedField[] = ['name', 'description', 'timeframe'];

/** The document, where the text is a mapping without syntax errors. */
function readDocument(yaml: string): Document | undefined {
  const document = parseDocument(yaml);
  return document.errors.length > 0 || !isMapping(document.contents) ? undefined : document;
}

const isMapping = (node: unknown): node is YAMLMap => typeof node === 'object' && node !== null && 'items' in node;

const textAt = (document: Document, path: readonly string[]): string => {
  const value: unknown = document.getIn(path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const listAt = (document: Document, key: string): readonly string[] => {
  const value: unknown = document.toJS();
  const list = (value as Record<string, unknown>)[key];
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
};

/** The fields of a text; undefined while it is not readable at all. */
export function readForm(yaml: string): StrategyForm | undefined {
  const document = readDocument(yaml);
  if (document === undefined) return undefined;
  const placed = Object.fromEntries(
    Object.entries(PLACES).map(([field, path]) => [field, textAt(document, path)]),
  ) as Record<PlacedField, string>;
  const sizing = FORM_SIZINGS.find((kind) => document.hasIn(['sizing', kind]));
  const sides = listAt(document, 'sides');
  return {
    ...placed,
    enabled: document.get('enabled') !== false,
    symbols: listAt(document, 'symbols').join(', '),
    long: sides.includes('long'),
    short: sides.includes('short'),
    sizing: sizing ?? 'other',
    size: sizing === undefined ? '' : textAt(document, ['sizing', sizing]),
  };
}

/** The text with one field changed; the same text where it cannot be read. */
export function writeForm<K extends keyof StrategyForm>(yaml: string, field: K, value: StrategyForm[K]): string {
  const document = readDocument(yaml);
  const form = readForm(yaml);
  if (document === undefined || form === undefined) return yaml;
  writeField(document, { ...form, [field]: value }, field);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function writeField(document: Document, form: StrategyForm, field: keyof StrategyForm): void {
  switch (field) {
    case 'enabled':
      return document.set('enabled', form.enabled);
    case 'symbols':
      return setFlow(document, 'symbols', splitList(form.symbols));
    case 'long':
    case 'short':
      return setFlow(document, 'sides', [...(form.long ? ['long'] : []), ...(form.short ? ['short'] : [])]);
    case 'sizing':
    case 'size':
      if (form.sizing !== 'other')
        document.set('sizing', document.createNode({ [form.sizing]: scalarOf(form.size) }, { flow: true }));
      return;
    default:
      writePlaced(document, field, form[field]);
  }
}

const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const setFlow = (document: Document, key: string, items: readonly string[]): void =>
  document.set(key, document.createNode(items, { flow: true }));

function writePlaced(document: Document, field: PlacedField, value: string): void {
  const path = PLACES[field];
  if (field === 'description' && value.trim() === '') document.deleteIn(path);
  else document.setIn(path, TEXTS.includes(field) ? value : scalarOf(value));
}

/** Empty switches a number off. What is no number stays text, for main to complain about at its place. */
const scalarOf = (text: string): number | string | null => {
  const plain = text.trim();
  if (plain === '') return null;
  return Number.isFinite(Number(plain)) ? Number(plain) : plain;
};

/** The text under another id. */
export function withId(yaml: string, id: string): string {
  const document = readDocument(yaml);
  if (document === undefined) return yaml;
  document.set('id', id);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

export const isStrategyId = (id: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(id);
