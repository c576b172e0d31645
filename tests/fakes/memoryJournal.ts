// The journal without a disk, whose next write can be made to fail; the contract suite holds it against the SQLite one.
import { hash as digest } from 'node:crypto';
import { invariant } from '../../src/shared/assert.ts';
import type { ConnectionId, EpochMs } from '../../src/shared/domain/ids.ts';
import { DAY_MS } from '../../src/shared/time.ts';
import { JournalDamage } from '../../src/main/store/journalDamage.ts';
import { nextAnchor, type SnapshotMark, superfluous } from '../../src/main/store/journal/keptSnapshots.ts';
import type {
  JournalCommit,
  JournalHead,
  JournalReader,
  JournalSnapshot,
  JournalStep,
  JournalWriter,
  QuarantineEntry,
  Retention,
} from '../../src/main/store/ports/journal.ts';

interface Kept {
  steps: JournalStep[];
  bytes: number;
  head: JournalHead;
  anchorSeq: number;
  snapshots: (SnapshotMark & { readonly snapshot: JournalSnapshot })[];
  readonly fills: Set<string>;
}

export class MemoryJournal implements JournalReader, JournalWriter {
  /** Every commit that was taken, in order. */
  readonly commits: JournalCommit[] = [];
  readonly quarantined: QuarantineEntry[] = [];
  private readonly clock: { readonly now: () => EpochMs };
  private readonly kept = new Map<ConnectionId, Kept>();
  private failure: Error | undefined;

  constructor(clock: { readonly now: () => EpochMs }) {
    this.clock = clock;
  }

  /** The next write changes nothing and throws `error`. */
  failNext(error: Error): void {
    this.failure = error;
  }

  head(connection: ConnectionId): JournalHead {
    return this.kept.get(connection)?.head ?? { seq: 0, hash: '' };
  }

  connections(): readonly ConnectionId[] {
    return [...this.kept.keys()].sort();
  }

  *read(connection: ConnectionId, afterSeq: number): IterableIterator<JournalStep> {
    const { steps, head } = this.of(connection);
    const wanted = steps.filter(({ seq }) => seq > afterSeq);
    const first = wanted[0]?.seq ?? head.seq + 1;
    if (first > afterSeq + 1) {
      const text = `steps ${afterSeq + 1} to ${first - 1} of ${connection} are missing`;
      throw new JournalDamage({ seq: afterSeq + 1, kind: 'missing' }, text);
    }
    yield* wanted;
  }

  latestSnapshot(connection: ConnectionId): JournalSnapshot | undefined {
    return checked(this.of(connection).snapshots.at(-1)?.snapshot);
  }

  anchor(connection: ConnectionId): JournalSnapshot | undefined {
    const { snapshots, anchorSeq } = this.of(connection);
    return checked(snapshots.find(({ seq }) => seq === anchorSeq)?.snapshot);
  }

  hasFill(connection: ConnectionId, fillId: string): boolean {
    return this.of(connection).fills.has(fillId);
  }

  commit(commit: JournalCommit): void {
    this.failIfAsked();
    const { connection, steps, happened } = commit;
    const kept = this.of(connection);
    steps.forEach(({ seq }, place) => {
      invariant(seq === kept.head.seq + 1 + place, `expected step ${kept.head.seq + 1 + place}, found ${seq}`);
    });
    for (const { events } of happened) {
      for (const event of events) if (event.kind === 'orderFilled') kept.fills.add(event.fill.fillId);
    }
    const last = steps.at(-1);
    if (last !== undefined) {
      kept.steps.push(...steps);
      kept.bytes += sizeOf(steps);
      kept.head = { seq: last.seq, hash: last.hash };
      this.kept.set(connection, kept);
    }
    this.commits.push(commit);
  }

  saveSnapshot(snapshot: JournalSnapshot): void {
    this.failIfAsked();
    const kept = this.of(snapshot.connection);
    const { seq, hash } = snapshot;
    invariant(seq === kept.head.seq && hash === kept.head.hash, `expected a snapshot of the newest step, found ${seq}`);
    const others = kept.snapshots.filter((other) => other.seq !== seq);
    kept.snapshots = [...others, { snapshot, seq, writtenAt: this.clock.now(), bytes: kept.bytes }];
    forget(kept);
  }

  quarantine(entry: QuarantineEntry): void {
    this.failIfAsked();
    this.quarantined.push(entry);
  }

  prune(_connection: ConnectionId, _now: EpochMs, { keepDays, maxMegabytes }: Retention): boolean {
    this.failIfAsked();
    for (const kept of this.kept.values()) {
      const later = kept.snapshots.filter(({ seq }) => seq > kept.anchorSeq);
      const excess = sizeOf(kept.steps) - maxMegabytes * 1e6;
      const anchor = nextAnchor(later, {
        oldest: this.clock.now() - keepDays * DAY_MS,
        atLeastBytes: excess > 0 ? kept.bytes - sizeOf(kept.steps) + excess : undefined,
      });
      if (anchor === undefined) continue;
      kept.anchorSeq = anchor.seq;
      kept.steps = kept.steps.filter(({ seq }) => seq > anchor.seq);
      forget(kept);
    }
    return false;
  }

  private of(connection: ConnectionId): Kept {
    const fresh = {
      steps: [],
      bytes: 0,
      head: { seq: 0, hash: '' },
      anchorSeq: 0,
      snapshots: [],
      fills: new Set<string>(),
    };
    return this.kept.get(connection) ?? fresh;
  }

  private failIfAsked(): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
  }
}

const sizeOf = (steps: readonly JournalStep[]): number =>
  steps.reduce((sum, { hash, input, events, effects }) => sum + `${hash}${input}${events}${effects}`.length, 0);

function forget(kept: Kept): void {
  const gone = superfluous(kept.snapshots, kept.anchorSeq);
  kept.snapshots = kept.snapshots.filter(({ seq }) => !gone.includes(seq));
}

function checked(snapshot: JournalSnapshot | undefined): JournalSnapshot | undefined {
  if (snapshot !== undefined && digest('sha256', snapshot.state) !== snapshot.stateHash) {
    const { seq } = snapshot;
    throw new JournalDamage({ seq, kind: 'unreadable' }, `the snapshot at step ${seq} does not have its own sha256`);
  }
  return snapshot;
}
