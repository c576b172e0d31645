// The answer to every request: a value, or an error from a closed list with a sentence for people. Never a stack, never a path.
import { z } from 'zod';
import { verdictRecord } from './records/signal.ts';

/** Code -> what it means, for people. */
export const ERROR_CODES = {
  BAD_REQUEST: 'The request is not of the form the contract asks for.',
  UNKNOWN_REQUEST: 'There is no request of this name.',
  TOO_LARGE: 'The request is larger than is allowed.',
  TOO_MANY: 'Too many requests at once; the window may ask again in a moment.',
  REFUSED: 'The program understood and said no; the sentence says why.',
  NOT_FOUND: 'What was named does not exist.',
  UNAVAILABLE: 'It cannot be done now: an engine does not run, or the capability is not there yet.',
  STORE: 'The database or a file could not be read or written.',
  CANCELED: 'It was called off.',
  FAULT: 'A fault of the program; the log has more under the correlation id.',
} as const satisfies Readonly<Record<string, string>>;

export type ErrorCode = keyof typeof ERROR_CODES;

export const wireError = z.strictObject({
  code: z.enum(Object.keys(ERROR_CODES) as readonly ErrorCode[]),
  /** A sentence. */
  message: z.string(),
  /** The same as in the log. */
  correlationId: z.string(),
  /** Of an order that was refused: every check that said no. */
  refusals: z.array(verdictRecord).optional(),
  /** Of a request or a file: what was wrong where. */
  problems: z
    .array(
      z.strictObject({
        path: z.string().optional(),
        message: z.string(),
        line: z.int().optional(),
        column: z.int().optional(),
      }),
    )
    .optional(),
});

/** What a refused request gets. */
export type WireError = z.output<typeof wireError>;

export type WireResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };
