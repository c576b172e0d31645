// Writes what happened in a step to the tables: called within the step's transaction.
import type { Statement } from 'better-sqlite3';
import type { ClientOrderId, ConnectionId, EpochMs, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import type { Position } from '../../../shared/domain/portfolio.ts';
import { encode } from '../../engine/kernel/canonical.ts';
import type { EngineEvent } from '../../engine/kernel/events.ts';
import { activityText } from '../activityText.ts';
import type { OpenedDatabase } from '../openDatabase.ts';
import type { JournalCommit } from '../ports/journal.ts';
import { activity, equity, fills, ledger, orders, positions, signals, trades } from '../schema/foredeck.ts';
import { upsertInto } from '../tableWriter.ts';
import { DecisionWriter } from './decisionWriter.ts';
import { PredictionWriter } from './predictionWriter.ts';

export class Projections {
  private readonly order;
  private readonly fill;
  private readonly position;
  private readonly trade;
  private readonly entry;
  private readonly signal;
  private readonly sample;
  private readonly line;
  private readonly decisions: DecisionWriter;
  private readonly predictions: PredictionWriter;
  private readonly decide: Statement<[string, ConnectionId, string]>;
  private readonly selectStrategy: Statement<[ConnectionId, ClientOrderId], StrategyId>;
  private readonly close: Statement<[ConnectionId, StrategyId, SymbolId]>;
  private readonly mark: Statement;

  constructor({ $client: client }: OpenedDatabase) {
    this.order = upsertInto(client, orders, ['connection', 'clientOrderId']);
    this.fill = upsertInto(client, fills, ['connection', 'fillId']);
    this.position = upsertInto(client, positions, ['connection', 'strategy', 'symbol']);
    this.trade = upsertInto(client, trades, ['connection', 'id']);
    this.entry = upsertInto(client, ledger, ['connection', 'sequence']);
    this.signal = upsertInto(client, signals, ['connection', 'id']);
    this.sample = upsertInto(client, equity, ['connection', 'at']);
    this.line = upsertInto(client, activity, []);
    this.decisions = new DecisionWriter(client);
    this.predictions = new PredictionWriter(client);
    this.decide = client.prepare('update signals set decision = ? where connection = ? and signal_id = ?');
    this.selectStrategy = client
      .prepare<[ConnectionId, ClientOrderId], StrategyId>(
        'select strategy from orders where connection = ? and client_order_id = ?',
      )
      .pluck();
    this.close = client.prepare('delete from positions where connection = ? and strategy = ? and symbol = ?');
    this.mark = client.prepare(
      'update positions set mark = ?, unrealised_pnl = ?, stop_price = ?, target_price = ? ' +
        'where connection = ? and strategy = ? and symbol = ?',
    );
  }

  apply({ connection, happened, marked = [], notices = [] }: JournalCommit): void {
    for (const { at, events } of happened) for (const event of events) this.project(connection, at, event);
    for (const position of marked) this.renew(connection, position);
    for (const notice of notices) this.line({ connection, ...notice });
  }

  private project(connection: ConnectionId, at: EpochMs, event: EngineEvent): void {
    const line = activityText(event);
    if (line !== undefined) this.line({ connection, at, ...line });
    switch (event.kind) {
      case 'orderChanged':
        return this.order({ connection, ...event.order });
      case 'orderFilled':
        return this.fill({
          ...{ connection, ...event.fill },
          strategy: this.selectStrategy.get(connection, event.fill.clientOrderId),
        });
      case 'positionChanged':
        return this.position({ connection, ...event.position });
      case 'tradeClosed':
        this.close.run(connection, event.trade.strategy, event.trade.symbol);
        return this.trade({ connection, ...event.trade });
      case 'ledgerPosted':
        return this.entry({ connection, ...event.entry });
      case 'signalRaised':
        return this.signal({ connection, ...event.signal });
      case 'decisionMade':
        return void this.decide.run(encode(event.decision), connection, event.decision.signal);
      case 'equitySampled':
        return this.sample({ connection, at: event.at, equity: event.equity });
      case 'strategyDefined':
        return this.decisions.define(event.hash, event.definition);
      case 'decisionRecorded':
        return this.decisions.write(connection, event.record);
      case 'predictionReceived':
        return this.predictions.write(connection, event.prediction);
      case 'predictionResolved':
        return this.predictions.resolve(connection, event.resolved);
      default:
    }
  }

  private renew(connection: ConnectionId, position: Position): void {
    const { strategy, symbol, mark, unrealisedPnl, stopPrice, targetPrice } = position;
    const [stop, target] = [stopPrice?.toString() ?? null, targetPrice?.toString() ?? null];
    this.mark.run(mark.toString(), unrealisedPnl.toString(), stop, target, connection, strategy, symbol);
  }
}
