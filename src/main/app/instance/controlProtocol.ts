// What is said over the control socket: one line of canonical JSON asks, one line answers. Either side may be another version.
import { z } from 'zod';
import { toConnectionId } from '../../../shared/domain/ids.ts';
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import { APP_ERROR_CODES } from '../../../shared/errors.ts';
import type { ControlOutcome, InstanceInfo } from '../control.ts';
import { instanceInfoSchema } from './instanceFile.ts';

/** A longer request is refused. */
export const MOST_REQUEST_CHARACTERS = 64 * 1024;

const commandSchema = z.strictObject({
  method: z.literal('command'),
  command: z.strictObject({ type: z.enum(['halt', 'killSwitch', 'resume']) }),
  /** Absent: every connection. */
  connection: z.string().min(1).max(100).transform(toConnectionId).optional(),
  reason: z.string().trim().min(1, 'expected a reason in words').max(500),
});

export const requestSchema = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('who') }),
  z.strictObject({ method: z.literal('status') }),
  z.strictObject({ method: z.literal('openWindow') }),
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

/** What each method answers. */
export interface ControlAnswers {
  readonly who: InstanceInfo;
  /** Whose window it is. */
  readonly openWindow: InstanceInfo;
  readonly status: readonly EngineStatus[];
  readonly command: readonly ControlOutcome[];
}

export const valueSchemas: { readonly [Method in keyof ControlAnswers]: z.ZodType<ControlAnswers[Method]> } = {
  who: instanceInfoSchema,
  openWindow: instanceInfoSchema,
  // Made by `encode` from exactly this; only that it is a list of something is looked at again.
  status: z.array(z.custom<EngineStatus>((value) => typeof value === 'object' && value !== null)),
  command: z.array(
    z.object({
      connection: z.string().transform(toConnectionId),
      isAccepted: z.boolean(),
      detail: z.string(),
      tookMs: z.object({ canceled: ms, flat: ms, verified: ms }).exactOptional(),
    }),
  ),
};
