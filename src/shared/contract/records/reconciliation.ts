// The reconciliation inbox: differences with the venue's account that wait for the trader.
import { z } from 'zod';
import { decimal, id, symbol, time } from '../fields.ts';

export const differenceAction = z.enum(['adopt', 'assign', 'flatten', 'ignore', 'restore']);

/** A difference of one connection. Quantities are net over the account, positive long; the balance is in quote currency. */
export const differenceRow = z.strictObject({
  connection: id,
  /** Another difference, another id: what has changed since it was looked at cannot be settled by it. */
  id: z.string().min(1).max(200),
  kind: z.enum(['order', 'position', 'balance']),
  symbol: symbol.optional(),
  /** Of a position and of the balance; of what is ignored, `theirs` is what may differ. */
  ours: decimal.optional(),
  theirs: decimal.optional(),
  venueOrderId: z.string().optional(),
  since: time,
  text: z.string(),
  isIgnored: z.boolean(),
  /** What can be done, each with what it would do. */
  actions: z.array(z.strictObject({ action: differenceAction, text: z.string() })),
  /** To whom it can be assigned. */
  strategies: z.array(id),
  /** The price there is now, to book a position at. */
  price: decimal.optional(),
});
export type DifferenceRow = z.output<typeof differenceRow>;
export type DifferenceActionName = DifferenceRow['actions'][number]['action'];

/** What is being compared and settles itself. Without a symbol: the whole account. */
export const comparingRow = z.strictObject({ connection: id, symbol: symbol.optional(), text: z.string() });
