// Opens a SQLite file safely: readable, undamaged, of a version this program knows, migrated. Whatever is wrong ends in an
// `AppError` whose sentence says what to do.
import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { AppError } from '../../shared/errors.ts';
import { makeFolder } from '../config/makeFolder.ts';
import { systemErrorText } from '../config/systemError.ts';
import { storeFailure } from './storeFailure.ts';

export type Sqlite = Database.Database;
export type OpenedDatabase = BetterSQLite3Database & { readonly $client: Sqlite };

export interface OpenDatabaseOptions {
  readonly path: string;
  /** Folder of drizzle migrations; its count is the version of the database. */
  readonly migrations: string;
  readonly synchronous: 'NORMAL' | 'FULL';
  /** Tables too big to be checked at the start after an unclean stop: reading them has to find the damage. */
  readonly uncheckedTables?: readonly string[];
  /** True: a file created now can give freed pages back (`PRAGMA incremental_vacuum`). */
  readonly canShrink?: boolean;
}

/** Of pages kept in memory: what is written is rarely read again, and the operating system keeps the file as well. */
const CACHE_KIB = 2000;

/** Creates or opens the file and brings it to the newest version. */
export function openDatabase(options: OpenDatabaseOptions): OpenedDatabase {
  const { path, migrations, synchronous, uncheckedTables = [], canShrink = false } = options;
  try {
    makeFolder(dirname(path));
  } catch (error) {
    const what = `expected a folder for ${path}: ${systemErrorText(error)}`;
    throw new AppError('NOT_WRITABLE', what, { retryable: true, cause: error });
  }
  // A clean close removes the write-ahead log.
  const wasLeftOpen = existsSync(`${path}-wal`);
  let client: Sqlite | undefined;
  try {
    client = new Database(path);
    const isNew = client.pragma('page_count', { simple: true }) === 0;
    if (isNew && canShrink) client.pragma('auto_vacuum = INCREMENTAL');
    client.pragma('journal_mode = WAL');
    client.pragma(`synchronous = ${synchronous}`);
    client.pragma(`cache_size = -${CACHE_KIB}`);
    if (wasLeftOpen) checkQuickly(client, path, uncheckedTables);
    else checkLength(client, path);
    const db = drizzle(client);
    bringUpToDate(db, path, migrations);
    client.pragma('foreign_keys = ON');
    // After an unclean stop time counts, and nothing depends on it.
    if (!wasLeftOpen) client.pragma('optimize = 0x10002');
    return db;
  } catch (error) {
    client?.close();
    throw storeFailure(error, path);
  }
}

/** Opens what is there, of this version or a newer one, while another process may write. Creates and changes nothing. */
export function openForReading({ path, migrations }: Pick<OpenDatabaseOptions, 'path' | 'migrations'>): OpenedDatabase {
  if (!existsSync(path)) throw new AppError('NOT_FOUND', `${path} does not exist: nothing has been stored there yet`);
  let client: Sqlite | undefined;
  try {
    client = new Database(path, { readonly: true, fileMustExist: true });
    const known = readMigrationFiles({ migrationsFolder: migrations }).length;
    const version = versionOf(client);
    if (version < known) {
      const found = `${path} has version ${version}, reading it needs version ${known}`;
      throw new AppError('BAD_INPUT', `${found}: start the program once to bring it up to date`);
    }
    return drizzle(client);
  } catch (error) {
    client?.close();
    throw storeFailure(error, path);
  }
}

/** Closes the file; the last one to close it removes the write-ahead log. Never throws because of the disk. */
export function closeDatabase({ $client: client }: OpenedDatabase): void {
  try {
    if (!client.readonly) client.pragma('optimize');
  } catch (error) {
    // A full disk: what this would have written only makes queries faster.
    if (!(error instanceof Database.SqliteError)) throw error;
  } finally {
    client.close();
  }
}

/** What SQLite refuses in `work` comes as an `AppError`. */
export function guarded<T>(db: OpenedDatabase, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeFailure(error, db.$client.name);
  }
}

/** All of `work` or none of it; the write lock is taken at once. */
export function inTransaction<T>(db: OpenedDatabase, work: () => T): T {
  return guarded(db, () => db.$client.transaction(work).immediate());
}

function checkQuickly(client: Sqlite, path: string, unchecked: readonly string[]): void {
  const names = client.prepare<[], string>("select name from sqlite_schema where type = 'table'").pluck().all();
  const checks = unchecked.length === 0 ? ['1'] : names.filter((name) => !unchecked.includes(name));
  for (const check of checks) {
    const found = client.pragma(`quick_check(${check})`, { simple: true });
    if (found !== 'ok') throw new AppError('STORE', `${path} is damaged (${String(found)}): ${WHAT_TO_DO}`);
  }
}

/** A file that lost its end opens like any other. */
function checkLength(client: Sqlite, path: string): void {
  const expected =
    Number(client.pragma('page_count', { simple: true })) * Number(client.pragma('page_size', { simple: true }));
  const { size } = statSync(path);
  if (size >= expected) return;
  throw new AppError('STORE', `${path} is damaged: expected ${expected} bytes, found ${size}: ${WHAT_TO_DO}`);
}

/** With a database that is damaged beyond what SQLite can mend. */
const WHAT_TO_DO = 'restore a backup, or move the file away to start with an empty one';

function bringUpToDate(db: OpenedDatabase, path: string, migrationsFolder: string): void {
  const client = db.$client;
  const known = readMigrationFiles({ migrationsFolder }).length;
  const version = versionOf(client);
  if (version > known) {
    const found = `${path} has version ${version}, this program knows versions up to ${known}`;
    throw new AppError('BAD_INPUT', `${found}: use the newer program that wrote it, or another data folder`);
  }
  if (version < known) {
    if (version > 0) backUp(client, `${path}.v${version}.bak`);
    // On: rebuilding a table would delete the rows that refer to it.
    client.pragma('foreign_keys = OFF');
    migrate(db, { migrationsFolder });
    const orphans = client.pragma('foreign_key_check') as readonly unknown[];
    if (orphans.length > 0) {
      throw new AppError(
        'STORE',
        `${path}: ${orphans.length} rows refer to missing ones after migration: ${WHAT_TO_DO}`,
      );
    }
  }
  const applied = db.get<{ readonly n: number }>(sql`select count(*) as n from __drizzle_migrations`).n;
  const now = versionOf(client);
  if (now !== known || applied !== known) {
    const found = `version ${now} with ${applied} migrations applied`;
    throw new AppError(
      'STORE',
      `${path}: expected version ${known} with as many migrations, found ${found}: ${WHAT_TO_DO}`,
    );
  }
}

const versionOf = (client: Sqlite): number => Number(client.pragma('user_version', { simple: true }));

function backUp(client: Sqlite, target: string): void {
  rmSync(target, { force: true });
  client.prepare('VACUUM INTO ?').run(target);
}
