// Verifies a journal and says what came of it.
import type { ConnectionId } from '../../shared/domain/ids.ts';
import { AppError } from '../../shared/errors.ts';
import { groupDigits } from '../../shared/groupDigits.ts';
import { HASHES } from '../app/hashes.ts';
import { type Verification, verifyJournal } from '../app/verifyJournal.ts';
import type { CommandContext, CommandOutcome } from '../config/commandContext.ts';
import { openForedeckStore } from '../store/foredeckStore.ts';

/** 1: it differs. Throws `AppError` where there is no journal, or none of that name. */
export async function replayJournal(asked: ConnectionId | undefined, context: CommandContext): Promise<CommandOutcome> {
  const store = openForedeckStore(context.dataDir, { clock: context.clock, isReadOnly: true });
  try {
    const connection = chosen(store.journal.connections(), asked, context.dataDir);
    const total = store.journal.head(connection).seq - (store.journal.anchor(connection)?.seq ?? 0);
    const task = context.progress.begin(`verifying ${connection}`, total, 'steps');
    const options = { hashes: HASHES, breathe: context.breathe, onProgress: task.update };
    const verification = await verifyJournal(store.journal, connection, options);
    task.end();
    context.out.answer(verification, () => textOf(verification));
    return verification.identical ? 0 : 1;
  } finally {
    store.close();
  }
}

function chosen(there: readonly ConnectionId[], asked: ConnectionId | undefined, dataDir: string): ConnectionId {
  const known = there.join(', ');
  if (asked !== undefined && !there.includes(asked)) {
    throw new AppError(
      'NOT_FOUND',
      `expected a connection with a journal (${known === '' ? 'there is none yet' : known}), found "${asked}"`,
    );
  }
  const [first, second] = there;
  if (first === undefined)
    throw new AppError('NOT_FOUND', `nothing has been journaled in ${dataDir} yet; "foredeck run" does`);
  if (asked === undefined && second !== undefined) {
    throw new AppError('BAD_INPUT', `there are several journals: ${known}; choose one with --connection`);
  }
  return asked ?? first;
}

function textOf({ connection, steps, from, identical, stateHash, firstDifference }: Verification): string {
  const since =
    from === 0 ? 'from the first' : `after step ${groupDigits(from)}, where a snapshot stands for older ones`;
  if (identical || firstDifference === null) {
    return `${connection}: ${groupDigits(steps)} steps (${since}) are identical.\nstate ${String(stateHash)}`;
  }
  const { seq, kind, detail } = firstDifference;
  return `${connection}: ${groupDigits(steps)} steps (${since}) are identical, then step ${groupDigits(seq)} differs (${kind}):\n${detail}`;
}
