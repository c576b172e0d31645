// Decision records, each as one compact text beside its key. `sqliteDecisions.ts` reads them.
import type { Statement } from 'better-sqlite3';
import type { DecisionRecord } from '../../../shared/domain/decisionRecord.ts';
import type { ConnectionId, EpochMs, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import type { Measure } from '../../../shared/domain/signal.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { encode } from '../../engine/kernel/canonical.ts';
import type { Sqlite } from '../openDatabase.ts';

/** What `record` in the table holds. */
export type DecisionTuple = [
  timeframe: DecisionRecord['timeframe'],
  asked: DecisionRecord['asked'],
  values: DecisionRecord['values'],
  results: string,
  stage: DecisionRecord['stage'],
  detail: string,
  code?: string | null,
  measure?: Measure,
];

export class DecisionWriter {
  private readonly insertDefinition: Statement<[string, string]>;
  private readonly upsert: Statement<[ConnectionId, SymbolId, StrategyId, EpochMs, string, string]>;

  constructor(client: Sqlite) {
    this.insertDefinition = client.prepare(
      'insert into strategy_definitions (hash, definition) values (?, ?) on conflict do nothing',
    );
    this.upsert = client.prepare(
      'insert into decisions (connection, symbol, strategy, close_time, definition, record) ' +
        'values (?, ?, ?, ?, (select "row" from strategy_definitions where hash = ?), ?) ' +
        'on conflict do update set definition = excluded.definition, record = excluded.record',
    );
  }

  define(hash: string, definition: StrategyDefinition): void {
    this.insertDefinition.run(hash, encode(definition));
  }

  /** Its definition has been written. */
  write(connection: ConnectionId, record: DecisionRecord): void {
    const { strategy, symbol, timeframe, closeTime, asked, values, results, stage, code, detail, measure } = record;
    const tuple: DecisionTuple = [timeframe, asked, values, results, stage, detail];
    if (code !== undefined || measure !== undefined) tuple.push(code ?? null);
    if (measure !== undefined) tuple.push(measure);
    this.upsert.run(connection, symbol, strategy, closeTime, record.definition, JSON.stringify(tuple));
  }
}
