// Instruments as files state them: the presets that come with the program, and files of the user.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { toSymbolId } from '../../shared/domain/ids.ts';
import type { Instrument } from '../../shared/domain/instrument.ts';
import { AppError } from '../../shared/errors.ts';
import { Decimal } from '../../shared/money.ts';
import { fail, ok, type Problem, problemText, type Result } from '../../shared/result.ts';
import { programFile } from './paths.ts';
import { schemaTree } from './schemaKeys.ts';
import { schemaProblems } from './schemaProblems.ts';
import { systemErrorText } from './systemError.ts';
import { type KeyPath, parseYaml, type YamlText } from './yamlText.ts';

/** An instrument whose fees may be left to the account. */
export type ListedInstrument = Omit<Instrument, 'makerBps' | 'takerBps'> & {
  /** Undefined where the file is not by exchange. */
  readonly exchange?: string;
  readonly makerBps?: Decimal;
  readonly takerBps?: Decimal;
};

export interface Fees {
  readonly makerBps?: Decimal;
  readonly takerBps?: Decimal;
}

const NUMBER = String.raw`\d{1,20}(?:\.\d{1,20})?`;
const decimal = (): z.ZodString =>
  z.string().regex(new RegExp(`^${NUMBER}$`), 'expected a decimal number such as "0.01"');
const positive = (): z.ZodString =>
  z.string().regex(new RegExp(`^(?!0+(?:\\.0*)?$)${NUMBER}$`), 'expected a decimal number above zero such as "0.01"');
const signed = (): z.ZodString =>
  z.string().regex(new RegExp(`^-?${NUMBER}$`), 'expected basis points such as "5" or "-0.5"');

const common = {
  symbol: z
    .string()
    .regex(/^[A-Z0-9]+\/[A-Z0-9]+(?::[A-Z0-9]+)?$/, 'expected a symbol such as BTC/USDT or BTC/USDT:USDT'),
  base: z.string().min(1),
  quote: z.string().min(1),
  settle: z.string().min(1),
  tickSize: positive(),
  lotSize: positive(),
  minQty: decimal(),
  maxQty: positive().optional(),
  minNotional: decimal(),
  makerBps: signed().optional(),
  takerBps: signed().optional(),
};
const spot = z.strictObject({
  kind: z.literal('spot'),
  ...common,
  settle: common.settle.optional(),
  contractSize: z.literal('1').default('1'),
  maxLeverage: positive().default('1'),
  maintenanceMarginPct: decimal().default('0'),
});
const linear = z.strictObject({
  kind: z.literal('linear'),
  ...common,
  contractSize: positive(),
  maxLeverage: positive(),
  maintenanceMarginPct: decimal(),
});
const KINDS = { spot, linear };
const TREES = { spot: schemaTree(spot), linear: schemaTree(linear) };

type Listing = z.output<typeof spot> | z.output<typeof linear>;

/** YAML or JSON: one instrument, a list of them, or lists by exchange. Every problem of the file is reported. */
export function parseInstrumentFile(
  text: string,
  file: string,
): Result<readonly ListedInstrument[], readonly Problem[]> {
  const yaml = parseYaml(text, file, 'text');
  if (!yaml.ok) return yaml;
  const results = entriesOf(yaml.value.value).map((entry) => parseEntry(entry, yaml.value));
  if (results.length === 0) return fail([{ message: 'expected at least one instrument, found none', file }]);
  const problems = results.flatMap((result) => (result.ok ? [] : result.error));
  return problems.length > 0 ? fail(problems) : ok(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

interface Entry {
  readonly value: unknown;
  readonly path: KeyPath;
  readonly exchange?: string;
}

function entriesOf(value: unknown): readonly Entry[] {
  if (Array.isArray(value)) return value.map((item: unknown, index) => ({ value: item, path: [index] }));
  if (typeof value !== 'object' || value === null || 'symbol' in value) return [{ value, path: [] }];
  const groups = Object.entries(value);
  if (!groups.every(([, group]) => Array.isArray(group))) return [{ value, path: [] }];
  return groups.flatMap(([exchange, group]) =>
    (group as unknown[]).map((item, index) => ({ value: item, path: [exchange, index], exchange })),
  );
}

function parseEntry({ value, path, exchange }: Entry, yaml: YamlText): Result<ListedInstrument, readonly Problem[]> {
  const asked = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  if (typeof value === 'object' && value !== null && asked !== 'spot' && asked !== 'linear') {
    const found = asked === undefined ? 'nothing' : JSON.stringify(asked);
    return fail([{ message: `kind: expected spot or linear, found ${found}`, ...yaml.placeOf([...path, 'kind']) }]);
  }
  const kind = asked === 'linear' ? 'linear' : 'spot';
  const parsed = KINDS[kind].safeParse(value);
  if (!parsed.success) {
    const problems = schemaProblems(parsed.error.issues, value, TREES[kind]);
    return fail(problems.map((at) => ({ message: at.message, ...yaml.placeOf([...path, ...at.path]) })));
  }
  const fault = contradiction(parsed.data);
  if (fault !== undefined) return fail([{ message: fault.message, ...yaml.placeOf([...path, fault.key]) }]);
  return ok(toListed(parsed.data, exchange));
}

function contradiction(listing: Listing): { readonly key: string; readonly message: string } | undefined {
  const { kind, base, quote, settle, symbol } = listing;
  if (!symbol.startsWith(`${base}/${quote}`)) {
    return { key: 'symbol', message: `symbol: expected ${base}/${quote} as base and quote say, found ${symbol}` };
  }
  if (settle !== undefined && settle !== quote) {
    const what =
      kind === 'linear' ? 'a linear contract settles in its quote currency' : 'spot settles in the quote currency';
    return { key: 'settle', message: `settle: ${what} ${quote}, found ${settle}; inverse contracts are not supported` };
  }
  return undefined;
}

function toListed(listing: Listing, exchange: string | undefined): ListedInstrument {
  const { kind, base, quote, symbol, maxQty, makerBps, takerBps } = listing;
  return {
    ...(exchange !== undefined && { exchange }),
    symbol: toSymbolId(symbol),
    kind,
    base,
    quote,
    settle: quote,
    tickSize: Decimal.of(listing.tickSize),
    lotSize: Decimal.of(listing.lotSize),
    minQty: Decimal.of(listing.minQty),
    ...(maxQty !== undefined && { maxQty: Decimal.of(maxQty) }),
    minNotional: Decimal.of(listing.minNotional),
    contractSize: Decimal.of(listing.contractSize),
    ...(makerBps !== undefined && { makerBps: Decimal.of(makerBps) }),
    ...(takerBps !== undefined && { takerBps: Decimal.of(takerBps) }),
    maxLeverage: Decimal.of(listing.maxLeverage),
    maintenanceMarginPct: Decimal.of(listing.maintenanceMarginPct),
    isActive: true,
  };
}

/** The instruments of `file`; `AppError` BAD_INPUT with every problem. */
export function readInstrumentFile(file: string): readonly ListedInstrument[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('NOT_FOUND', `instrument file ${systemErrorText(error, file)}`, { cause: error });
  }
  const parsed = parseInstrumentFile(text, file);
  if (!parsed.ok) throw new AppError('BAD_INPUT', parsed.error.map(problemText).join('\n'));
  return parsed.value;
}

let presets: readonly ListedInstrument[] | undefined;

/** What `config/instruments.yaml` lists. */
export function instrumentPresets(): readonly ListedInstrument[] {
  presets ??= readInstrumentFile(programFile('config/instruments.yaml'));
  return presets;
}

/** A preset by its exchange (`binance`) and its symbol, also as candle files spell it (`BTCUSDT`). */
export const findPreset = (exchange: string, symbol: string): ListedInstrument | undefined =>
  instrumentPresets().find(
    (preset) => preset.exchange === exchange && (preset.symbol === symbol || preset.base + preset.quote === symbol),
  );

/** The command line's fees win over the instrument's, those over the configuration's. */
export function withFees(listed: ListedInstrument, given: Fees, configured: Required<Fees>): Instrument {
  const { exchange: _, ...instrument } = listed;
  return {
    ...instrument,
    makerBps: given.makerBps ?? listed.makerBps ?? configured.makerBps,
    takerBps: given.takerBps ?? listed.takerBps ?? configured.takerBps,
  };
}
