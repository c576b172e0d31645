// The journal in SQLite: a row per commit, its steps as lines of text, the projections in the same transaction.
import type { Statement } from 'better-sqlite3';
import { invariant } from '../../../shared/assert.ts';
import type { ConnectionId, EpochMs } from '../../../shared/domain/ids.ts';
import type { WallClock } from '../../config/commandContext.ts';
import { createDurability, type SetDurable } from '../journal/durability.ts';
import { Projections } from '../journal/projections.ts';
import { Pruning } from '../journal/pruning.ts';
import { SnapshotTable } from '../journal/snapshotTable.ts';
import { stepLines } from '../journal/stepLines.ts';
import { StepReader } from '../journal/stepReader.ts';
import { guarded, inTransaction, type OpenedDatabase } from '../openDatabase.ts';
import type {
  JournalCommit,
  JournalHead,
  JournalReader,
  JournalSnapshot,
  JournalStep,
  JournalWriter,
  QuarantineEntry,
  Retention,
} from '../ports/journal.ts';
import { quarantine } from '../schema/foredeck.ts';
import { upsertInto } from '../tableWriter.ts';

interface JournalRow extends JournalHead {
  readonly bytes: number;
  readonly anchorSeq: number;
}

const EMPTY: JournalRow = { seq: 0, hash: '', bytes: 0, anchorSeq: 0 };

export class SqliteJournal implements JournalReader, JournalWriter {
  private readonly db: OpenedDatabase;
  private readonly clock: Pick<WallClock, 'now'>;
  private readonly setDurable: SetDurable;
  private readonly steps: StepReader;
  private readonly snapshots: SnapshotTable;
  private readonly projections: Projections;
  private readonly pruning: Pruning;
  private readonly addQuarantined;
  private readonly selectJournal: Statement<[ConnectionId], JournalRow>;
  private readonly selectConnections: Statement<[], ConnectionId>;
  private readonly selectFill: Statement<[ConnectionId, string], number>;
  private readonly insertBlock: Statement<[ConnectionId, number, number, EpochMs, string]>;
  private readonly moveHead: Statement<[ConnectionId, number, string, number]>;

  constructor(db: OpenedDatabase, clock: Pick<WallClock, 'now'>) {
    const client = db.$client;
    this.db = db;
    this.clock = clock;
    this.setDurable = createDurability(client);
    this.steps = new StepReader(db);
    this.snapshots = new SnapshotTable(client);
    this.projections = new Projections(db);
    this.pruning = new Pruning(db, this.snapshots);
    this.addQuarantined = upsertInto(client, quarantine, []);
    this.selectJournal = client.prepare(
      'select last_seq as seq, last_hash as hash, bytes, anchor_seq as anchorSeq from journals where connection = ?',
    );
    this.selectConnections = client
      .prepare<[], ConnectionId>(
        'select connection from journals union select connection from journal_blocks union select connection from snapshots order by 1',
      )
      .pluck();
    this.selectFill = client
      .prepare<[ConnectionId, string], number>('select 1 from fills where connection = ? and fill_id = ?')
      .pluck();
    this.insertBlock = client.prepare(
      'insert into journal_blocks (connection, first_seq, last_seq, written_at, steps) values (?, ?, ?, ?, ?)',
    );
    this.moveHead = client.prepare(
      'insert into journals (connection, last_seq, last_hash, bytes, anchor_seq) values (?, ?, ?, ?, 0) on conflict do ' +
        'update set last_seq = excluded.last_seq, last_hash = excluded.last_hash, bytes = bytes + excluded.bytes',
    );
  }

  head(connection: ConnectionId): JournalHead {
    const { seq, hash } = this.journal(connection);
    return { seq, hash };
  }

  connections(): readonly ConnectionId[] {
    return guarded(this.db, () => this.selectConnections.all());
  }

  read(connection: ConnectionId, afterSeq: number): IterableIterator<JournalStep> {
    return this.steps.read(connection, afterSeq, this.head(connection));
  }

  latestSnapshot(connection: ConnectionId): JournalSnapshot | undefined {
    return guarded(this.db, () => this.snapshots.newest(connection));
  }

  anchor(connection: ConnectionId): JournalSnapshot | undefined {
    const { anchorSeq } = this.journal(connection);
    return anchorSeq === 0 ? undefined : guarded(this.db, () => this.snapshots.at(connection, anchorSeq));
  }

  hasFill(connection: ConnectionId, fillId: string): boolean {
    return guarded(this.db, () => this.selectFill.get(connection, fillId) !== undefined);
  }

  commit(commit: JournalCommit): void {
    this.write(commit.isDurable, () => {
      if (commit.steps.length > 0) this.append(commit.connection, commit.steps);
      this.projections.apply(commit);
    });
  }

  saveSnapshot(snapshot: JournalSnapshot): void {
    const { connection, seq, hash } = snapshot;
    this.write(false, () => {
      const journal = this.journal(connection);
      const isHead = seq === journal.seq && hash === journal.hash;
      invariant(isHead, `expected a snapshot of step ${journal.seq} of ${connection}, found one of step ${seq}`);
      this.snapshots.save(snapshot, { writtenAt: this.clock.now(), bytes: journal.bytes });
      this.snapshots.forget(connection, journal.anchorSeq);
    });
  }

  quarantine(entry: QuarantineEntry): void {
    this.write(true, () => this.addQuarantined(entry));
  }

  prune(connection: ConnectionId, now: EpochMs, retention: Retention): boolean {
    const isMore = this.write(false, () =>
      this.pruning.prune({ connection, now, wallNow: this.clock.now(), retention }),
    );
    return guarded(this.db, () => this.pruning.shrink()) || isMore;
  }

  private journal(connection: ConnectionId): JournalRow {
    return guarded(this.db, () => this.selectJournal.get(connection)) ?? EMPTY;
  }

  private write<T>(isDurable: boolean, work: () => T): T {
    guarded(this.db, () => this.setDurable(isDurable));
    return inTransaction(this.db, work);
  }

  private append(connection: ConnectionId, steps: readonly JournalStep[]): void {
    const { seq } = this.journal(connection);
    steps.forEach((step, place) => {
      const expected = seq + 1 + place;
      invariant(step.seq === expected, `expected step ${expected} of ${connection}, found ${step.seq}`);
    });
    const last = seq + steps.length;
    const text = stepLines(steps);
    this.insertBlock.run(connection, seq + 1, last, this.clock.now(), text);
    this.moveHead.run(connection, last, steps.at(-1)?.hash ?? '', text.length);
  }
}
