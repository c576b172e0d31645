// The work of the table commands: reads foredeck.db, whether somebody writes to it or not.
import type { TerminalContext } from '../../config/commandContext.ts';
import { AppError } from '../../../shared/errors.ts';
import { didYouMean } from '../../../shared/nearest.ts';
import { type ForedeckStore, openForedeckStore } from '../../store/foredeckStore.ts';
import type { TradingFilter, TradingReader } from '../../store/ports/trading.ts';
import { type Listing, listTable } from './listTable.ts';
import { ledgerTable, ordersTable, positionsTable, signalsTable, tradesTable } from './tradingTables.ts';

export type TableName = 'positions' | 'orders' | 'trades' | 'signals' | 'ledger';

export interface TableFlags extends TradingFilter {
  readonly limit: number;
  /** Orders only. */
  readonly open?: true;
}

/** An empty table is an answer too. Throws `AppError`: NOT_FOUND for a connection that never traded, what the store refuses. */
export function runTable(name: TableName, flags: TableFlags, { dataDir, clock, out }: TerminalContext): 0 {
  const { records, text } = readTable(dataDir, clock, (reader) => tableOf(name, flags, reader));
  out.answer({ [name]: records }, () => text);
  return 0;
}

const NOTHING_YET: Listing = { records: [], text: 'Nothing has been traded here yet; "foredeck run" trades on paper.' };

function readTable(
  dataDir: string,
  clock: TerminalContext['clock'],
  read: (reader: TradingReader) => Listing,
): Listing {
  let store: ForedeckStore;
  try {
    store = openForedeckStore(dataDir, { clock, isReadOnly: true });
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return NOTHING_YET;
    throw error;
  }
  try {
    return read(store.trading);
  } finally {
    store.close();
  }
}

/** The table as far as the options ask for it. */
function tableOf(name: TableName, { open, ...filter }: TableFlags, reader: TradingReader): Listing {
  const known = reader.connections();
  if (known.length === 0) return NOTHING_YET;
  if (filter.connection !== undefined && !known.includes(filter.connection)) {
    const hint = didYouMean(filter.connection, known) || `; there are ${known.join(', ')}`;
    throw new AppError('NOT_FOUND', `no connection "${filter.connection}" has ever traded here${hint}`);
  }
  switch (name) {
    case 'positions':
      return listTable(positionsTable, filter, reader);
    case 'orders':
      return listTable(ordersTable(open === true), filter, reader);
    case 'trades':
      return listTable(tradesTable, filter, reader);
    case 'signals':
      return listTable(signalsTable, filter, reader);
    case 'ledger':
      return listTable(ledgerTable, filter, reader);
  }
}
