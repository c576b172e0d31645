// foredeck.db in every state it can be found in: opened, refused, read while another writes.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ForedeckStore, openForedeckStore } from '../../../src/main/store/foredeckStore.ts';
import { BLOCK_SQL } from '../../../src/main/store/journal/stepReader.ts';
import { openForReading } from '../../../src/main/store/openDatabase.ts';
import {
  NEXT_STRATEGY_SQL,
  NEXT_SYMBOL_SQL,
  RECORDS_SQL,
} from '../../../src/main/store/repositories/sqliteDecisions.ts';
import { CURVE_SQL, listQuery, LISTS } from '../../../src/main/store/repositories/sqliteTrading.ts';
import { toEpochMs, toStrategyId } from '../../../src/shared/domain/ids.ts';
import { aCommit, aSnapshot, CONNECTION, stepsAfter } from '../../builders/journalSteps.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../src/main/store/migrations/foredeck');
const clock = { now: () => toEpochMs(5) };
const open = (dataDir: string): ForedeckStore => {
  const store = openForedeckStore(dataDir, { clock });
  onTestFinished(() => store.close());
  return store;
};
const openReadOnly = (dataDir: string): ForedeckStore => openForedeckStore(dataDir, { clock, isReadOnly: true });
const fileIn = (dataDir: string): string => join(dataDir, 'foredeck.db');

/** A data folder with `count` steps in foredeck.db. */
function filled(count = 20): string {
  const dataDir = tempFolder();
  const store = openForedeckStore(dataDir, { clock });
  for (let seq = 0; seq < count; seq += 10) {
    store.journal.commit(aCommit(stepsAfter(store.journal.head(CONNECTION), 10, 'x'.repeat(500))));
  }
  store.close();
  return dataDir;
}

describe('foredeck.db', () => {
  it('is strict, in WAL mode, shrinks, and closes without leaving a log', () => {
    const dataDir = filled();
    expect(readdirSync(dataDir)).toEqual(['foredeck.db']);
    const raw = new Database(fileIn(dataDir));
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(raw.pragma('auto_vacuum', { simple: true })).toBe(2);
    const own = (raw.pragma('table_list') as { name: string; strict: number; wr: number }[]).filter(
      ({ name }) => !/^(sqlite|__drizzle)/.test(name),
    );
    expect(own.filter(({ strict }) => strict === 0)).toEqual([]);
    const keyed = own.filter(({ wr }) => wr === 1).map(({ name }) => name);
    expect(keyed.sort()).toEqual([
      ...['decisions', 'equity', 'journal_blocks', 'journals', 'ledger', 'positions', 'predictions'],
    ]);
    raw.close();
  });

  it('remembers when the program was started', () => {
    const store = open(tempFolder());
    store.noteRun('1.0.0');
    store.noteRun('1.1.0');
    expect(store.runs()).toEqual([
      { at: 5, version: '1.0.0' },
      { at: 5, version: '1.1.0' },
    ]);
  });

  it('finds steps, records and rows by key, and sorts nothing', () => {
    const db = openForReading({ path: fileIn(filled()), migrations: MIGRATIONS });
    const plan = (sql: string, ...args: unknown[]): string =>
      (db.$client.prepare(`explain query plan ${sql}`).all(...args) as { readonly detail: string }[])
        .map(({ detail }) => detail)
        .join('; ');
    const key = { connection: CONNECTION, seq: 1 };
    const filter = { strategy: toStrategyId('s'), from: toEpochMs(1), limit: 5 };
    const lists = Object.values(LISTS).map((list) => {
      const { sql, params } = listQuery(db, list, { connection: CONNECTION, filter }).toSQL();
      return plan(sql, ...params);
    });
    const plans = [
      plan(BLOCK_SQL, key),
      plan(RECORDS_SQL, CONNECTION, 'A', 's', 1, 1),
      plan(NEXT_STRATEGY_SQL, CONNECTION, 'A', ''),
      plan(NEXT_SYMBOL_SQL, CONNECTION, ''),
      ...lists,
    ];
    const [positions, quarantine] = [plans[6], plans[12]];
    expect(plans.filter((text) => /SCAN|TEMP B-TREE/.test(text))).toEqual([positions, quarantine]);
    // Grouped by pieces, so that something is sorted; but only what is in the span is looked at.
    expect(plan(CURVE_SQL, 1, CONNECTION, 1, 2)).toMatch(/SEARCH equity USING .*connection=\? AND at>\? AND at<\?/);
    db.$client.close();
  });

  it('can be read while another process writes, and shows what that has committed', () => {
    const dataDir = tempFolder();
    const writer = open(dataDir);
    writer.journal.commit(aCommit(stepsAfter({ seq: 0, hash: '' }, 2)));
    const reader = openReadOnly(dataDir);
    expect(reader.journal.head(CONNECTION).seq).toBe(2);
    writer.journal.commit(aCommit(stepsAfter(writer.journal.head(CONNECTION), 1)));
    expect([...reader.journal.read(CONNECTION, 0)]).toHaveLength(3);
    expect(() => reader.noteRun('1')).toThrow(expect.objectContaining({ code: 'NOT_WRITABLE' }) as Error);
    reader.close();
  });

  it('is neither created nor migrated by reading', () => {
    const dataDir = tempFolder();
    expect(() => openReadOnly(dataDir)).toThrow(
      expect.objectContaining({
        code: 'NOT_FOUND',
        message: expect.stringMatching(/nothing has been stored/) as string,
      }) as Error,
    );
    expect(readdirSync(dataDir)).toEqual([]);
    new Database(fileIn(dataDir)).exec('create table some (thing)').close();
    expect(() => openReadOnly(dataDir)).toThrow(/has version 0, reading it needs version 3: start the program once/);
  });

  it('is refused when a newer program wrote it, but can be read', () => {
    const dataDir = filled();
    const raw = new Database(fileIn(dataDir));
    raw.pragma('user_version = 99');
    raw.close();
    const before = readFileSync(fileIn(dataDir));
    expect(() => openForedeckStore(dataDir, { clock })).toThrow(
      /has version 99, this program knows versions up to 3: use the newer/,
    );
    const reader = openReadOnly(dataDir);
    expect([...reader.journal.read(CONNECTION, 0)]).toHaveLength(20);
    reader.close();
    expect(readFileSync(fileIn(dataDir)).equals(before)).toBe(true);
  });

  it.each([
    ['cut off', (path: string) => truncateSync(path, 40_960)],
    ['cut off in a page', (path: string) => truncateSync(path, 40_000)],
    ['overwritten', (path: string) => writeFileSync(path, readFileSync(path).fill('x'))],
    [
      'overwritten behind its first page, after an unclean stop',
      (path: string) => {
        writeFileSync(path, readFileSync(path).fill(0xff, 4096));
        writeFileSync(`${path}-wal`, '');
      },
    ],
  ])('is reported as damaged when it was %s, and left as it is', (_, damage) => {
    const dataDir = filled(200);
    damage(fileIn(dataDir));
    const damaged = readFileSync(fileIn(dataDir));
    expect(() => openForedeckStore(dataDir, { clock })).toThrow(
      expect.objectContaining({ code: 'STORE', message: expect.stringMatching(/damaged.*move/) as string }) as Error,
    );
    expect(readFileSync(fileIn(dataDir)).equals(damaged)).toBe(true);
  });

  it('goes on after an unclean stop with everything that was committed', () => {
    const dataDir = tempFolder();
    const writer = open(dataDir);
    writer.journal.commit(aCommit(stepsAfter({ seq: 0, hash: '' }, 7)));
    const killed = tempFolder();
    for (const name of readdirSync(dataDir)) copyFileSync(join(dataDir, name), join(killed, name));
    const store = open(killed);
    expect([...store.journal.read(CONNECTION, 0)]).toEqual([...writer.journal.read(CONNECTION, 0)]);
  });

  it('gives the room of pruned steps back to the file system, a piece at a time', () => {
    const dataDir = tempFolder();
    const store = openForedeckStore(dataDir, { clock });
    for (let block = 0; block < 1_000; block++) {
      store.journal.commit(aCommit(stepsAfter(store.journal.head(CONNECTION), 10, 'x'.repeat(400))));
    }
    store.journal.saveSnapshot(aSnapshot(store.journal.head(CONNECTION)));
    const prune = (): boolean =>
      store.journal.prune(CONNECTION, toEpochMs(0), { keepDays: 1, maxMegabytes: 1, decisionDays: 1 });
    expect(prune()).toBe(true);
    while (prune());
    expect([...store.journal.read(CONNECTION, 10_000)]).toEqual([]);
    store.close();
    expect(statSync(fileIn(dataDir)).size).toBeLessThan(500_000);
  });

  it('says so when its path is a folder or below a file', () => {
    const dataDir = tempFolder();
    mkdirSync(fileIn(dataDir));
    expect(() => openForedeckStore(dataDir, { clock })).toThrow(
      expect.objectContaining({ code: 'NOT_WRITABLE' }) as Error,
    );
    writeFileSync(join(dataDir, 'file'), '');
    expect(() => openForedeckStore(join(dataDir, 'file'), { clock })).toThrow(
      expect.objectContaining({ code: 'NOT_WRITABLE' }) as Error,
    );
  });

  it('sets the version that is the number of its migrations', () => {
    const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as { entries: unknown[] };
    const raw = new Database(fileIn(filled()));
    expect(raw.pragma('user_version', { simple: true })).toBe(journal.entries.length);
    raw.close();
  });
});

describe('a full disk', () => {
  /** A file system of four megabytes, or why there is none. */
  function smallDisk(): string | undefined {
    const folder = join(tempFolder(), 'disk');
    mkdirSync(folder);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
    if (mounted.status !== 0) return undefined;
    onTestFinished(() => void spawnSync('umount', ['-l', folder]));
    return folder;
  }

  it('stops commits with nothing half done, and the next one works once there is space', ({ skip }) => {
    const disk = smallDisk();
    if (disk === undefined) return skip('no small file system can be mounted here');
    const ballast = join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc(1_000_000));
    const store = openForedeckStore(disk, { clock });
    onTestFinished(() => store.close());
    const grow = (): void => {
      store.journal.commit(
        aCommit(stepsAfter(store.journal.head(CONNECTION), 10, 'x'.repeat(2_000)), { isDurable: true }),
      );
    };
    const fillUp = (): void => {
      for (let i = 0; i < 1_000; i++) grow();
    };
    expect(fillUp).toThrow(
      expect.objectContaining({
        code: 'NOT_WRITABLE',
        message: expect.stringContaining('disk is full') as string,
      }) as Error,
    );
    const { seq } = store.journal.head(CONNECTION);
    expect(seq % 10).toBe(0);
    expect([...store.journal.read(CONNECTION, 0)]).toHaveLength(seq);
    expect(grow).toThrow(/disk is full/);
    writeFileSync(ballast, '');
    grow();
    expect(store.journal.head(CONNECTION).seq).toBe(seq + 10);
    store.journal.saveSnapshot(aSnapshot(store.journal.head(CONNECTION)));
    expect([...store.journal.read(CONNECTION, 0)]).toHaveLength(seq + 10);
  });

  it('ends opening with a sentence on a read-only file system', ({ skip }) => {
    const disk = smallDisk();
    if (disk === undefined) return skip('no small file system can be mounted here');
    openForedeckStore(disk, { clock }).close();
    spawnSync('mount', ['-o', 'remount,ro', disk]);
    expect(() => openForedeckStore(disk, { clock })).toThrow(
      expect.objectContaining({
        code: 'NOT_WRITABLE',
        message: expect.stringContaining('permissions') as string,
      }) as Error,
    );
    expect(existsSync(fileIn(disk))).toBe(true);
  });
});
