// The lists of the projected tables: the newest rows by their index, told oldest first.
import type { Statement } from 'better-sqlite3';
import { and, asc, desc, eq, getTableColumns, gte, lt, type SQL } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { guarded, type OpenedDatabase } from '../openDatabase.ts';
import type { TradingFilter, TradingReader } from '../ports/trading.ts';
import {
  activity,
  equity,
  fills,
  journals,
  ledger,
  orders,
  positions,
  quarantine,
  signals,
  trades,
} from '../schema/foredeck.ts';

/** A table, its column of time, and its order. */
interface Listed<T extends SQLiteTable> {
  readonly table: T;
  readonly time: SQLiteColumn;
  readonly order: readonly SQLiteColumn[];
}

/** Every list, for the reader and the test of its plan. */
export const LISTS = {
  orders: { table: orders, time: orders.createdAt, order: [orders.createdAt, orders.row] },
  fills: { table: fills, time: fills.at, order: [fills.at, fills.row] },
  positions: {
    table: positions,
    time: positions.openedAt,
    order: [positions.openedAt, positions.strategy, positions.symbol],
  },
  trades: { table: trades, time: trades.exitAt, order: [trades.exitAt, trades.row] },
  ledger: { table: ledger, time: ledger.at, order: [ledger.sequence] },
  signals: { table: signals, time: signals.candleCloseTime, order: [signals.candleCloseTime, signals.row] },
  equity: { table: equity, time: equity.at, order: [equity.at] },
  activity: { table: activity, time: activity.at, order: [activity.at, activity.row] },
  quarantine: { table: quarantine, time: quarantine.at, order: [quarantine.row] },
} satisfies Readonly<Record<string, Listed<SQLiteTable>>>;

/** The newest rows of one connection; a filter on what a table has not is no filter. */
export function listQuery(
  db: OpenedDatabase,
  { table, time, order }: Listed<SQLiteTable>,
  { connection, filter }: { readonly connection: ConnectionId; readonly filter: TradingFilter },
) {
  const columns: Readonly<Record<string, SQLiteColumn>> = getTableColumns(table);
  const is = (name: string, value: string | undefined): SQL | undefined => {
    const column = columns[name];
    return column === undefined || value === undefined ? undefined : eq(column, value);
  };
  const { strategy, symbol, from, to, limit = -1 } = filter;
  return db
    .select()
    .from(table)
    .where(
      and(
        is('connection', connection),
        is('strategy', strategy),
        is('symbol', symbol),
        from === undefined ? undefined : gte(time, from),
        to === undefined ? undefined : lt(time, to),
      ),
    )
    .orderBy(...order.map((column) => desc(column)))
    .limit(limit);
}

/** By primary key; of the rows of a group SQLite takes the other columns from the one with the largest time. */
export const CURVE_SQL =
  'select max(at), cast(equity as real) from (select at, at / ? as piece, equity from equity ' +
  'where connection = ? and at >= ? and at < ?) group by piece order by piece';

/** A row as a record: what is null is absent. */
type Present<R> = { [K in keyof R as null extends R[K] ? never : K]: R[K] } & {
  [K in keyof R as null extends R[K] ? K : never]?: NonNullable<R[K]>;
};

const toRecord = <R extends object>(row: R): Present<R> =>
  Object.fromEntries(Object.entries(row).filter(([field, value]) => field !== 'row' && value !== null)) as Present<R>;

export class SqliteTrading implements TradingReader {
  private readonly db: OpenedDatabase;
  private readonly selectCurve: Statement<[number, ConnectionId, number, number], [number, number]>;

  constructor(db: OpenedDatabase) {
    this.db = db;
    this.selectCurve = db.$client.prepare<[number, ConnectionId, number, number], [number, number]>(CURVE_SQL).raw();
  }

  connections(): readonly ConnectionId[] {
    const { connection } = journals;
    const rows = guarded(this.db, () => this.db.select({ connection }).from(journals).orderBy(asc(connection)).all());
    return rows.map((row) => row.connection);
  }

  orders: TradingReader['orders'] = (filter) => this.list(LISTS.orders, filter);
  fills: TradingReader['fills'] = (filter) => this.list(LISTS.fills, filter);
  positions: TradingReader['positions'] = (filter) => this.list(LISTS.positions, filter);
  trades: TradingReader['trades'] = (filter) => this.list(LISTS.trades, filter);
  ledger: TradingReader['ledger'] = (filter) => this.list(LISTS.ledger, filter);
  equity: TradingReader['equity'] = (filter) => this.list(LISTS.equity, filter);
  activity: TradingReader['activity'] = (filter) => this.list(LISTS.activity, filter);
  quarantined: TradingReader['quarantined'] = (filter) => this.list(LISTS.quarantine, filter);

  signals: TradingReader['signals'] = (filter) =>
    this.list(LISTS.signals, filter).map(({ connection, decision, ...signal }) => ({
      ...{ connection, signal },
      ...(decision === undefined ? {} : { decision }),
    }));

  equityEnds: TradingReader['equityEnds'] = (connection) => {
    const end = (order: SQL) =>
      this.db.select().from(equity).where(eq(equity.connection, connection)).orderBy(order).limit(1).get();
    return guarded(this.db, () => {
      const [first, last] = [end(asc(equity.at)), end(desc(equity.at))];
      return first && last && { first, last };
    });
  };

  equityCurve: TradingReader['equityCurve'] = ({ connection, from, to, everyMs }) => {
    const rows = guarded(this.db, () => this.selectCurve.all(everyMs, connection, from, to));
    return { at: rows.map(([at]) => at), equity: rows.map(([, equity]) => equity) };
  };

  private list<T extends SQLiteTable>(
    listed: Listed<T>,
    filter: TradingFilter = {},
  ): readonly Present<T['$inferSelect']>[] {
    const wanted = filter.connection === undefined ? this.connections() : [filter.connection];
    return guarded(this.db, () =>
      wanted.flatMap((connection) => {
        const rows = listQuery(this.db, listed, { connection, filter }).all() as T['$inferSelect'][];
        return rows.reverse().map(toRecord);
      }),
    );
  }
}
