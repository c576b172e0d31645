// What the operating system refused, as a sentence.

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'is not accessible: permission denied',
  EPERM: 'is not accessible: operation not permitted',
  EROFS: 'is on a read-only file system',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'has a part that is a file, not a folder',
  EEXIST: 'exists already',
  ENOSPC: 'cannot be written: the disk is full',
};

/** True for errors of the file system that the user can do something about. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && Object.hasOwn(REASONS, (error as NodeJS.ErrnoException).code ?? '');

/** `candles.csv does not exist`. */
export function systemErrorText(error: unknown, path?: string): string {
  if (!isSystemError(error)) return `${path ?? 'file'}: ${error instanceof Error ? error.message : String(error)}`;
  return `${path ?? error.path ?? 'file'} ${REASONS[error.code ?? ''] ?? error.message}`;
}
