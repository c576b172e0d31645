// Why a request gets no answer, as handlers say it, and as the window is told. Never a stack, never a path.
import type { ErrorCode, WireError } from '../../shared/contract/result.ts';
import { AppError, type AppErrorCode } from '../../shared/errors.ts';

type Details = Pick<WireError, 'refusals' | 'problems'>;

/** A "no" of the domain or the contract; its message is a sentence for people. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ErrorCode;
  readonly details: Details;

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

const CODES: Readonly<Record<AppErrorCode, ErrorCode>> = {
  BAD_INPUT: 'REFUSED',
  NOT_FOUND: 'NOT_FOUND',
  NOT_WRITABLE: 'STORE',
  STORE: 'STORE',
  UNREACHABLE: 'UNAVAILABLE',
  CANCELED: 'CANCELED',
  FAULT: 'FAULT',
};

const FAULT = 'Something went wrong inside the program; the log has more under this id.';

/** What the window is told of whatever was thrown. */
export function toWireError(error: unknown, correlationId: string): WireError {
  if (error instanceof RequestError)
    return { code: error.code, message: withoutPaths(error.message), correlationId, ...error.details };
  if (error instanceof AppError && error.code !== 'FAULT')
    return { code: CODES[error.code], message: withoutPaths(error.message), correlationId };
  return { code: 'FAULT', message: FAULT, correlationId };
}

/** Absolute paths of this machine are of no use in the window and none of its business: their last part stays. */
const PATH = /(?<![\w/\\])(?:[A-Za-z]:)?(?:[\\/][^\s\\/:;,"'()<>]+)+[\\/]([^\s\\/:;,"'()<>]*)/g;

export const withoutPaths = (text: string): string => text.replace(PATH, '$1');
