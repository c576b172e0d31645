// Parameters of indicators and overlays: what may be given, and the one check of what was.
import { need } from '../../../shared/assert.ts';
import { didYouMean } from '../../../shared/nearest.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

export interface ParamDefinition {
  readonly key: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly description: string;
}

/** Values by key, all filled in, in canonical order. */
export type IndicatorParams = Readonly<Record<string, number>>;

/** Looks one parameter up by key. */
export type ParamReader = (key: string) => number;

export const paramReader =
  (params: IndicatorParams): ParamReader =>
  (key) =>
    need(params[key], `parameter "${key}"`);

const MAX_PERIOD = 10_000;

/** A count of candles; `period` unless another key is given. */
export const period = (
  value: number,
  options: { readonly key?: string; readonly min?: number; readonly description?: string } = {},
): ParamDefinition => ({
  key: options.key ?? 'period',
  default: value,
  min: options.min ?? 1,
  max: MAX_PERIOD,
  integer: true,
  description: options.description ?? 'candles in the window',
});

/** A positive real number up to 100. */
export const factor = (key: string, value: number, description: string): ParamDefinition => ({
  key,
  default: value,
  min: 0.001,
  max: 100,
  integer: false,
  description,
});

const isAllowed = (value: unknown, { min, max, integer }: ParamDefinition): value is number =>
  typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));

/** `name:parameter:parameter` as its name and its parameters' texts. */
export function splitEntry(entry: string): Result<{ readonly name: string; readonly texts: readonly string[] }> {
  const [name = '', ...texts] = entry.trim().split(':');
  return name === ''
    ? fail({ message: `expected name:parameter:… between commas, got "${entry}"` })
    : ok({ name, texts });
}

/** Texts in canonical order by key, for `resolveParams` to check; those left out at the end take their defaults. */
export function paramsByPlace(
  name: string,
  definitions: readonly ParamDefinition[],
  texts: readonly string[],
): Result<Readonly<Record<string, unknown>>> {
  const keys = definitions.map(({ key }) => key);
  if (texts.length > keys.length) {
    const known = keys.length === 0 ? 'no parameters' : `at most ${keys.length} parameters (${keys.join(':')})`;
    return fail({ message: `"${name}" takes ${known}, got ${texts.length} in "${[name, ...texts].join(':')}"` });
  }
  const values = texts.map((text) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : text));
  return ok(Object.fromEntries(values.map((value, place) => [keys[place], value])));
}

/** Defaults filled in and ranges checked; `owner` opens the problem's sentence. */
export function resolveParams(
  owner: string,
  definitions: readonly ParamDefinition[],
  given: Readonly<Record<string, unknown>>,
): Result<IndicatorParams> {
  const keys = definitions.map(({ key }) => key);
  const unknown = Object.keys(given).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    const known = keys.length === 0 ? '; it has none' : `; known are ${keys.join(', ')}`;
    return fail({ message: `${owner} has no parameter "${unknown}"${didYouMean(unknown, keys) || known}` });
  }
  const filled: Record<string, number> = {};
  for (const definition of definitions) {
    const { key, min, max, integer } = definition;
    const value = given[key] === undefined ? definition.default : given[key];
    if (!isAllowed(value, definition)) {
      const wanted = `a ${integer ? 'whole ' : ''}number from ${min} to ${max}`;
      return fail({
        message: `"${key}" of ${owner} must be ${wanted}, got ${typeof value === 'number' ? value : JSON.stringify(value)}`,
      });
    }
    filled[key] = value;
  }
  return ok(filled);
}
