// Whoever changes a byte or a row of the journal is told which step it was, or the chain of hashes tells.
import { hash as digest } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openForedeckStore } from '../../../src/main/store/foredeckStore.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { toEpochMs } from '../../../src/shared/domain/ids.ts';
import { aCommit, aSnapshot, CONNECTION, stepsAfter } from '../../builders/journalSteps.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const clock = { now: () => toEpochMs(5) };
const BLOCK = 10;

/** Five blocks of ten steps, a snapshot after thirty; `change` is made to the file behind the program's back. */
function tampered(change: (raw: Database.Database) => void): () => readonly number[] {
  const dataDir = tempFolder();
  const store = openForedeckStore(dataDir, { clock });
  for (let block = 0; block < 5; block++) {
    store.journal.commit(aCommit(stepsAfter(store.journal.head(CONNECTION), BLOCK)));
    if (block === 2) store.journal.saveSnapshot(aSnapshot(store.journal.head(CONNECTION)));
  }
  store.close();
  const raw = new Database(join(dataDir, 'foredeck.db'));
  change(raw);
  raw.close();
  return () => {
    const reader = openForedeckStore(dataDir, { clock, isReadOnly: true });
    try {
      return [...reader.journal.read(CONNECTION, 0)].map(({ seq }) => seq);
    } finally {
      reader.close();
    }
  };
}
const replaceText = (raw: Database.Database, seq: number, change: (text: string) => string): void => {
  const text = raw.prepare('select steps from journal_blocks where first_seq = ?').pluck().get(seq) as string;
  raw.prepare('update journal_blocks set steps = ? where first_seq = ?').run(change(text), seq);
};

describe('a journal that was changed behind our back', () => {
  it.each<[string, (raw: Database.Database) => void, RegExp]>([
    [
      'a block deleted',
      (raw) => raw.exec('delete from journal_blocks where first_seq = 21'),
      /steps 21 to 30 of simulator are missing/,
    ],
    [
      'the first block deleted',
      (raw) => raw.exec('delete from journal_blocks where first_seq = 1'),
      /steps 1 to 10 of simulator are missing/,
    ],
    [
      'the last block deleted',
      (raw) => raw.exec('delete from journal_blocks where first_seq = 41'),
      /steps 41 to 50 of simulator are missing/,
    ],
    ['every block deleted', (raw) => raw.exec('delete from journal_blocks'), /steps 1 to 50 of simulator are missing/],
    [
      'a block renumbered',
      (raw) => raw.exec('update journal_blocks set first_seq = 12 where first_seq = 11'),
      /step 11 of simulator is missing/,
    ],
    [
      'a line deleted',
      (raw) => replaceText(raw, 11, (text) => text.split('\n').slice(1).join('\n')),
      /step 20 of simulator is missing/,
    ],
    [
      'a line added',
      (raw) => replaceText(raw, 11, (text) => `${text}\n${text.split('\n')[0]!}`),
      /step 21 of simulator is unreadable/,
    ],
    [
      'two lines joined',
      (raw) => replaceText(raw, 11, (text) => text.replace('\n', ' ')),
      /step 11 of simulator is unreadable/,
    ],
    ['a hash cut short', (raw) => replaceText(raw, 11, (text) => text.slice(1)), /step 11 of simulator is unreadable/],
    [
      'a time gone',
      (raw) => replaceText(raw, 11, (text) => text.replace('"at"', '"et"')),
      /step 11 of simulator is unreadable/,
    ],
    ['a text emptied', (raw) => replaceText(raw, 11, () => ''), /step 11 of simulator is unreadable/],
    [
      'the head moved',
      (raw) => raw.exec("update journals set last_hash = 'x'"),
      /step 50 of simulator does not have the hash/,
    ],
  ])('names the step: %s', (_, change, message) => {
    const read = tampered(change);
    expect(read).toThrow(message);
    expect(read).toThrow(AppError);
  });

  it('names the snapshot whose text was changed', () => {
    const dataDir = tempFolder();
    const store = openForedeckStore(dataDir, { clock });
    store.journal.commit(aCommit(stepsAfter({ seq: 0, hash: '' }, 3)));
    store.journal.saveSnapshot(aSnapshot(store.journal.head(CONNECTION)));
    store.close();
    const raw = new Database(join(dataDir, 'foredeck.db'));
    raw.exec("update snapshots set state = replace(state, '3', '4')");
    raw.close();
    const reader = openForedeckStore(dataDir, { clock, isReadOnly: true });
    expect(() => reader.journal.latestSnapshot(CONNECTION)).toThrow(
      /snapshot of simulator at step 3 does not have its own sha256/,
    );
    reader.close();
  });

  it('never reads as it was, whichever byte of a block is another one', () => {
    const dataDir = tempFolder();
    const store = openForedeckStore(dataDir, { clock });
    store.journal.commit(aCommit(stepsAfter({ seq: 0, hash: '' }, BLOCK)));
    store.close();
    const raw = new Database(join(dataDir, 'foredeck.db'));
    const stored = raw.prepare('select cast(steps as blob) from journal_blocks').pluck().get() as Buffer;
    const write = raw.prepare('update journal_blocks set steps = cast(? as text)');
    const reader = openForedeckStore(dataDir, { clock, isReadOnly: true });
    const content = (): string => {
      try {
        return digest('sha256', JSON.stringify([...reader.journal.read(CONNECTION, 0)]));
      } catch (error) {
        return error instanceof AppError ? error.message : '';
      }
    };
    const sound = content();
    fc.assert(
      fc.property(fc.nat({ max: stored.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, mask) => {
        const changed = Buffer.from(stored);
        changed[place] = changed[place]! ^ mask;
        write.run(changed);
        const found = content();
        expect(found).not.toBe(sound);
        expect(found).not.toBe('');
      }),
      { numRuns: 150 },
    );
    reader.close();
    raw.close();
  });
});
