// What is said over the control socket: one line of canonical JSON asks, one line answers. Either side may be another version.
import { z } from 'zod';
import { positiveDecimal } from '../../../shared/contract/fields.ts';
import { comparingRow, differenceAction, differenceRow } from '../../../shared/contract/records/reconciliation.ts';
import { toConnectionId, toStrategyId } from '../../../shared/domain/ids.ts';
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import { APP_ERROR_CODES } from '../../../shared/errors.ts';
import type { ControlOutcome, InstanceInfo } from '../control.ts';
import type { InboxView } from '../views/inboxView.ts';
import { instanceInfoSchema } from './instanceFile.ts';

/** A longer request is refused. */
export const MOST_REQUEST_CHARACTERS = 64 * 1024;

const connection = z.string().min(1).max(100).transform(toConnectionId).optional();
const reason = z.string().trim().min(1, 'expected a reason in words').max(500);

const commandSchema = z.strictObject({
  method: z.literal('command'),
  command: z.strictObject({ type: z.enum(['halt', 'killSwitch', 'resume']) }),
  /** Absent: every connection. */
  connection,
  reason,
});

const settleSchema = z.strictObject({
  method: z.literal('settle'),
  connection,
  id: z.string().min(1).max(200),
  action: differenceAction,
  strategy: z.string().min(1).max(128).transform(toStrategyId).optional(),
  price: positiveDecimal.optional(),
  reason,
});

export const requestSchema = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('who') }),
  z.strictObject({ method: z.literal('status') }),
  z.strictObject({ method: z.literal('openWindow') }),
  z.strictObject({ method: z.literal('inbox'), connection }),
  settleSchema,
  commandSchema,
]);

export type ControlRequest = z.output<typeof requestSchema>;

export const answerSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({
    ok: z.literal(false),
    error: z.strictObject({ code: z.enum(APP_ERROR_CODES), message: z.string() }),
  }),
]);

export type ControlAnswer = z.output<typeof answerSchema>;

const ms = z.number().nullable();

const outcomeSchema = z.object({
  connection: z.string().transform(toConnectionId),
  isAccepted: z.boolean(),
  detail: z.string(),
  tookMs: z.object({ canceled: ms, flat: ms, verified: ms }).exactOptional(),
});

/** What each method answers. */
export interface ControlAnswers {
  readonly who: InstanceInfo;
  /** Whose window it is. */
  readonly openWindow: InstanceInfo;
  readonly status: readonly EngineStatus[];
  readonly inbox: InboxView;
  readonly settle: ControlOutcome;
  readonly command: readonly ControlOutcome[];
}

export const valueSchemas: { readonly [Method in keyof ControlAnswers]: z.ZodType<ControlAnswers[Method]> } = {
  who: instanceInfoSchema,
  openWindow: instanceInfoSchema,
  // Made by `encode` from exactly this; only that it is a list of something is looked at again.
  status: z.array(z.custom<EngineStatus>((value) => typeof value === 'object' && value !== null)),
  inbox: z.object({ items: z.array(differenceRow), comparing: z.array(comparingRow) }),
  settle: outcomeSchema,
  command: z.array(outcomeSchema),
};
