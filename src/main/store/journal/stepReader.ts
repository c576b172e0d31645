// Reads the steps of a journal and names the first one that is missing or unreadable.
import type { Statement } from 'better-sqlite3';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { JournalDamage } from '../journalDamage.ts';
import { guarded, type OpenedDatabase } from '../openDatabase.ts';
import type { JournalHead, JournalStep } from '../ports/journal.ts';
import { parseStepLine } from './stepLines.ts';

/** By primary key: the block that holds a step, or the first one after it. */
export const BLOCK_SQL =
  'select first_seq as firstSeq, last_seq as lastSeq, steps from journal_blocks where connection = @connection and ' +
  'first_seq >= coalesce((select first_seq from journal_blocks where connection = @connection and first_seq <= @seq ' +
  'order by first_seq desc limit 1), 0) and last_seq >= @seq order by first_seq limit 1';

interface Block {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly steps: string;
}

export class StepReader {
  private readonly db: OpenedDatabase;
  private readonly select: Statement<[{ readonly connection: ConnectionId; readonly seq: number }], Block>;

  constructor(db: OpenedDatabase) {
    this.db = db;
    this.select = db.$client.prepare(BLOCK_SQL);
  }

  /** The steps after `afterSeq` up to the head at least: more may have been committed by another process meanwhile. */
  *read(connection: ConnectionId, afterSeq: number, head: JournalHead): IterableIterator<JournalStep> {
    let seq = afterSeq + 1;
    for (;;) {
      const from = seq;
      const block = guarded(this.db, () => this.select.get({ connection, seq: from }));
      if (block === undefined) break;
      if (block.firstSeq > seq) throw this.missing(connection, seq, block.firstSeq - 1);
      for (const step of this.steps(connection, block)) {
        if (step.seq < from) continue;
        if (step.seq === head.seq && step.hash !== head.hash) {
          throw this.unreadable(
            head.seq,
            `step ${head.seq} of ${connection} does not have the hash that the journal ends with`,
          );
        }
        yield step;
      }
      seq = block.lastSeq + 1;
    }
    if (seq <= head.seq) throw this.missing(connection, seq, head.seq);
  }

  private *steps(connection: ConnectionId, { firstSeq, lastSeq, steps }: Block): IterableIterator<JournalStep> {
    let seq = firstSeq;
    for (const line of steps.split('\n')) {
      const step = parseStepLine(line, seq);
      if (step === undefined || seq > lastSeq) {
        throw this.unreadable(seq, `step ${seq} of ${connection} is unreadable`);
      }
      yield step;
      seq += 1;
    }
    if (seq <= lastSeq) throw this.missing(connection, seq, lastSeq);
  }

  private missing(connection: ConnectionId, first: number, last: number): JournalDamage {
    const steps =
      first === last ? `step ${first} of ${connection} is` : `steps ${first} to ${last} of ${connection} are`;
    return new JournalDamage({ seq: first, kind: 'missing' }, `${this.db.$client.name}: ${steps} missing`);
  }

  private unreadable(seq: number, what: string): JournalDamage {
    return new JournalDamage({ seq, kind: 'unreadable' }, `${this.db.$client.name}: ${what}`);
  }
}
