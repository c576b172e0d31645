// The one encoding of inputs, events, effects and state: sorted keys, decimals and maps kept apart from plain data.
// Equal values give equal text on every machine; `decode` is its exact inverse.
import { InvariantError } from '../../../shared/assert.ts';
import { Decimal } from '../../../shared/money.ts';
import type { EngineInput } from './inputs.ts';

/** Canonical text of plain data, decimals, maps and typed arrays of floats. Throws `InvariantError` on NaN, infinity or anything else. */
export function encode(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value))
        throw new InvariantError(`expected a finite number to encode, found ${String(value)}`);
      return String(value + 0);
    case 'object':
      return encodeObject(value);
    default:
      throw new InvariantError(`expected plain data to encode, found ${typeof value}`);
  }
}

function encodeObject(value: object | null): string {
  if (value === null) return 'null';
  if (value instanceof Decimal) return `{"$decimal":"${value.toString()}"}`;
  if (value instanceof Map) return `{"$map":${encode([...value])}}`;
  if (value instanceof Float64Array) return encode([...value]);
  // Most of a snapshot: the same text without a string for each number.
  if (Array.isArray(value) && value.every(Number.isFinite)) return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${value.map((item: unknown) => (item === undefined ? 'null' : encode(item))).join(',')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new InvariantError(`expected plain data to encode, found ${Object.prototype.toString.call(value)}`);
  const fields: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const field: unknown = (value as Readonly<Record<string, unknown>>)[key];
    if (field !== undefined) fields.push(`${JSON.stringify(key)}:${encode(field)}`);
  }
  return `{${fields.join(',')}}`;
}

/** What `encode` wrote, with decimals and maps restored. Typed arrays come back as plain arrays. */
export function decode(text: string): unknown {
  // Most steps hold neither, and a parser without a reviver is several times faster.
  if (!text.includes('"$')) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$decimal' in value) return Decimal.of(String(value.$decimal));
    if ('$map' in value) return new Map(value.$map as [unknown, unknown][]);
    return value;
  });
}

/** Hex digest of a text; the host brings it, since the engine knows no library. */
export type Sha256 = (text: string) => string;

/** One step as the journal keeps it. */
export interface StepTexts {
  readonly input: string;
  readonly events: string;
  readonly effects: string;
}

/** The canonical texts of a step. */
export const stepTexts = (step: {
  readonly input: EngineInput;
  readonly events: readonly unknown[];
  readonly effects: readonly unknown[];
}): StepTexts => ({
  input: step.input.kind === 'mark' ? encodeMark(step.input) : encode(step.input),
  events: encodeList(step.events),
  effects: encodeList(step.effects),
});

const encodeList = (list: readonly unknown[]): string => (list.length === 0 ? '[]' : encode(list));

/** Exactly `encode(mark)` in a third of the time: marks are nearly all that a running engine is told. */
export function encodeMark({ ask, at, bid, last, symbol }: Extract<EngineInput, { kind: 'mark' }>): string {
  return `{"ask":${encode(ask)},"at":${encode(at)},"bid":${encode(bid)},"kind":"mark","last":${encode(last)},"symbol":${encode(symbol)}}`;
}

/** `sha256(previousHash + canonical(input, events, effects))`: the link of the journal's chain. */
export const chainHash = (sha256: Sha256, previousHash: string, { input, events, effects }: StepTexts): string =>
  sha256(`${previousHash}{"effects":${effects},"events":${events},"input":${input}}`);

/** The same, of the step itself. */
export const stepHash = (sha256: Sha256, previousHash: string, step: Parameters<typeof stepTexts>[0]): string =>
  chainHash(sha256, previousHash, stepTexts(step));
