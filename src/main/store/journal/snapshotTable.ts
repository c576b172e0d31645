// The rows of snapshots: saved, found, forgotten.
import { hash as digest } from 'node:crypto';
import type { Statement } from 'better-sqlite3';
import type { ConnectionId, EpochMs } from '../../../shared/domain/ids.ts';
import { JournalDamage } from '../journalDamage.ts';
import type { Sqlite } from '../openDatabase.ts';
import type { JournalSnapshot } from '../ports/journal.ts';
import { snapshots } from '../schema/foredeck.ts';
import { upsertInto } from '../tableWriter.ts';
import { type SnapshotMark, superfluous } from './keptSnapshots.ts';

const COLUMNS = 'connection, seq, at, hash, state, state_hash as stateHash';

export class SnapshotTable {
  private readonly client: Sqlite;
  private readonly insert;
  private readonly selectNewest: Statement<[ConnectionId], JournalSnapshot>;
  private readonly selectAt: Statement<[ConnectionId, number], JournalSnapshot>;
  private readonly selectMarks: Statement<[ConnectionId], SnapshotMark>;
  private readonly remove: Statement<[ConnectionId, number]>;

  constructor(client: Sqlite) {
    this.client = client;
    this.insert = upsertInto(client, snapshots, ['connection', 'seq']);
    this.selectNewest = client.prepare(
      `select ${COLUMNS} from snapshots where connection = ? order by seq desc limit 1`,
    );
    this.selectAt = client.prepare(`select ${COLUMNS} from snapshots where connection = ? and seq = ?`);
    this.selectMarks = client.prepare(
      'select seq, written_at as writtenAt, bytes from snapshots where connection = ? order by seq',
    );
    this.remove = client.prepare('delete from snapshots where connection = ? and seq = ?');
  }

  newest(connection: ConnectionId): JournalSnapshot | undefined {
    const found = this.selectNewest.get(connection);
    return found === undefined ? undefined : this.checked(found);
  }

  /** The one of step `seq`, which has to be there. */
  at(connection: ConnectionId, seq: number): JournalSnapshot {
    const found = this.selectAt.get(connection, seq);
    if (found === undefined)
      throw this.damage({ seq, kind: 'missing' }, `the snapshot of ${connection} at step ${seq} is missing`);
    return this.checked(found);
  }

  /** Oldest first. */
  marks(connection: ConnectionId): readonly SnapshotMark[] {
    return this.selectMarks.all(connection);
  }

  save(snapshot: JournalSnapshot, { writtenAt, bytes }: { readonly writtenAt: EpochMs; readonly bytes: number }): void {
    this.insert({ ...snapshot, writtenAt, bytes });
  }

  /** Those that nothing needs any more. */
  forget(connection: ConnectionId, anchorSeq: number): void {
    for (const seq of superfluous(this.marks(connection), anchorSeq)) this.remove.run(connection, seq);
  }

  private checked(snapshot: JournalSnapshot): JournalSnapshot {
    if (digest('sha256', snapshot.state) === snapshot.stateHash) return snapshot;
    const { connection, seq } = snapshot;
    const what = `the snapshot of ${connection} at step ${seq} does not have its own sha256`;
    throw this.damage({ seq, kind: 'unreadable' }, what);
  }

  private damage(where: Pick<JournalDamage, 'seq' | 'kind'>, what: string): JournalDamage {
    return new JournalDamage(where, `${this.client.name}: ${what}`);
  }
}
