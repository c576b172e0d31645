// What SQLite refused, as an `AppError` that says what to do.
import Database from 'better-sqlite3';
import { AppError, type AppErrorCode } from '../../shared/errors.ts';

interface Explanation {
  readonly code: AppErrorCode;
  readonly text: string;
  readonly retryable?: boolean;
}

/** By the start of SQLite's result code; the first match counts. */
const EXPLANATIONS: readonly (readonly [prefix: string, Explanation])[] = [
  ['SQLITE_FULL', { code: 'NOT_WRITABLE', text: 'the disk is full: free some space and try again', retryable: true }],
  [
    'SQLITE_READONLY',
    {
      code: 'NOT_WRITABLE',
      text: 'it cannot be written: check its permissions and those of its folder',
      retryable: true,
    },
  ],
  [
    'SQLITE_CANTOPEN',
    {
      code: 'NOT_WRITABLE',
      text: 'it cannot be opened as a file: check the path and its permissions',
      retryable: true,
    },
  ],
  ['SQLITE_IOERR', { code: 'STORE', text: 'the disk failed to read or write: check the disk', retryable: true }],
  [
    'SQLITE_BUSY',
    { code: 'STORE', text: 'another program is using it: close that one and try again', retryable: true },
  ],
  ['SQLITE_NOTADB', { code: 'STORE', text: 'it is no database or a damaged one: restore a backup, or move it away' }],
  ['SQLITE_CORRUPT', { code: 'STORE', text: 'it is damaged: restore a backup, or move it away' }],
];

/** The failure of an operation on the database at `path`; what is not SQLite's is given back as it came. */
export function storeFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code, message } = error;
  const known = EXPLANATIONS.find(([prefix]) => code.startsWith(prefix))?.[1];
  const {
    code: appCode,
    text,
    retryable = false,
  }: Explanation = known ?? { code: 'FAULT', text: 'unexpected refusal' };
  return new AppError(appCode, `${path}: ${text} (${code}: ${message})`, { retryable, cause: error });
}
