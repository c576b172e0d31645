// The fields that requests and records are made of: bounded on the way in, plain on the way out. Money is decimal text, times are
// epoch ms UTC.
import { z } from 'zod';
import type { Decimal } from '../money.ts';
import { TIMEFRAMES } from '../time.ts';

/** A domain value as it goes over the wire: decimals as text, arrays and records as plain copies. */
export type Wire<T> = T extends Decimal
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? Wire<Item>[]
      : { -readonly [Key in keyof T]: Wire<T[Key]> };

type KeysOf<T> = T extends unknown ? keyof T : never;

/** Takes the schema of a domain type: compiles only where every value of that type fits it, with all its fields. */
export const recordOf =
  <T>() =>
  <S extends z.ZodType>(
    schema: Wire<T> extends z.input<S>
      ? [Exclude<KeysOf<Wire<T>>, KeysOf<z.input<S>>>] extends [never]
        ? S
        : never
      : never,
  ): S =>
    schema;

/** Decimal text of any sign, in plain notation. */
export const decimal = z.string().regex(/^-?\d{1,40}(?:\.\d{1,40})?$/, 'expected decimal text such as "12.5"');
/** Decimal text above zero. */
export const positiveDecimal = z
  .string()
  .regex(/^(?!0+(?:\.0*)?$)\d{1,20}(?:\.\d{1,20})?$/, 'expected decimal text above zero such as "12.5"');
/** Epoch ms UTC. */
export const time = z.int().min(0).max(8.64e15);
/** A name of ours: connection, strategy, model, order, job. */
export const id = z.string().min(1).max(128);
export const symbol = z.string().min(1).max(40);
export const timeframe = z.enum(TIMEFRAMES);
/** 0..1. */
export const share = z.number().min(0).max(1);
export const count = z.int().min(0);
/** Free text from a person. */
export const text = z.string().trim().min(1).max(500);

/** Why a person asks for it: kept in the audit trail. */
export const reason = z.string().trim().min(1).max(500);
/** The same where the click says it all. */
export const optionalReason = text.default('asked for in the window');

export const nothing = z.strictObject({});

/** Numbers of a plot as one column: looked through in a plain loop, because a schema per element is what makes big answers slow. */
export const column = z.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'number'),
  'expected numbers',
);
/** Long columns: 64-bit floats, little-endian, in base64; NaN where a value is absent. */
export const packedColumn = z.string();

/** Candles of a chart, ascending. */
export const candleFields = {
  symbol,
  timeframe,
  openTime: packedColumn,
  open: packedColumn,
  high: packedColumn,
  low: packedColumn,
  close: packedColumn,
  volume: packedColumn,
  /** Older ones may exist; an empty page is the end. */
  hasMore: z.boolean(),
  /** Spans without candles, [from, to). */
  gaps: z.array(z.strictObject({ from: time, to: time, isOutage: z.boolean() })),
};

/** Which records: absent is all. Times are the connection's own, `from` inclusive, `to` exclusive. */
export const filterFields = {
  connection: id.optional(),
  strategy: id.optional(),
  symbol: symbol.optional(),
  from: time.optional(),
  to: time.optional(),
};
/** The newest so many. */
export const limit = z.int().min(1).max(5000).default(200);

/** A page of records; `hasMore`: older ones exist, ask again with `to` (or `before`) set to the oldest time seen. */
export const pageOf = <S extends z.ZodType>(item: S) => z.strictObject({ items: z.array(item), hasMore: z.boolean() });
export const listOf = <S extends z.ZodType>(item: S) => z.strictObject({ items: z.array(item) });
