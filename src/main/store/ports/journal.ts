// The journal of every engine: each step it took, in order, chained by hashes; the snapshots that bound recovery; the tables
// projected from it. One writer. A step is text already: the store neither encodes nor interprets it.
import type { ActivityLine } from '../../../shared/domain/engineStatus.ts';
import type { ConnectionId, EpochMs } from '../../../shared/domain/ids.ts';
import type { Position } from '../../../shared/domain/portfolio.ts';
import type { EngineEvent } from '../../engine/kernel/events.ts';

/** One step as journaled; texts are canonical (`kernel/canonical.ts`), `[]` for no events or effects. */
export interface JournalStep {
  /** 1, 2, 3 ... within its connection. */
  readonly seq: number;
  readonly at: EpochMs;
  readonly input: string;
  readonly events: string;
  readonly effects: string;
  /** Chained over the step before. */
  readonly hash: string;
}

/** Where a chain stands. `seq` 0 with the empty hash: nothing journaled yet. */
export interface JournalHead {
  readonly seq: number;
  readonly hash: string;
}

/** What happened in a step, for the tables projected from it. */
export interface StepEvents {
  readonly seq: number;
  readonly at: EpochMs;
  readonly events: readonly EngineEvent[];
}

/** Steps in order, continuing the chain, and what they did to the tables: all in one transaction. */
export interface JournalCommit {
  readonly connection: ConnectionId;
  readonly steps: readonly JournalStep[];
  /** Of those steps that had any. */
  readonly happened: readonly StepEvents[];
  /** Open positions at their newest mark, when it is time to renew them; undefined otherwise. */
  readonly marked?: readonly Position[] | undefined;
  /** What the engine or the host has to say beside the events. */
  readonly notices?: readonly ActivityLine[] | undefined;
  /** True: on the disk before the call returns (an order is about to be sent). */
  readonly isDurable: boolean;
}

export interface JournalSnapshot {
  readonly connection: ConnectionId;
  /** The last step it contains, its time, and the chain's hash there. */
  readonly seq: number;
  readonly at: EpochMs;
  readonly hash: string;
  /** Canonical text of the engine's whole state, and its sha256 in hex. */
  readonly state: string;
  readonly stateHash: string;
}

export interface JournalReader {
  head(connection: ConnectionId): JournalHead;
  connections(): readonly ConnectionId[];
  /** Steps after `afterSeq`, in order, a block at a time. Throws `JournalDamage` where rows are missing or unreadable. */
  read(connection: ConnectionId, afterSeq: number): IterableIterator<JournalStep>;
  /** The newest one; its text is checked against its hash (`JournalDamage`). Undefined: start from the first step. */
  latestSnapshot(connection: ConnectionId): JournalSnapshot | undefined;
  /** What the oldest kept step continues from; undefined: the very first step is kept. Checked like the newest one. */
  anchor(connection: ConnectionId): JournalSnapshot | undefined;
  /** True when a fill of this id has been booked. */
  hasFill(connection: ConnectionId, fillId: string): boolean;
}

export interface QuarantineEntry {
  readonly connection: ConnectionId;
  readonly at: EpochMs;
  /** Canonical text. */
  readonly input: string;
  readonly reason: string;
}

/** What is kept; `config.journal` is one. */
export interface Retention {
  /** Wall-clock days of steps. */
  readonly keepDays: number;
  /** Of steps, over all connections. */
  readonly maxMegabytes: number;
  /** Days of the connection's own time, of decision records and predictions. */
  readonly decisionDays: number;
}

export interface JournalWriter {
  /** Throws `AppError`: nothing of the commit was written then, and nothing may be sent. */
  commit(commit: JournalCommit): void;
  /** Of the newest committed step. The last ones are kept, and some between the oldest kept step and them to prune up to. */
  saveSnapshot(snapshot: JournalSnapshot): void;
  /** An input that faulted the engine twice and was left out. */
  quarantine(input: QuarantineEntry): void;
  /**
   * Deletes what is older than its retention: of this connection, and the oldest steps of any. Steps go up to a snapshot, which
   * becomes the anchor. Bounded work per call; true when there is more to do.
   */
  prune(connection: ConnectionId, now: EpochMs, retention: Retention): boolean;
}
