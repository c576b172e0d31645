// A lock on a file that ends with the process that holds it, however that ends: the operating system keeps it for an open
// SQLite transaction. Nothing is ever written to the file, and nothing else may open it: closing a second handle of the same
// process would give the lock away.
import Database from 'better-sqlite3';
import { storeFailure } from './storeFailure.ts';

/** Of two that start at once, one gets the lock while the other waits; whoever waits this long has lost. */
const WAIT_MS = 400;

/** Held for the life of the process: a lock nobody refers to would be collected, and be free. */
const held = new Set<Database.Database>();

/** Takes the lock on the file at `path`, made if need be, and returns what releases it; undefined: another holds it. */
export function takeInstanceLock(path: string): (() => void) | undefined {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(path, { timeout: WAIT_MS });
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return undefined;
    throw storeFailure(error, path);
  }
  const taken = lock;
  held.add(taken);
  return () => {
    held.delete(taken);
    taken.close();
  };
}
