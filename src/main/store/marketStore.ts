// market.db in the data folder: candles and indications, a cache that can be rebuilt.
import { join } from 'node:path';
import { closeDatabase, openDatabase } from './openDatabase.ts';
import { SqliteCandles } from './repositories/sqliteCandles.ts';
import { SqliteIndications } from './repositories/sqliteIndications.ts';
import { storeFailure } from './storeFailure.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations/market');

const marketFile = (dataDir: string): string => join(dataDir, 'market.db');

export interface MarketStore {
  readonly candles: SqliteCandles;
  readonly indications: SqliteIndications;
  close(): void;
}

/** Creates, migrates and opens `<dataDir>/market.db`. Throws `AppError`. */
export function openMarketStore(dataDir: string): MarketStore {
  const db = openDatabase({ path: marketFile(dataDir), migrations: MIGRATIONS, synchronous: 'NORMAL' });
  return { candles: new SqliteCandles(db), indications: new SqliteIndications(db), close: () => closeDatabase(db) };
}

/** Runs `work` on the opened store and closes it, whatever happens. Throws `AppError`. */
export async function withMarketStore<T>(dataDir: string, work: (store: MarketStore) => T | Promise<T>): Promise<T> {
  const store = openMarketStore(dataDir);
  try {
    return await work(store);
  } catch (error) {
    throw storeFailure(error, marketFile(dataDir));
  } finally {
    store.close();
  }
}
