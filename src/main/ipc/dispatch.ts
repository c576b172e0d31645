// One request in, one answer out: found by name, checked by its schema, handled, checked again. Knows no transport.
import type { z } from 'zod';
import { type CheckedParamsOf, isRequestName, REQUESTS, type RequestName } from '../../shared/contract/requests.ts';
import type { WireResult } from '../../shared/contract/result.ts';
import { didYouMean } from '../../shared/nearest.ts';
import type { Logger } from '../logging/logger.ts';
import { RequestError, toWireError } from './requestError.ts';

type Answer<N extends RequestName> = z.input<(typeof REQUESTS)[N]['result']>;

/** One per request; throws `RequestError` or `AppError` for a no. */
export type Handlers = {
  readonly [N in RequestName]: (params: CheckedParamsOf<N>) => Answer<N> | Promise<Answer<N>>;
};

export interface DispatchOptions {
  readonly handlers: Handlers;
  readonly log: Logger;
  /** Ids that the log and the window share. */
  readonly nextId: () => string;
}

export type Dispatch = (request: { readonly name: string; readonly params: unknown }) => Promise<WireResult<unknown>>;

/** Never rejects. */
export const createDispatch =
  (options: DispatchOptions): Dispatch =>
  async ({ name, params }) => {
    const correlationId = options.nextId();
    try {
      return { ok: true, value: await answer(options, name, params) };
    } catch (error) {
      const told = toWireError(error, correlationId);
      const level = told.code === 'FAULT' ? 'error' : 'info';
      // Everything there is to say stays here; the window gets the sentence.
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      options.log[level]('a request was not answered', {
        ...{ request: name.slice(0, 64), correlationId, code: told.code },
        ...(told.code === 'FAULT' ? { error: detail } : { reason: told.message }),
      });
      return { ok: false, error: told };
    }
  };

async function answer({ handlers }: DispatchOptions, name: string, params: unknown): Promise<unknown> {
  if (!isRequestName(name)) {
    const known = Object.keys(REQUESTS);
    throw new RequestError(
      'UNKNOWN_REQUEST',
      `there is no request "${name.slice(0, 64)}"${didYouMean(name.slice(0, 64), known)}`,
    );
  }
  const definition = REQUESTS[name];
  const checked = definition.params.safeParse(params);
  if (!checked.success) throw malformed(name, checked.error);
  const handle = handlers[name] as (params: unknown) => unknown;
  const result = definition.result.safeParse(await handle(checked.data));
  // Ours, not the window's: it is told of a fault, the log of the place.
  if (!result.success)
    throw new Error(`the answer to ${name} breaks the contract: ${issuesOf(result.error).join('; ')}`);
  return result.data;
}

/** Problems of one request that are told. */
const TOLD = 10;

function malformed(name: string, error: z.ZodError): RequestError {
  const problems = error.issues
    .slice(0, TOLD)
    .map(({ path, message }) => ({ path: path.map(String).join('.').slice(0, 200), message: message.slice(0, 300) }));
  const [first] = problems;
  const where = first === undefined || first.path === '' ? '' : ` (${first.path})`;
  return new RequestError('BAD_REQUEST', `${name}: ${first?.message ?? 'not of the expected form'}${where}`, {
    problems,
  });
}

const issuesOf = (error: z.ZodError): readonly string[] =>
  error.issues.slice(0, TOLD).map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
