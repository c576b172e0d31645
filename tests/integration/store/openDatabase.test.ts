// Opening market.db in every state it can be found in.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { closeDatabase, inTransaction, openDatabase } from '../../../src/main/store/openDatabase.ts';
import { openMarketStore } from '../../../src/main/store/marketStore.ts';
import { CANDLE_RANGE_SQL } from '../../../src/main/store/repositories/sqliteCandles.ts';
import { INDICATION_RANGE_SQL } from '../../../src/main/store/repositories/sqliteIndications.ts';
import { aCandle } from '../../builders/aCandle.ts';
import { aSeries, columnsOf } from '../../builders/columnsOf.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../src/main/store/migrations/market');
const open = (path: string, migrations = MIGRATIONS) => openDatabase({ path, migrations, synchronous: 'NORMAL' });

/** A data folder whose market.db holds one candle. */
function filled(): string {
  const dataDir = tempFolder();
  const store = openMarketStore(dataDir);
  store.candles.append(aSeries(), columnsOf(aSeries(), [aCandle()]));
  store.close();
  return dataDir;
}
const plan = (client: Database.Database, sql: string, args: number): string =>
  client
    .prepare(`explain query plan ${sql}`)
    .all(...Array<number>(args).fill(1))
    .map((step) => (step as { readonly detail: string }).detail)
    .join('; ');

describe('market.db', () => {
  it('is strict, in WAL mode, and closes without leaving a log', () => {
    const dataDir = filled();
    expect(readdirSync(dataDir)).toEqual(['market.db']);
    const db = open(join(dataDir, 'market.db'));
    expect(db.$client.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.$client.pragma('synchronous', { simple: true })).toBe(1);
    expect(db.$client.pragma('foreign_keys', { simple: true })).toBe(1);
    const tables = db.$client.pragma('table_list') as { name: string; strict: number; wr: number }[];
    const own = tables.filter(({ name }) => !/^(sqlite|__drizzle)/.test(name));
    expect(own.every(({ strict }) => strict === 1)).toBe(true);
    expect(
      own
        .filter(({ wr }) => wr === 1)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['candles', 'indications']);
    closeDatabase(db);
  });

  it('reads ranges by primary key, without sorting', () => {
    const db = open(join(filled(), 'market.db'));
    expect(plan(db.$client, CANDLE_RANGE_SQL, 3)).toBe(
      'SEARCH candles USING PRIMARY KEY (series_id=? AND open_time>? AND open_time<?)',
    );
    expect(plan(db.$client, INDICATION_RANGE_SQL, 4)).toBe(
      'SEARCH indications USING PRIMARY KEY (series_id=? AND set_id=? AND open_time>? AND open_time<?)',
    );
    closeDatabase(db);
  });

  it('is refused when a newer program wrote it', () => {
    const dataDir = filled();
    const raw = new Database(join(dataDir, 'market.db'));
    raw.pragma('user_version = 99');
    raw.close();
    expect(() => openMarketStore(dataDir)).toThrow(
      /has version 99, this program knows versions up to 1: use the newer/,
    );
  });

  it('is refused when its version and its migrations disagree', () => {
    const dataDir = filled();
    const raw = new Database(join(dataDir, 'market.db'));
    raw.exec(
      'delete from __drizzle_migrations; insert into __drizzle_migrations (hash, created_at) values (1, 9e15), (2, 9e15)',
    );
    raw.close();
    expect(() => openMarketStore(dataDir)).toThrow(
      /expected version 1 with as many migrations, found version 1 with 2/,
    );
  });

  it.each([
    ['garbage', (bytes: Buffer) => Buffer.alloc(bytes.length, 'x')],
    ['a damaged header', (bytes: Buffer) => bytes.fill(0xff, 16, 100)],
  ])('is reported as damaged when it is %s, and left as it is', (_, damage) => {
    const dataDir = filled();
    const path = join(dataDir, 'market.db');
    const damaged = damage(readFileSync(path));
    writeFileSync(path, damaged);
    expect(() => openMarketStore(dataDir)).toThrow(/market\.db: it is .*damaged.*move it away/);
    expect(readFileSync(path).equals(damaged)).toBe(true);
  });

  it('is checked after an unclean stop', () => {
    const dataDir = filled();
    const path = join(dataDir, 'market.db');
    const bytes = readFileSync(path);
    // Every page but the first one, which holds the schema.
    writeFileSync(path, bytes.fill(0xff, 4096));
    writeFileSync(`${path}-wal`, '');
    expect(() => openMarketStore(dataDir)).toThrow(/damaged/);
  });

  it('says so when the disk is full, and has changed nothing', () => {
    const db = open(join(tempFolder(), 'market.db'));
    db.$client.pragma(`max_page_count = ${Number(db.$client.pragma('page_count', { simple: true })) + 2}`);
    const insert = db.$client.prepare("insert into series (source, symbol, timeframe) values ('a', ?, '1m')");
    const fill = (): void =>
      inTransaction(db, () => {
        for (let i = 0; i < 20_000; i++) insert.run(`${i}`);
      });
    expect(fill).toThrow(
      expect.objectContaining({
        code: 'NOT_WRITABLE',
        message: expect.stringContaining('disk is full') as string,
      }) as Error,
    );
    expect(db.$client.prepare('select count(*) from series').pluck().get()).toBe(0);
    closeDatabase(db);
  });

  it('says so when its path is a folder', () => {
    const dataDir = tempFolder();
    mkdirSync(join(dataDir, 'market.db'));
    expect(() => openMarketStore(dataDir)).toThrow(expect.objectContaining({ code: 'NOT_WRITABLE' }) as Error);
  });
});

describe('migrations', () => {
  /** The migrations of market.db and one more, which rebuilds `series` as drizzle-kit does it. */
  function oneMore(): string {
    const folder = join(tempFolder(), 'migrations');
    mkdirSync(join(folder, 'meta'), { recursive: true });
    const journalFile = 'meta/_journal.json';
    const journal = JSON.parse(readFileSync(join(MIGRATIONS, journalFile), 'utf8')) as {
      entries: { idx: number; when: number; tag: string }[];
    };
    for (const { tag } of journal.entries) copyFileSync(join(MIGRATIONS, `${tag}.sql`), join(folder, `${tag}.sql`));
    const last = journal.entries.at(-1)!;
    journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: 'next' });
    writeFileSync(join(folder, journalFile), JSON.stringify(journal));
    const steps = [
      'create table new_series (id integer primary key not null, source text not null, symbol text not null, timeframe text not null, note text) strict',
      'insert into new_series select id, source, symbol, timeframe, null from series',
      'drop table series',
      'alter table new_series rename to series',
      `pragma user_version = ${journal.entries.length}`,
    ];
    writeFileSync(join(folder, 'next.sql'), steps.join(';--> statement-breakpoint\n'));
    return folder;
  }

  it('set the version that is their number', () => {
    const db = open(join(tempFolder(), 'market.db'));
    const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as { entries: unknown[] };
    expect(db.$client.pragma('user_version', { simple: true })).toBe(journal.entries.length);
    closeDatabase(db);
  });

  it('keep the rows of a filled database and back it up before', () => {
    const path = join(filled(), 'market.db');
    const db = open(path, oneMore());
    expect(db.$client.prepare('select count(*) from candles').pluck().get()).toBe(1);
    expect(db.$client.prepare('select note from series').all()).toEqual([{ note: null }]);
    closeDatabase(db);
    expect(existsSync(`${path}.v1.bak`)).toBe(true);
    expect(readdirSync(dirname(path)).sort()).toEqual(['market.db', 'market.db.v1.bak']);
    expect(() => open(path)).toThrow(/has version 2, this program knows versions up to 1/);
  });
});
