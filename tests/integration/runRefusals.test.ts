// What `foredeck run` cannot start on: one sentence, an exit code, and nothing lost or reset.
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busyFolder } from '../fixtures/busyFolder.ts';
import { makeReadOnly, mountedFolder } from '../fixtures/mountedFolder.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { type CliRun, runCli } from './runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'foredeck-traded-'));

/** A folder where it has traded. Without a snapshot, so that a start takes every step again. */
beforeAll(async () => {
  const { code } = await runCli(['--data-dir', busyFolder('', folder), 'run', '--duration', '2s']);
  expect(code).toBe(0);
  change(folder, 'foredeck.db', 'delete from snapshots');
});
afterAll(() => rmSync(folder, { recursive: true }));

function tradedFolder(): string {
  const copy = join(tempFolder(), 'data');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

function change(dataDir: string, file: string, sql: string): void {
  const raw = new Database(join(dataDir, file));
  raw.exec(sql);
  raw.close();
}

const start = (dataDir: string, ...args: readonly string[]): Promise<CliRun> =>
  runCli(['--data-dir', dataDir, '--quiet', ...args, 'run', '--duration', '1ms']);

const bytesOf = (dataDir: string): string => hash('sha256', readFileSync(join(dataDir, 'foredeck.db')));

/** All rows but the starts of the program, and what the database says of itself. */
function rowsOf(dataDir: string): string {
  const raw = new Database(join(dataDir, 'foredeck.db'), { readonly: true });
  const tables = raw.prepare<[], string>("select name from sqlite_schema where type = 'table'").pluck().all();
  const kept = tables.filter((name) => name !== 'runs' && !name.startsWith('sqlite_'));
  const rows = kept.map((name) => [name, raw.prepare(`select * from "${name}"`).all()]);
  raw.close();
  return hash('sha256', JSON.stringify(rows));
}

/** Its last words; the log may have said more before. */
const sentenceOf = ({ stderr }: CliRun): string => stderr.trimEnd().slice(stderr.lastIndexOf('foredeck: '));

const halve = (file: string): void => truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096);

describe('run on a data folder', () => {
  it.each([
    ['foredeck.db', 3],
    ['simulated-exchange.db', 2],
  ])('refuses %s of a newer version', async (file, newest) => {
    const dataDir = tradedFolder();
    change(dataDir, file, 'pragma user_version = 99');
    const before = rowsOf(dataDir);
    const refused = await start(dataDir);
    expect([refused.code, sentenceOf(refused)]).toEqual([
      2,
      `foredeck: ${join(dataDir, file)} has version 99, this program knows versions up to ${String(newest)}: use the newer program that wrote it, or another data folder`,
    ]);
    expect(rowsOf(dataDir)).toBe(before);
    expect((await runCli(['--data-dir', dataDir, 'orders'])).code).toBe(0);
  });

  it.each(['foredeck.db', 'simulated-exchange.db'])('refuses a %s that lost its end', async (file) => {
    const dataDir = tradedFolder();
    halve(join(dataDir, file));
    const before = bytesOf(dataDir);
    const refused = await start(dataDir);
    expect(refused.code).toBe(2);
    expect(sentenceOf(refused)).toMatch(/\.db(?: is damaged: |: it is damaged: ).*restore a backup, or move/);
    if (file === 'foredeck.db') expect(bytesOf(dataDir)).toBe(before);
  });

  it.each([
    ['chain', 'update journal_blocks set steps = replace(steps, \'"qty"\', \'"qtx"\') where first_seq = @seq'],
    ['missing', 'delete from journal_blocks where first_seq = @seq'],
  ])('refuses a journal with a step that is changed or gone (%s), and says how to look at it', async (kind, sql) => {
    const dataDir = tradedFolder();
    const raw = new Database(join(dataDir, 'foredeck.db'));
    const find = "select first_seq from journal_blocks where steps like '%submitOrder%' limit 1";
    const seq = raw.prepare<[], number>(find).pluck().get();
    raw.prepare(sql).run({ seq });
    raw.close();
    const before = rowsOf(dataDir);
    const refused = await start(dataDir);
    expect(refused.code).toBe(2);
    expect(sentenceOf(refused)).toMatch(
      new RegExp(
        `^foredeck: the journal of simulator cannot be taken up at step \\d+ \\(${kind}\\): .*\\. Nothing was changed; ` +
          '"foredeck replay --verify" checks it, "foredeck orders", "positions" and "ledger" still read it; ' +
          'restore a backup, or use another --data-dir$',
      ),
    );
    expect(rowsOf(dataDir)).toBe(before);
    const [verified, orders] = await Promise.all([
      runCli(['--data-dir', dataDir, '--json', 'replay', '--verify']),
      runCli(['--data-dir', dataDir, 'orders']),
    ]);
    expect([verified.code, orders.code]).toEqual([1, 0]);
    expect(JSON.parse(verified.stdout)).toMatchObject({ identical: false, firstDifference: { kind } });
  });

  it('refuses settings of another market, and goes on with the old ones', async () => {
    const dataDir = tradedFolder();
    const before = rowsOf(dataDir);
    for (const setting of ['simulator.seed=another', 'simulator.timeframe=5m']) {
      const refused = await start(dataDir, '--setting', setting);
      expect(refused.code).toBe(2);
      expect(sentenceOf(refused)).toMatch(
        /^foredeck: the simulated exchange in this data folder remembers another market .* take another data folder, or the old settings$/,
      );
      expect(rowsOf(dataDir)).toBe(before);
    }
    expect((await start(dataDir)).code).toBe(0);
  });

  it('knows its market before anything was traded in it', async () => {
    const dataDir = tempFolder();
    expect((await start(dataDir)).code).toBe(0);
    const refused = await start(dataDir, '--setting', 'simulator.seed=another');
    expect([refused.code, sentenceOf(refused)]).toEqual([2, expect.stringMatching(/remembers another market/)]);
  });

  it('refuses a file in its place', async () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, 'mine');
    const refused = await start(file);
    expect([refused.code, sentenceOf(refused), readFileSync(file, 'utf8')]).toEqual([
      2,
      `foredeck: ${file} is a file, not a folder; choose another with --data-dir`,
      'mine',
    ]);
  });

  it('refuses one that it may not write to', async (context) => {
    const dataDir = mountedFolder(context, 40);
    cpSync(folder, dataDir, { recursive: true });
    makeReadOnly(dataDir);
    const refused = await start(dataDir);
    expect([refused.code, sentenceOf(refused)]).toEqual([
      2,
      `foredeck: folder ${dataDir} is on a read-only file system; choose another with --data-dir`,
    ]);
  });
});

describe('run with wrong usage', () => {
  it.each([
    [
      ['--connection', 'simulater'],
      'expected one of the connections simulator, replay, loopback, found "simulater"; did you mean "simulator"?',
    ],
    [['--connection', 'replay'], 'replay.candles names no candle file'],
    [['--duration', 'soon'], 'Expected a time such as 60s, 5m or 2h.'],
    [['--duration', '0'], 'Expected a time such as 60s, 5m or 2h.'],
    [['--speed', '0'], 'Expected a number from 0.1 to 10000.'],
    [['--speed', '10001'], 'Expected a number from 0.1 to 10000.'],
  ])('%j ends with 2 and a sentence', async (args, sentence) => {
    const dataDir = tempFolder();
    const { code, stdout, stderr } = await runCli(['--data-dir', dataDir, 'run', ...args]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(sentence) as string,
    });
  });
});
