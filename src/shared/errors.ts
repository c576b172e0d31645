// Infrastructure failures: disk, process, network. Only an adapter's retry policy looks at `retryable`.

/** FAULT: a bug of ours that was met elsewhere, in another process for example. */
export const APP_ERROR_CODES = [
  'BAD_INPUT',
  'NOT_FOUND',
  'NOT_WRITABLE',
  'STORE',
  'UNREACHABLE',
  'CANCELED',
  'FAULT',
] as const;
export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  readonly retryable: boolean;

  constructor(
    code: AppErrorCode,
    message: string,
    options: { readonly retryable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable === true;
  }
}
