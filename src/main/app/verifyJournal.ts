// The journal held against the engine: every kept step is taken again, every hash and every word compared.
import type { ConnectionId } from '../../shared/domain/ids.ts';
import type { ReplayDifference } from '../engine/drivers/replay.ts';
import type { JournalReader } from '../store/ports/journal.ts';
import { type Hashes, startReplay } from './host/restoreEngine.ts';

export interface Verification {
  readonly connection: ConnectionId;
  /** Steps taken and found equal. */
  readonly steps: number;
  /** The step before the first kept one; 0: from the very beginning. */
  readonly from: number;
  readonly identical: boolean;
  /** Of the engine after the last equal step. */
  readonly stateHash: string;
  readonly firstDifference:
    (Omit<ReplayDifference, 'kind'> & { readonly kind: ReplayDifference['kind'] | 'state' | 'missing' }) | null;
}

const STEPS_A_BREATH = 2000;

/** `onProgress` gets the steps done, now and then; `breathe` lets signals in. Throws `AppError` where rows cannot be read. */
export async function verifyJournal(
  journal: JournalReader,
  connection: ConnectionId,
  { hashes, breathe, onProgress }: { hashes: Hashes; breathe: () => Promise<void>; onProgress: (done: number) => void },
): Promise<Verification> {
  const anchor = journal.anchor(connection);
  const newest = journal.latestSnapshot(connection);
  const replay = startReplay(anchor, hashes);
  let wrongState: number | undefined;
  for (const step of journal.read(connection, replay.head.seq)) {
    if (!replay.take(step)) break;
    if (step.seq === newest?.seq && replay.engine.stateHash() !== newest.stateHash) {
      wrongState = step.seq;
      break;
    }
    if (replay.steps % STEPS_A_BREATH === 0) {
      onProgress(replay.steps);
      await breathe();
    }
  }
  const { seq } = replay.head;
  const last = Math.max(journal.head(connection).seq, newest?.seq ?? 0);
  const stateText = 'the snapshot taken here holds another state';
  const firstDifference: Verification['firstDifference'] =
    replay.difference ??
    (wrongState !== undefined
      ? { seq: wrongState, kind: 'state', detail: stateText }
      : seq < last
        ? { seq: seq + 1, kind: 'missing', detail: `steps ${String(seq + 1)} to ${String(last)} are missing` }
        : null);
  return {
    ...{ connection, steps: replay.steps, from: anchor?.seq ?? 0 },
    ...{ identical: firstDifference === null, stateHash: replay.engine.stateHash(), firstDifference },
  };
}
