// Decision records, newest first: found by key, a seek per strategy.
import type { Statement } from 'better-sqlite3';
import type { DecisionRecord } from '../../../shared/domain/decisionRecord.ts';
import type { ConnectionId, EpochMs, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { decode } from '../../engine/kernel/canonical.ts';
import type { DecisionTuple } from '../journal/decisionWriter.ts';
import { guarded, type OpenedDatabase } from '../openDatabase.ts';
import type { DecisionReader, Of } from '../ports/trading.ts';

/** By primary key, backwards from a close time. */
export const RECORDS_SQL =
  'select connection, symbol, strategy, close_time as closeTime, hash as definition, record from decisions ' +
  'join strategy_definitions on strategy_definitions."row" = decisions.definition ' +
  'where connection = ? and symbol = ? and strategy = ? and close_time < ? order by close_time desc limit ?';
/** By primary key: the first of what comes after. */
export const NEXT_STRATEGY_SQL =
  'select strategy from decisions where connection = ? and symbol = ? and strategy > ? order by strategy limit 1';
export const NEXT_SYMBOL_SQL =
  'select symbol from decisions where connection = ? and symbol > ? order by symbol limit 1';
const PAGE = 100;

interface Row extends Pick<DecisionRecord, 'strategy' | 'symbol' | 'closeTime' | 'definition'> {
  readonly connection: ConnectionId;
  readonly record: string;
}

export class SqliteDecisions implements DecisionReader {
  private readonly db: OpenedDatabase;
  private readonly selectConnections: Statement<[], ConnectionId>;
  private readonly nextStrategy: Statement<[ConnectionId, SymbolId, string], StrategyId>;
  private readonly nextSymbol: Statement<[ConnectionId, string], SymbolId>;
  private readonly selectRecords: Statement<[ConnectionId, SymbolId, StrategyId, number, number], Row>;
  private readonly selectDefinition: Statement<[string], string>;

  constructor(db: OpenedDatabase) {
    const client = db.$client;
    this.db = db;
    this.selectConnections = client
      .prepare<[], ConnectionId>('select connection from journals order by connection')
      .pluck();
    this.nextStrategy = client.prepare<[ConnectionId, SymbolId, string], StrategyId>(NEXT_STRATEGY_SQL).pluck();
    this.nextSymbol = client.prepare<[ConnectionId, string], SymbolId>(NEXT_SYMBOL_SQL).pluck();
    this.selectRecords = client.prepare(RECORDS_SQL);
    this.selectDefinition = client
      .prepare<[string], string>('select definition from strategy_definitions where hash = ?')
      .pluck();
  }

  symbols(): readonly SymbolId[] {
    return guarded(this.db, () => {
      const connections = this.selectConnections.all();
      const found = connections.flatMap((connection) => walk((last) => this.nextSymbol.get(connection, last)));
      return [...new Set(found)].sort();
    });
  }

  recordsAt(symbol: SymbolId, at: EpochMs): readonly Of<DecisionRecord>[] {
    return guarded(this.db, () =>
      this.selectConnections
        .all()
        .flatMap((connection) =>
          walk((last) => this.nextStrategy.get(connection, symbol, last)).flatMap((strategy) =>
            this.selectRecords.all(connection, symbol, strategy, at + 1, 1).map(toRecord),
          ),
        ),
    );
  }

  *recordsBefore({
    connection,
    symbol,
    strategy,
    closeTime,
  }: Of<DecisionRecord>): IterableIterator<Of<DecisionRecord>> {
    for (let before: EpochMs | undefined = closeTime; before !== undefined;) {
      const end: EpochMs = before;
      const page = guarded(this.db, () => this.selectRecords.all(connection, symbol, strategy, end, PAGE));
      yield* page.map(toRecord);
      before = page.length === PAGE ? page.at(-1)?.closeTime : undefined;
    }
  }

  definition(hash: string): StrategyDefinition | undefined {
    const text = guarded(this.db, () => this.selectDefinition.get(hash));
    return text === undefined ? undefined : (decode(text) as StrategyDefinition);
  }
}

/** Everything that `next` gives, beginning after the empty text. */
function walk<T extends string>(next: (last: string) => T | undefined): readonly T[] {
  const found: T[] = [];
  for (let key = next(''); key !== undefined; key = next(key)) found.push(key);
  return found;
}

function toRecord({ record, ...key }: Row): Of<DecisionRecord> {
  const [timeframe, asked, values, results, stage, detail, code, measure] = JSON.parse(record) as DecisionTuple;
  return {
    ...{ ...key, timeframe, asked, values, results, stage, detail },
    ...(code === undefined || code === null ? {} : { code }),
    ...(measure === undefined ? {} : { measure }),
  };
}
