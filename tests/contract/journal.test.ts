// One suite for every implementation of the journal's ports.
import { describe, expect, it, onTestFinished } from 'vitest';
import { openForedeckStore } from '../../src/main/store/foredeckStore.ts';
import type { JournalHead, JournalReader, JournalWriter, Retention } from '../../src/main/store/ports/journal.ts';
import {
  type EpochMs,
  toClientOrderId,
  toConnectionId,
  toEpochMs,
  toFillId,
  toSymbolId,
} from '../../src/shared/domain/ids.ts';
import type { Fill } from '../../src/shared/domain/order.ts';
import { DAY_MS } from '../../src/shared/time.ts';
import { aCommit, aSnapshot, CONNECTION, stepsAfter } from '../builders/journalSteps.ts';
import { dec } from '../builders/risk.ts';
import { MemoryJournal } from '../fakes/memoryJournal.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

type Journal = JournalReader & JournalWriter;
interface Clock {
  now: () => EpochMs;
}

function sqliteJournal(clock: Clock): Journal {
  const store = openForedeckStore(tempFolder(), { clock });
  onTestFinished(() => store.close());
  return store.journal;
}

const RETENTION: Retention = { keepDays: 7, maxMegabytes: 1000, decisionDays: 30 };
const OTHER = toConnectionId('replay');

/** Commits `count` steps more and gives the head. */
function grow(journal: Journal, count: number, pad = ''): JournalHead {
  journal.commit(aCommit(stepsAfter(journal.head(CONNECTION), count, pad)));
  return journal.head(CONNECTION);
}
const seqs = (journal: Journal, afterSeq: number): readonly number[] =>
  [...journal.read(CONNECTION, afterSeq)].map(({ seq }) => seq);
const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe.each([
  { name: 'MemoryJournal', create: (clock: Clock) => new MemoryJournal(clock) },
  { name: 'SqliteJournal', create: sqliteJournal },
])('$name', ({ create }) => {
  const at = { wall: DAY_MS * 20_000 };
  const clock = { now: () => toEpochMs(at.wall) };

  it('knows nothing at first', () => {
    const journal = create(clock);
    expect(journal.head(CONNECTION)).toEqual({ seq: 0, hash: '' });
    expect(journal.connections()).toEqual([]);
    expect([...journal.read(CONNECTION, 0)]).toEqual([]);
    expect(journal.latestSnapshot(CONNECTION)).toBeUndefined();
    expect(journal.anchor(CONNECTION)).toBeUndefined();
  });

  it('gives back every step as it was, from any place, however they were grouped', () => {
    const journal = create(clock);
    const steps = stepsAfter({ seq: 0, hash: '' }, 40);
    for (const [from, to] of [
      [0, 1],
      [1, 12],
      [12, 12],
      [12, 40],
    ] as const)
      journal.commit(aCommit(steps.slice(from, to)));
    for (const after of [0, 1, 5, 11, 12, 13, 39])
      expect([...journal.read(CONNECTION, after)]).toEqual(steps.slice(after));
    expect([...journal.read(CONNECTION, 40)]).toEqual([]);
    expect(journal.head(CONNECTION)).toEqual({ seq: 40, hash: steps.at(-1)!.hash });
  });

  it('keeps the journals of several connections apart', () => {
    const journal = create(clock);
    grow(journal, 3);
    const steps = stepsAfter({ seq: 0, hash: 'other' }, 2);
    journal.commit(aCommit(steps, { connection: OTHER, isDurable: true }));
    expect(journal.connections()).toEqual([OTHER, CONNECTION]);
    expect([...journal.read(OTHER, 0)]).toEqual(steps);
    expect(seqs(journal, 0)).toEqual([1, 2, 3]);
  });

  it('takes no steps that do not continue its chain', () => {
    const journal = create(clock);
    const head = grow(journal, 3);
    expect(() => journal.commit(aCommit(stepsAfter({ ...head, seq: 4 }, 1)))).toThrow(/expected step 4.*found 5/);
    expect(() => journal.commit(aCommit(stepsAfter({ ...head, seq: 2 }, 1)))).toThrow(/expected step 4.*found 3/);
    expect(journal.head(CONNECTION)).toEqual(head);
  });

  it('knows the fills that were booked', () => {
    const journal = create(clock);
    const fill: Fill = {
      ...{ fillId: toFillId('F1'), clientOrderId: toClientOrderId('O1'), symbol: toSymbolId('A'), side: 'buy' },
      ...{ qty: dec(1), price: dec(2), fee: dec(0), liquidity: 'taker', at: toEpochMs(5) },
    };
    const happened = [{ seq: 1, at: toEpochMs(5), events: [{ kind: 'orderFilled', fill } as const] }];
    journal.commit(aCommit(stepsAfter({ seq: 0, hash: '' }, 1), { happened }));
    expect(journal.hasFill(CONNECTION, 'F1')).toBe(true);
    expect(journal.hasFill(CONNECTION, 'F2')).toBe(false);
    expect(journal.hasFill(OTHER, 'F1')).toBe(false);
  });

  it('gives back the newest snapshot, and only one that is what it says', () => {
    const journal = create(clock);
    journal.saveSnapshot(aSnapshot(grow(journal, 5)));
    const second = aSnapshot(grow(journal, 5));
    journal.saveSnapshot(second);
    expect(journal.latestSnapshot(CONNECTION)).toEqual(second);
    const head = grow(journal, 1);
    expect(() => journal.saveSnapshot(second)).toThrow(/expected a snapshot of/);
    journal.saveSnapshot({ ...aSnapshot(head), state: '{}' });
    expect(() => journal.latestSnapshot(CONNECTION)).toThrow(/step 11 .*does not have its own sha256/);
  });

  it('deletes nothing while there is no snapshot to start from', () => {
    const journal = create(clock);
    grow(journal, 5);
    at.wall += 100 * DAY_MS;
    journal.prune(CONNECTION, toEpochMs(0), { ...RETENTION, maxMegabytes: 0.000_001 });
    expect(seqs(journal, 0)).toEqual(range(1, 6));
  });

  it('deletes steps that are too old, up to the last snapshot before', () => {
    const journal = create(clock);
    journal.saveSnapshot(aSnapshot(grow(journal, 5)));
    const second = aSnapshot(grow(journal, 5));
    journal.saveSnapshot(second);
    at.wall += 4 * DAY_MS;
    journal.saveSnapshot(aSnapshot(grow(journal, 5)));
    const head = grow(journal, 2);
    at.wall += 3 * DAY_MS + 1;
    while (journal.prune(CONNECTION, toEpochMs(0), RETENTION));
    expect(journal.anchor(CONNECTION)).toEqual(second);
    expect(seqs(journal, 10)).toEqual(range(11, 18));
    expect(() => seqs(journal, 3)).toThrow(/steps 4 to 10 of simulator are missing/);
    expect(journal.head(CONNECTION)).toEqual(head);
  });

  it('deletes the oldest steps when there are too many, and goes on from the anchor', () => {
    const journal = create(clock);
    // 5 000 steps of 500 bytes and more: 2.8 MB, to be brought below one.
    for (let part = 0; part < 10; part++) journal.saveSnapshot(aSnapshot(grow(journal, 500, 'x'.repeat(400))));
    while (journal.prune(CONNECTION, toEpochMs(0), { ...RETENTION, maxMegabytes: 1 }));
    const anchor = journal.anchor(CONNECTION)!;
    expect(anchor.seq).toBeGreaterThanOrEqual(3_000);
    expect(anchor.seq).toBeLessThanOrEqual(4_000);
    expect(seqs(journal, anchor.seq)).toEqual(range(anchor.seq + 1, 5_001));
    expect(grow(journal, 1).seq).toBe(5_001);
    expect(journal.prune(CONNECTION, toEpochMs(0), { ...RETENTION, maxMegabytes: 1 })).toBe(false);
  });

  it('goes on when everything is older than its retention', () => {
    const journal = create(clock);
    const snapshot = aSnapshot(grow(journal, 5));
    journal.saveSnapshot(snapshot);
    at.wall += 8 * DAY_MS;
    while (journal.prune(CONNECTION, toEpochMs(0), RETENTION));
    expect(journal.anchor(CONNECTION)).toEqual(snapshot);
    expect(journal.latestSnapshot(CONNECTION)).toEqual(snapshot);
    expect(journal.head(CONNECTION).seq).toBe(5);
    grow(journal, 2);
    expect(seqs(journal, 5)).toEqual([6, 7]);
  });

  it('always has a snapshot a bounded way behind any step that age may take', () => {
    const journal = create(clock);
    for (let day = 0; day < 40; day++) {
      journal.saveSnapshot(aSnapshot(grow(journal, 10)));
      journal.prune(CONNECTION, toEpochMs(0), RETENTION);
      at.wall += DAY_MS;
    }
    const kept = journal.head(CONNECTION).seq - journal.anchor(CONNECTION)!.seq;
    // Seven days are 70 steps; the rest is the way to the snapshot before.
    expect(kept).toBeGreaterThanOrEqual(60);
    expect(kept).toBeLessThanOrEqual(110);
  });

  it('has taken nothing of a commit that fails', () => {
    const journal = create(clock);
    const head = grow(journal, 3);
    const broken = { kind: 'equitySampled', at: toEpochMs(1), equity: undefined } as never;
    const steps = stepsAfter(head, 2);
    if (journal instanceof MemoryJournal) journal.failNext(new Error('no space'));
    const happened = [{ seq: 4, at: toEpochMs(1), events: [broken] }];
    expect(() => journal.commit(aCommit(steps, { happened }))).toThrow(/NOT NULL|no space/);
    expect(journal.head(CONNECTION)).toEqual(head);
    expect(seqs(journal, 0)).toEqual([1, 2, 3]);
    journal.commit(aCommit(steps));
    expect(seqs(journal, 0)).toEqual([1, 2, 3, 4, 5]);
  });
});
