// foredeck.db in the data folder: the journal of every engine and the tables projected from it.
import { join } from 'node:path';
import { asc } from 'drizzle-orm';
import type { WallClock } from '../config/commandContext.ts';
import { closeDatabase, guarded, openDatabase, openForReading } from './openDatabase.ts';
import type { JournalReader, JournalWriter } from './ports/journal.ts';
import type { LiveSwitches } from './ports/liveSwitches.ts';
import type { DecisionReader, PredictionReader, ProgramRun, TradingReader } from './ports/trading.ts';
import { SqliteDecisions } from './repositories/sqliteDecisions.ts';
import { SqliteJournal } from './repositories/sqliteJournal.ts';
import { SqliteLiveSwitches } from './repositories/sqliteLiveSwitches.ts';
import { SqlitePredictions } from './repositories/sqlitePredictions.ts';
import { SqliteTrading } from './repositories/sqliteTrading.ts';
import { runs } from './schema/foredeck.ts';
import { storeFailure } from './storeFailure.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations/foredeck');
/** Steps and snapshots carry hashes that are checked as they are read; decision records and predictions are many and move no money. */
const UNCHECKED = ['journal_blocks', 'snapshots', 'decisions', 'predictions'];

export interface ForedeckStore {
  readonly journal: JournalReader & JournalWriter;
  readonly trading: TradingReader;
  readonly decisions: DecisionReader;
  readonly predictions: PredictionReader;
  readonly liveSwitches: LiveSwitches;
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

/** Creates, migrates and opens `<dataDir>/foredeck.db`. Throws `AppError`. */
export function openForedeckStore(dataDir: string, { clock, isReadOnly = false }: ForedeckStoreOptions): ForedeckStore {
  const file = { path: join(dataDir, 'foredeck.db'), migrations: MIGRATIONS };
  const db = isReadOnly
    ? openForReading(file)
    : openDatabase({ ...file, synchronous: 'NORMAL', uncheckedTables: UNCHECKED, canShrink: true });
  const { at, version } = runs;
  try {
    return {
      journal: new SqliteJournal(db, clock),
      trading: new SqliteTrading(db),
      decisions: new SqliteDecisions(db),
      predictions: new SqlitePredictions(db),
      liveSwitches: new SqliteLiveSwitches(db),
      noteRun: (started) => void guarded(db, () => db.insert(runs).values({ at: clock.now(), version: started }).run()),
      runs: () => guarded(db, () => db.select({ at, version }).from(runs).orderBy(asc(runs.row)).all()),
      close: () => closeDatabase(db),
    };
  } catch (error) {
    db.$client.close();
    throw storeFailure(error, file.path);
  }
}
