// What goes between a window and the program, whatever carries it: one JSON document per message.
import { z } from 'zod';
import type { WireResult } from './result.ts';
import type { ItemOf, StreamName } from './streams.ts';

/** A place in a stream; `boot` names the run of the program, so that a place of another run is not taken for one of this. */
export interface StreamPlace {
  readonly boot: string;
  readonly seq: number;
}

/** Items of one stream. A snapshot replaces everything the window had of it. `seq` is the place after them. */
export type Envelope<S extends StreamName = StreamName> = S extends StreamName
  ? StreamPlace & {
      readonly stream: S;
      readonly kind: 'snapshot' | 'delta';
      readonly items: readonly ItemOf<S>[];
    }
  : never;

const place = z.strictObject({ boot: z.string().max(64), seq: z.int().min(0) });

/** From the window. `params` and names are checked where they are handled. */
export const windowMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('request'),
    /** Of the window; the response carries it. */
    id: z.int().min(0),
    name: z.string().max(64),
    params: z.unknown(),
  }),
  /** `since`: the last place seen; what came after is sent again where it is still kept, else a snapshot. */
  z.strictObject({ type: z.literal('subscribe'), stream: z.string().max(64), since: place.optional() }),
  z.strictObject({ type: z.literal('unsubscribe'), stream: z.string().max(64) }),
  /** The batch has been taken in; without these nothing more is sent after a few batches. */
  z.strictObject({ type: z.literal('acknowledge'), batch: z.int().min(0) }),
  /** A hidden window gets only what must not be lost. */
  z.strictObject({ type: z.literal('visibility'), isVisible: z.boolean() }),
]);
export type WindowMessage = z.output<typeof windowMessage>;

/** To the window. */
export type ProgramMessage =
  | { readonly type: 'response'; readonly id: number; readonly result: WireResult<unknown> }
  | { readonly type: 'batch'; readonly batch: number; readonly envelopes: readonly Envelope[] };
