// The journal held against the engine: every kept step is taken again, every hash and every word compared.
import type { ConnectionId } from '../../shared/domain/ids.ts';
import { JournalDamage } from '../store/journalDamage.ts';
import type { JournalReader } from '../store/ports/journal.ts';
import { type Hashes, type JournalDifference, type Replayed, startReplay } from './host/restoreEngine.ts';

export interface Verification {
  readonly connection: ConnectionId;
  /** Steps taken and found equal. */
  readonly steps: number;
  /** The step before the first kept one; 0: from the very beginning. */
  readonly from: number;
  readonly identical: boolean;
  /** Of the engine after the last equal step; null before the first. */
  readonly stateHash: string | null;
  readonly firstDifference: JournalDifference | null;
}

export interface VerifyOptions {
  readonly hashes: Hashes;
  /** Lets signals in. */
  readonly breathe: () => Promise<void>;
  /** Gets the steps done, now and then. */
  readonly onProgress: (done: number) => void;
}

const STEPS_A_BREATH = 2000;

/** Damaged rows are an answer too. Throws `AppError` where the file cannot be read at all. */
export async function verifyJournal(
  journal: JournalReader,
  connection: ConnectionId,
  options: VerifyOptions,
): Promise<Verification> {
  const start = undamaged(() => startReplay(journal.anchor(connection), options.hashes));
  if (start.value === undefined) {
    const firstDifference = start.damage ?? null;
    return { connection, steps: 0, from: 0, identical: false, stateHash: null, firstDifference };
  }
  const replay = start.value;
  const from = replay.head.seq;
  const firstDifference = (await firstDifferenceOf(journal, connection, { ...options, replay })) ?? null;
  const stateHash = replay.head.seq === 0 ? null : replay.engine.stateHash();
  return { connection, steps: replay.steps, from, identical: firstDifference === null, stateHash, firstDifference };
}

async function firstDifferenceOf(
  journal: JournalReader,
  connection: ConnectionId,
  { replay, breathe, onProgress }: VerifyOptions & { readonly replay: ReturnType<typeof startReplay> },
): Promise<JournalDifference | undefined> {
  const { value: newest, damage } = undamaged(() => journal.latestSnapshot(connection));
  try {
    for (const step of journal.read(connection, replay.head.seq)) {
      if (!replay.take(step)) return replay.difference;
      if (step.seq === newest?.seq && replay.engine.stateHash() !== newest.stateHash)
        return { seq: step.seq, kind: 'state', detail: 'the snapshot taken here holds another state' };
      if (replay.steps % STEPS_A_BREATH === 0) {
        onProgress(replay.steps);
        await breathe();
      }
    }
  } catch (error) {
    return damageOf(error);
  }
  return damage ?? differenceAtTheEnd(replay, { end: journal.head(connection).seq, newest: newest?.seq ?? 0 });
}

function differenceAtTheEnd(
  { head: { seq } }: Replayed,
  { end, newest }: { readonly end: number; readonly newest: number },
): JournalDifference | undefined {
  const last = Math.max(end, newest);
  if (seq < last)
    return { seq: seq + 1, kind: 'missing', detail: `steps ${String(seq + 1)} to ${String(last)} are missing` };
  if (seq > end)
    return {
      seq,
      kind: 'missing',
      detail: `the journal says that it ends with step ${String(end)}, but goes on to here`,
    };
  return undefined;
}

function undamaged<T>(read: () => T): {
  readonly value: T | undefined;
  readonly damage?: JournalDifference;
} {
  try {
    return { value: read() };
  } catch (error) {
    return { value: undefined, damage: damageOf(error) };
  }
}

function damageOf(error: unknown): JournalDifference {
  if (!(error instanceof JournalDamage)) throw error;
  const { seq, kind, message: detail } = error;
  return { seq, kind, detail };
}
