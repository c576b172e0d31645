// A strategy's text as form fields and back: each change is made in the YAML itself, so that comments and everything the form does
// not know stay as they were. What is right or wrong is main's to say.
import { type Document, isMap, parseDocument, stringify } from 'yaml';
import { scalarOf } from './conditions/conditionYaml.ts';
import { setYaml } from './setYaml.ts';

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
  return document.errors.length > 0 || !isMap(document.contents) ? undefined : document;
}

const textAt = (document: Document, path: readonly string[]): string => scalarOf(document.getIn(path, true)) ?? '';

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
  const form = readForm(yaml);
  return form === undefined ? yaml : writeField(yaml, { ...form, [field]: value }, field);
}

function writeField(yaml: string, form: StrategyForm, field: keyof StrategyForm): string {
  switch (field) {
    case 'enabled':
      return setYaml(yaml, ['enabled'], String(form.enabled));
    case 'symbols':
      return setYaml(yaml, ['symbols'], listText(splitList(form.symbols)));
    case 'long':
    case 'short':
      return setYaml(yaml, ['sides'], listText([...(form.long ? ['long'] : []), ...(form.short ? ['short'] : [])]));
    case 'sizing':
    case 'size':
      return form.sizing === 'other' ? yaml : setYaml(yaml, ['sizing'], `{ ${form.sizing}: ${scalarText(form.size)} }`);
    default:
      return setYaml(yaml, PLACES[field], TEXTS.includes(field) ? textOf(form[field]) : scalarText(form[field]));
  }
}

const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const textOf = (value: string): string => stringify(value, { lineWidth: 0 }).trim();
const listText = (items: readonly string[]): string => `[${items.map(textOf).join(', ')}]`;

/** Empty switches a number off. What is no number stays text, for main to complain about at its place. */
function scalarText(text: string): string {
  const plain = text.trim();
  if (plain === '') return 'null';
  return Number.isFinite(Number(plain)) ? plain : textOf(plain);
}

/** The text under another id. */
export const withId = (yaml: string, id: string): string =>
  readDocument(yaml) === undefined ? yaml : setYaml(yaml, ['id'], id);

export const isStrategyId = (id: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(id);
