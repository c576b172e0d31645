// The journal of a real session, changed behind the program's back: `replay --verify` names the step, whatever byte or row it was.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Verification } from '../../src/main/app/verifyJournal.ts';
import { replayJournal } from '../../src/main/cli/replayJournal.ts';
import { openForedeckStore } from '../../src/main/store/foredeckStore.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';
import { need } from '../../src/shared/assert.ts';
import { DAY_MS } from '../../src/shared/time.ts';
import { busyHost } from '../builders/busyHost.ts';
import { aCommandContext } from '../builders/commandContext.ts';
import { HostRun } from '../builders/hostRun.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

const [TAB, NEW_LINE] = [9, 10];

/** Steps: the first one of some rows, and the last of all. */
interface Rows {
  readonly first: number;
  readonly some: number;
  readonly last: number;
  readonly end: number;
  /** The hash of the step before the last row. */
  readonly kept: string;
  /** The hash of the step before the last one. */
  readonly before: string;
}

interface Block {
  readonly firstSeq: number;
  readonly text: Buffer;
}

let run: HostRun;
let connection: HostRun['host']['id'];

beforeAll(async () => {
  run = await HostRun.started(busyHost('tampering', 1));
  await run.pass(DAY_MS);
  await run.host.stop();
  expect(run.failures).toEqual([]);
  connection = run.host.id;
});

/** The session's journal on a disk: the same commits, one by one. */
function aJournal(): { readonly dataDir: string; readonly raw: Database.Database; readonly blocks: readonly Block[] } {
  const dataDir = tempFolder();
  const store = openForedeckStore(dataDir, { clock: { now: () => toEpochMs(0) } });
  for (const commit of run.journal.commits) store.journal.commit(commit);
  store.journal.saveSnapshot(need(run.journal.latestSnapshot(connection), 'a snapshot'));
  store.close();
  const raw = new Database(join(dataDir, 'foredeck.db'));
  onTestFinished(() => void raw.close());
  const blocks = raw
    .prepare<[], Block>('select first_seq as firstSeq, cast(steps as blob) as text from journal_blocks order by 1')
    .all();
  return { dataDir, raw, blocks };
}

async function verify(dataDir: string): Promise<{ readonly code: number; readonly found: Verification }> {
  const { context, answers } = aCommandContext({ dataDir });
  const code = await replayJournal(undefined, context);
  return { code, found: answers[0]?.value as Verification };
}

const setText = (raw: Database.Database, firstSeq: number, text: Buffer): void =>
  void raw.prepare('update journal_blocks set steps = cast(? as text) where first_seq = ?').run(text, firstSeq);

describe('replay --verify', () => {
  it('takes the untouched journal again', async () => {
    const { dataDir, blocks } = aJournal();
    const { code, found } = await verify(dataDir);
    expect({ code, ...found }).toMatchObject({ code: 0, identical: true, firstDifference: null });
    expect(blocks.length).toBeGreaterThan(20);
    expect(run.events.filter(({ kind }) => kind === 'tradeClosed').length).toBeGreaterThan(5);
  });

  it('names the step of any byte that was changed', async () => {
    const { dataDir, raw, blocks } = aJournal();
    const anywhere = fc
      .nat(blocks.length - 1)
      .chain((block) =>
        fc.record({ block: fc.constant(block), at: fc.nat(need(blocks[block], 'a block').text.length - 1) }),
      );
    const separators = blocks.flatMap(({ text }, block) =>
      [...text.keys()].filter((at) => text[at] === TAB || text[at] === NEW_LINE).map((at) => ({ block, at })),
    );
    const places = fc.oneof(anywhere, fc.constantFrom(...separators));
    const bytes = fc.oneof(fc.nat(255), fc.constantFrom(TAB, NEW_LINE));
    const property = fc.asyncProperty(places, bytes, async ({ block, at }, byte) => {
      const { firstSeq, text } = need(blocks[block], 'a block');
      fc.pre(text[at] !== byte);
      const changed = Buffer.from(text);
      changed[at] = byte;
      setText(raw, firstSeq, changed);
      const { code, found } = await verify(dataDir);
      setText(raw, firstSeq, text);
      const linesBefore = text.subarray(0, at).filter((one) => one === NEW_LINE).length;
      expect([code, found.identical, found.firstDifference?.seq]).toEqual([1, false, firstSeq + linesBefore]);
    });
    await fc.assert(property, { numRuns: 80 });
  });

  it.each<[string, (rows: Rows) => string, (rows: Rows) => number]>([
    [
      'the first row deleted',
      ({ first }) => `delete from journal_blocks where first_seq = ${first}`,
      ({ first }) => first,
    ],
    ['a row deleted', ({ some }) => `delete from journal_blocks where first_seq = ${some}`, ({ some }) => some],
    ['the last row deleted', ({ last }) => `delete from journal_blocks where first_seq = ${last}`, ({ last }) => last],
    [
      'two rows swapped',
      ({ some, last }) =>
        `update journal_blocks set steps = (select steps from journal_blocks b where b.first_seq = ${some} + ${last}` +
        ` - journal_blocks.first_seq) where first_seq in (${some}, ${last})`,
      ({ some }) => some,
    ],
    [
      'a row numbered anew',
      ({ some }) => `update journal_blocks set first_seq = first_seq + 1 where first_seq = ${some}`,
      ({ some }) => some,
    ],
    ['the end moved back', () => `update journals set last_hash = 'x'`, ({ end }) => end],
    [
      'the end moved back a step, hash and all',
      ({ end, before }) => `update journals set last_seq = ${end} - 1, last_hash = '${before}'`,
      ({ end }) => end,
    ],
    ['the end deleted', () => 'delete from journals', ({ end }) => end],
    ['a snapshot changed', () => `update snapshots set state = replace(state, '1', '2')`, ({ end }) => end],
    [
      'the end cut off, and the head with it',
      ({ last, kept }) =>
        `delete from journal_blocks where first_seq = ${last};` +
        `update journals set last_seq = ${last} - 1, last_hash = '${kept}'`,
      ({ last }) => last,
    ],
  ])('names the step: %s', async (_, change, expected) => {
    const { dataDir, raw, blocks } = aJournal();
    const seqs = blocks.map(({ firstSeq }) => firstSeq);
    const last = need(seqs.at(-1), 'a row');
    const steps = [...run.journal.read(connection, 0)];
    const kept = need(steps[last - 2], 'a step').hash;
    const before = need(steps.at(-2), 'a step').hash;
    const rows = { first: 1, some: need(seqs[9], 'a row'), last, end: steps.length, kept, before };
    raw.exec(change(rows));
    const { code, found } = await verify(dataDir);
    expect([code, found.identical, found.firstDifference?.seq]).toEqual([1, false, expected(rows)]);
  });

  it('says in a sentence what it found, and where', async () => {
    const { dataDir, raw } = aJournal();
    raw.exec('delete from journal_blocks where first_seq = 1');
    const { context, answers } = aCommandContext({ dataDir });
    await replayJournal(undefined, context);
    expect(answers[0]?.text).toMatch(
      new RegExp(
        `^${connection}: 0 steps \\(from the first\\) are identical, then step 1 differs \\(missing\\):\n.*missing$`,
      ),
    );
  });
});
