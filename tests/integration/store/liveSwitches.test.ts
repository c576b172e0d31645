// The live switches and the keys that were issued, on the disk: read as they were written, and added to databases of before them.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openExchangeMemory } from '../../../src/main/store/exchangeMemory.ts';
import { openForedeckStore } from '../../../src/main/store/foredeckStore.ts';
import { closeDatabase, openDatabase } from '../../../src/main/store/openDatabase.ts';
import { toConnectionId, toEpochMs } from '../../../src/shared/domain/ids.ts';
import { START } from '../../builders/aCandle.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../src/main/store/migrations');
const clock = { now: () => START };
const connection = toConnectionId('loopback');

function open(dataDir = tempFolder()) {
  const store = openForedeckStore(dataDir, { clock });
  onTestFinished(() => store.close());
  return store;
}

/** A folder with the first migrations of a database alone. */
function earlier(database: string, count: number): string {
  const [folder, all] = [join(tempFolder(), 'migrations'), join(MIGRATIONS, database)];
  const journal = JSON.parse(readFileSync(join(all, 'meta/_journal.json'), 'utf8')) as { entries: { tag: string }[] };
  const entries = journal.entries.slice(0, count);
  mkdirSync(join(folder, 'meta'), { recursive: true });
  for (const { tag } of entries) cpSync(join(all, `${tag}.sql`), join(folder, `${tag}.sql`));
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  return folder;
}

it('a switch is read as it was saved, in the next run too, and is gone when it is deleted', () => {
  const dataDir = tempFolder();
  const store = open(dataDir);
  const { liveSwitches } = store;
  expect(liveSwitches.find(connection)).toBeUndefined();
  const off = { connection, isLive: false, changedAt: START, reason: 'verified' };
  liveSwitches.save({ ...off, verifiedAt: toEpochMs(5), fingerprint: 'f' });
  expect(liveSwitches.find(connection)).toEqual({ ...off, verifiedAt: 5, fingerprint: 'f' });
  liveSwitches.save(off);
  expect(liveSwitches.find(connection)).toEqual(off);
  const on = { ...off, isLive: true, reason: 'window: go', verifiedAt: toEpochMs(6), fingerprint: 'g' };
  liveSwitches.save(on);
  const again = open(dataDir).liveSwitches;
  expect(again.find(connection)).toEqual(on);
  expect(again.find(toConnectionId('loopback-2'))).toBeUndefined();
  again.delete(connection);
  expect(again.find(connection)).toBeUndefined();
});

it('a database of before the switches keeps its rows, is backed up and gets the table', () => {
  const dataDir = tempFolder();
  const path = join(dataDir, 'foredeck.db');
  const before = openDatabase({ path, migrations: earlier('foredeck', 2), synchronous: 'NORMAL' });
  before.$client.exec(`insert into runs (at, version) values (5, '0.9.0');
    insert into activity (connection, at, level, text) values ('loopback', 7, 'info', 'Connected.');
    insert into equity (connection, at, equity) values ('loopback', 7, '10000')`);
  closeDatabase(before);
  const store = open(dataDir);
  expect(store.runs()).toEqual([{ at: 5, version: '0.9.0' }]);
  expect(store.trading.activity({ connection })).toMatchObject([{ at: 7, text: 'Connected.' }]);
  expect(store.trading.equity({ connection })).toHaveLength(1);
  expect(store.liveSwitches.find(connection)).toBeUndefined();
  expect(existsSync(`${path}.v2.bak`)).toBe(true);
});

it('an exchange of before the keys keeps its memory, issues keys, and forgets one account alone', () => {
  const dataDir = tempFolder();
  const path = join(dataDir, 'simulated-exchange.db');
  const before = openDatabase({ path, migrations: earlier('exchange', 1), synchronous: 'NORMAL' });
  before.$client.exec("insert into memory (connection, text) values ('simulator', 'here'), ('loopback', 'there')");
  closeDatabase(before);
  const [simulator, loopback] = ['simulator', 'loopback'].map((id) => openExchangeMemory(dataDir, toConnectionId(id)));
  onTestFinished(() => [simulator, loopback].forEach((memory) => memory?.close()));
  expect([simulator!.load(), loopback!.load()]).toEqual(['here', 'there']);
  loopback!.keys.add('hash', { canTrade: true, canWithdraw: false, issuedAt: START });
  expect(loopback!.keys.find('hash')).toEqual({ canTrade: true, canWithdraw: false });
  expect([loopback!.keys.find('hush'), simulator!.keys.find('hash')]).toEqual([undefined, undefined]);
  loopback!.forget();
  expect([loopback!.load(), loopback!.keys.find('hash'), simulator!.load()]).toEqual([undefined, undefined, 'here']);
});
