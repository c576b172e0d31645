// Start-up and crash recovery are the same: the last snapshot, then the journal's tail, compared step by step.
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { InvariantError } from '../../../shared/assert.ts';
import { AppError } from '../../../shared/errors.ts';
import { type ReplayDifference, replayStep } from '../../engine/drivers/replay.ts';
import type { Sha256 } from '../../engine/kernel/canonical.ts';
import { Engine } from '../../engine/kernel/engine.ts';
import { JournalDamage } from '../../store/journalDamage.ts';
import type { JournalHead, JournalReader, JournalSnapshot } from '../../store/ports/journal.ts';

/** `state`: of engine ids and snapshots; `chain`: of the journal's links. */
export interface Hashes {
  readonly state: Sha256;
  readonly chain: Sha256;
}

export interface RestoredEngine {
  readonly engine: Engine;
  readonly head: JournalHead;
}

/** The engine after the last committed step. Throws `AppError` STORE naming the step that cannot be taken again. */
export function restoreEngine(journal: JournalReader, connection: ConnectionId, hashes: Hashes): RestoredEngine {
  try {
    const { difference, engine, head } = replayFrom(journal, journal.latestSnapshot(connection), {
      connection,
      hashes,
    });
    if (difference !== undefined) throw new AppError('STORE', brokenText(connection, difference));
    const end = journal.head(connection);
    if (end.seq === head.seq && end.hash === head.hash) return { engine, head };
    const detail = `it says that it ends with step ${end.seq}, but its steps end with another one`;
    throw new AppError('STORE', brokenText(connection, { seq: head.seq, kind: 'missing', detail }));
  } catch (error) {
    if (!(error instanceof JournalDamage)) throw error;
    const { seq, kind, message: detail } = error;
    throw new AppError('STORE', brokenText(connection, { seq, kind, detail }), { cause: error });
  }
}

export interface Replayed extends RestoredEngine {
  readonly difference: ReplayDifference | undefined;
  readonly steps: number;
}

/** Takes every step after `snapshot` (all there are without one) until one differs. */
function replayFrom(
  journal: JournalReader,
  snapshot: JournalSnapshot | undefined,
  { connection, hashes }: { readonly connection: ConnectionId; readonly hashes: Hashes },
): Replayed {
  const replay = startReplay(snapshot, hashes);
  for (const step of journal.read(connection, replay.head.seq)) if (!replay.take(step)) break;
  return replay;
}

/** A replay that can be given its steps a few at a time. Throws `JournalDamage` for a snapshot that no engine can be made of. */
export function startReplay(
  snapshot: JournalSnapshot | undefined,
  hashes: Hashes,
): Replayed & { take(step: Parameters<typeof replayStep>[1]): boolean } {
  const engine = snapshot === undefined ? new Engine(hashes.state) : engineOf(snapshot, hashes);
  let head: JournalHead = { seq: snapshot?.seq ?? 0, hash: snapshot?.hash ?? '' };
  let difference: ReplayDifference | undefined;
  let steps = 0;
  return {
    engine,
    get head() {
      return head;
    },
    get difference() {
      return difference;
    },
    get steps() {
      return steps;
    },
    take: (step) => {
      const taken = replayStep(engine, step, { sha256: hashes.chain, previousHash: head.hash });
      if (!taken.ok) {
        difference = taken.error;
        return false;
      }
      head = { seq: step.seq, hash: step.hash };
      steps += 1;
      return true;
    },
  };
}

function engineOf({ connection, seq, state }: JournalSnapshot, hashes: Hashes): Engine {
  try {
    return Engine.restore(state, hashes.state);
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    const what = `the snapshot of ${connection} at step ${seq} is one for another version of Foredeck (${error.message})`;
    throw new JournalDamage({ seq, kind: 'unreadable' }, what);
  }
}

/** Where a journal ends to be one that its engine can take again. */
export type JournalDifference = Omit<ReplayDifference, 'kind'> & {
  readonly kind: ReplayDifference['kind'] | JournalDamage['kind'] | 'state';
};

const brokenText = (connection: ConnectionId, { seq, kind, detail }: JournalDifference): string =>
  `the journal of ${connection} cannot be taken up at step ${seq} (${kind}): ${detail}. Nothing was changed; ` +
  '"foredeck replay --verify" checks it, "foredeck orders", "positions" and "ledger" still read it; restore a backup, or use another --data-dir';
