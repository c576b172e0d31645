// foredeck.db in the data folder: the journal of every engine and the tables projected from it.
import type { WallClock } from '../config/commandContext.ts';
import type { JournalReader, JournalWriter } from './ports/journal.ts';
import type { DecisionReader, ProgramRun, TradingReader } from './ports/trading.ts';

export interface ForedeckStore {
  readonly journal: JournalReader & JournalWriter;
  readonly trading: TradingReader;
  readonly decisions: DecisionReader;
  /** Remembers that the program was started. */
  noteRun(version: string): void;
  /** Every start of the program, oldest first. */
  runs(): readonly ProgramRun[];
  close(): void;
}

export interface ForedeckStoreOptions {
  readonly clock: Pick<WallClock, 'now'>;
  /** True: nothing is created, migrated or written; works while another process writes. Throws NOT_FOUND without a database. */
  readonly isReadOnly?: boolean;
}
