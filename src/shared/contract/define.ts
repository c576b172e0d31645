// How requests and streams are written down.
import type { z } from 'zod';

export interface RequestDefinition<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  /** A query changes nothing. A command is accepted or refused now; what comes of it is told by streams. */
  readonly kind: 'query' | 'command';
  /** One line for people. */
  readonly doc: string;
  readonly params: P;
  readonly result: R;
}

type Schemas<P, R> = { readonly params: P; readonly result: R };

export const query = <P extends z.ZodType, R extends z.ZodType>(
  doc: string,
  schemas: Schemas<P, R>,
): RequestDefinition<P, R> => ({ kind: 'query', doc, ...schemas });

export const command = <P extends z.ZodType, R extends z.ZodType>(
  doc: string,
  schemas: Schemas<P, R>,
): RequestDefinition<P, R> => ({ kind: 'command', doc, ...schemas });

/**
 * `conflated`: only the newest item of a key counts. `lossless`: nothing is dropped, and every item that comes from the journal
 * carries its sequence there; a live figure between two such items may be conflated. `snapshot`: the whole, again and again.
 */
export type StreamMode = 'snapshot' | 'conflated' | 'lossless';

export interface StreamDefinition<I extends z.ZodType = z.ZodType> {
  readonly mode: StreamMode;
  readonly doc: string;
  /** In words: which items are the same thing, so that a later one takes the place of an earlier one. */
  readonly key: string;
  readonly item: I;
}

export const stream = <I extends z.ZodType>(mode: StreamMode, doc: string, rest: { key: string; item: I }) =>
  ({ mode, doc, ...rest }) satisfies StreamDefinition<I>;
