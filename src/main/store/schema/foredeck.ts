// Tables of foredeck.db: the journal of every engine, and what is projected from it. Keys of the columns are the fields of the
// domain records. Times are the connection's own, unless they say wall clock.
// `DATABASE=foredeck npx drizzle-kit generate --name <what>` writes a migration; add by hand what it cannot say: STRICT, WITHOUT
// ROWID where the note below says so, and as the last statement `PRAGMA user_version = <number of migrations>;`.
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ActivityLine } from '../../../shared/domain/engineStatus.ts';
import type {
  ClientOrderId,
  FillId,
  ModelId,
  SignalId,
  StrategyId,
  SymbolId,
  TradeId,
  VenueOrderId,
} from '../../../shared/domain/ids.ts';
import type { Fill, Order, Side } from '../../../shared/domain/order.ts';
import type { LedgerKind, Trade } from '../../../shared/domain/portfolio.ts';
import type { Direction } from '../../../shared/domain/prediction.ts';
import type { Decision, Evidence, SignalAction } from '../../../shared/domain/signal.ts';
import type { Timeframe } from '../../../shared/time.ts';
import {
  canonical,
  connectionColumn,
  decimal,
  rowColumn,
  strategyColumn,
  symbolColumn,
  time,
  word,
} from './columns.ts';

/** Where each journal stands. WITHOUT ROWID. */
export const journals = sqliteTable('journals', {
  connection: connectionColumn().primaryKey(),
  lastSeq: integer('last_seq').notNull(),
  lastHash: text('last_hash').notNull(),
  /** Of step text ever written, those deleted since included. */
  bytes: integer('bytes').notNull(),
  /** The snapshot that the oldest step continues from; 0: from nothing. Blocks up to it are being deleted. */
  anchorSeq: integer('anchor_seq').notNull(),
});

/** Steps `firstSeq` to `lastSeq`, as one commit brought them. WITHOUT ROWID. */
export const journalBlocks = sqliteTable(
  'journal_blocks',
  {
    connection: connectionColumn(),
    firstSeq: integer('first_seq').notNull(),
    lastSeq: integer('last_seq').notNull(),
    /** Wall clock. */
    writtenAt: time('written_at').notNull(),
    /** A line per step: see `journal/stepLines.ts`. */
    steps: text('steps').notNull(),
  },
  (table) => [primaryKey({ columns: [table.connection, table.firstSeq] })],
);

export const snapshots = sqliteTable(
  'snapshots',
  {
    row: rowColumn(),
    connection: connectionColumn(),
    seq: integer('seq').notNull(),
    at: time('at').notNull(),
    /** Wall clock. */
    writtenAt: time('written_at').notNull(),
    /** `journals.bytes` then. */
    bytes: integer('bytes').notNull(),
    hash: text('hash').notNull(),
    stateHash: text('state_hash').notNull(),
    state: text('state').notNull(),
  },
  (table) => [uniqueIndex('snapshots_key').on(table.connection, table.seq)],
);

export const orders = sqliteTable(
  'orders',
  {
    row: rowColumn(),
    connection: connectionColumn(),
    clientOrderId: word<ClientOrderId>('client_order_id').notNull(),
    intent: integer('intent').notNull(),
    strategy: strategyColumn(),
    symbol: symbolColumn(),
    purpose: word<Order['purpose']>('purpose').notNull(),
    group: text('group'),
    side: word<Side>('side').notNull(),
    type: word<Order['type']>('type').notNull(),
    qty: decimal('qty').notNull(),
    limitPrice: decimal('limit_price'),
    stopPrice: decimal('stop_price'),
    trailPct: decimal('trail_pct'),
    timeInForce: word<Order['timeInForce']>('time_in_force').notNull(),
    expireAt: time('expire_at'),
    reduceOnly: integer('reduce_only', { mode: 'boolean' }).notNull(),
    postOnly: integer('post_only', { mode: 'boolean' }).notNull(),
    createdAt: time('created_at').notNull(),
    state: word<Order['state']>('state').notNull(),
    venueOrderId: word<VenueOrderId>('venue_order_id'),
    filledQty: decimal('filled_qty').notNull(),
    filledValue: decimal('filled_value').notNull(),
    fees: decimal('fees').notNull(),
    updatedAt: time('updated_at').notNull(),
    reason: text('reason'),
  },
  (table) => [
    uniqueIndex('orders_key').on(table.connection, table.clientOrderId),
    index('orders_by_time').on(table.connection, table.createdAt),
  ],
);

export const fills = sqliteTable(
  'fills',
  {
    row: rowColumn(),
    connection: connectionColumn(),
    fillId: word<FillId>('fill_id').notNull(),
    clientOrderId: word<ClientOrderId>('client_order_id').notNull(),
    /** Of its order; null where the venue acted of its own accord. */
    strategy: word<StrategyId>('strategy'),
    symbol: symbolColumn(),
    side: word<Side>('side').notNull(),
    qty: decimal('qty').notNull(),
    price: decimal('price').notNull(),
    fee: decimal('fee').notNull(),
    liquidity: word<Fill['liquidity']>('liquidity').notNull(),
    at: time('at').notNull(),
  },
  (table) => [
    uniqueIndex('fills_key').on(table.connection, table.fillId),
    index('fills_by_time').on(table.connection, table.at),
  ],
);

/** Open ones. WITHOUT ROWID. */
export const positions = sqliteTable(
  'positions',
  {
    connection: connectionColumn(),
    strategy: strategyColumn(),
    symbol: symbolColumn(),
    side: word<Trade['side']>('side').notNull(),
    qty: decimal('qty').notNull(),
    averageEntry: decimal('average_entry').notNull(),
    openedAt: time('opened_at').notNull(),
    mark: decimal('mark').notNull(),
    unrealisedPnl: decimal('unrealised_pnl').notNull(),
    stopPrice: decimal('stop_price'),
    targetPrice: decimal('target_price'),
  },
  (table) => [primaryKey({ columns: [table.connection, table.strategy, table.symbol] })],
);

export const trades = sqliteTable(
  'trades',
  {
    row: rowColumn(),
    connection: connectionColumn(),
    id: word<TradeId>('trade_id').notNull(),
    strategy: strategyColumn(),
    symbol: symbolColumn(),
    side: word<Trade['side']>('side').notNull(),
    entryAt: time('entry_at').notNull(),
    entryPrice: decimal('entry_price').notNull(),
    exitAt: time('exit_at').notNull(),
    exitPrice: decimal('exit_price').notNull(),
    qty: decimal('qty').notNull(),
    fees: decimal('fees').notNull(),
    pnl: decimal('pnl').notNull(),
    funding: decimal('funding').notNull(),
    exitReason: word<Trade['exitReason']>('exit_reason').notNull(),
    initialRisk: decimal('initial_risk'),
  },
  (table) => [
    uniqueIndex('trades_key').on(table.connection, table.id),
    index('trades_by_time').on(table.connection, table.exitAt),
  ],
);

/** WITHOUT ROWID. */
export const ledger = sqliteTable(
  'ledger',
  {
    connection: connectionColumn(),
    sequence: integer('sequence').notNull(),
    at: time('at').notNull(),
    kind: word<LedgerKind>('kind').notNull(),
    amount: decimal('amount').notNull(),
    balance: decimal('balance').notNull(),
    cause: text('cause').notNull(),
    symbol: word<SymbolId>('symbol'),
    strategy: word<StrategyId>('strategy'),
  },
  (table) => [primaryKey({ columns: [table.connection, table.sequence] })],
);

export const signals = sqliteTable(
  'signals',
  {
    row: rowColumn(),
    connection: connectionColumn(),
    id: word<SignalId>('signal_id').notNull(),
    strategy: strategyColumn(),
    symbol: symbolColumn(),
    timeframe: word<Timeframe>('timeframe').notNull(),
    action: word<SignalAction>('action').notNull(),
    side: word<Trade['side']>('side').notNull(),
    candleCloseTime: time('candle_close_time').notNull(),
    strength: real('strength').notNull(),
    evidence: canonical('evidence').$type<Evidence>().notNull(),
    decision: canonical('decision').$type<Decision>(),
  },
  (table) => [
    uniqueIndex('signals_key').on(table.connection, table.id),
    index('signals_by_time').on(table.connection, table.candleCloseTime),
  ],
);

/** A strategy's conditions, canonical text, once per content: decision records refer to them. */
export const strategyDefinitions = sqliteTable('strategy_definitions', {
  row: rowColumn(),
  hash: text('hash').notNull().unique(),
  definition: text('definition').notNull(),
});

/** WITHOUT ROWID. */
export const decisions = sqliteTable(
  'decisions',
  {
    connection: connectionColumn(),
    symbol: symbolColumn(),
    strategy: strategyColumn(),
    closeTime: time('close_time').notNull(),
    definition: integer('definition')
      .notNull()
      .references(() => strategyDefinitions.row),
    /** The rest of the record as a list: see `journal/decisionWriter.ts`. */
    record: text('record').notNull(),
  },
  (table) => [primaryKey({ columns: [table.connection, table.symbol, table.strategy, table.closeTime] })],
);

/** WITHOUT ROWID. */
export const predictions = sqliteTable(
  'predictions',
  {
    connection: connectionColumn(),
    symbol: symbolColumn(),
    model: word<ModelId>('model').notNull(),
    candleCloseTime: time('candle_close_time').notNull(),
    timeframe: word<Timeframe>('timeframe').notNull(),
    /** The answer as a list: see `journal/predictionWriter.ts`. */
    answer: text('answer').notNull(),
    /** What the triple barrier said later. */
    outcome: word<Direction>('outcome'),
  },
  (table) => [primaryKey({ columns: [table.connection, table.symbol, table.model, table.candleCloseTime] })],
);

/** WITHOUT ROWID. */
export const equity = sqliteTable(
  'equity',
  { connection: connectionColumn(), at: time('at').notNull(), equity: decimal('equity').notNull() },
  (table) => [primaryKey({ columns: [table.connection, table.at] })],
);

export const activity = sqliteTable(
  'activity',
  {
    row: rowColumn(),
    connection: connectionColumn(),
    at: time('at').notNull(),
    level: word<ActivityLine['level']>('level').notNull(),
    text: text('text').notNull(),
  },
  (table) => [index('activity_by_time').on(table.connection, table.at)],
);

/** Inputs that faulted the engine twice. */
export const quarantine = sqliteTable('quarantine', {
  row: rowColumn(),
  connection: connectionColumn(),
  at: time('at').notNull(),
  input: text('input').notNull(),
  reason: text('reason').notNull(),
});

/** Whether a connection trades live, and what was verified for it; wall clock. No row: it never did. */
export const liveSwitches = sqliteTable('live_switches', {
  connection: connectionColumn().primaryKey(),
  isLive: integer('is_live', { mode: 'boolean' }).notNull(),
  /** When every step of the verification was passed; null: not with the keys of now. */
  verifiedAt: time('verified_at'),
  /** Of the keys that were verified: a hash. */
  fingerprint: text('fingerprint'),
  changedAt: time('changed_at').notNull(),
  /** Who asked for the last change, and why. */
  reason: text('reason').notNull(),
});

/** Starts of the program; wall clock. */
export const runs = sqliteTable('runs', {
  row: rowColumn(),
  at: time('at').notNull(),
  version: text('version').notNull(),
});
