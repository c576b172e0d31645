// What the tables projected from the journal tell: for the terminal now, for the window later. Domain records, not rows.
import type { DecisionRecord } from '../../../shared/domain/decisionRecord.ts';
import type { ActivityLine } from '../../../shared/domain/engineStatus.ts';
import type { ConnectionId, EpochMs, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import type { Fill, Order } from '../../../shared/domain/order.ts';
import type { LedgerEntry, Position, Trade } from '../../../shared/domain/portfolio.ts';
import type { Decision, Signal } from '../../../shared/domain/signal.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { QuarantineEntry } from './journal.ts';

/** A record of one connection. */
export type Of<T> = T & { readonly connection: ConnectionId };

/** Absent: all. Times are the connection's own: `from` inclusive, `to` exclusive. */
export interface TradingFilter {
  readonly connection?: ConnectionId | undefined;
  readonly strategy?: StrategyId | undefined;
  readonly symbol?: SymbolId | undefined;
  readonly from?: EpochMs | undefined;
  readonly to?: EpochMs | undefined;
  /** The newest so many of each connection. */
  readonly limit?: number | undefined;
}

export interface SignalRecord {
  readonly signal: Signal;
  /** Undefined between the two events of its step only. */
  readonly decision?: Decision | undefined;
}

/** The strategy is that of the order; undefined where the venue acted of its own accord (a liquidation). */
export type FillRecord = Fill & { readonly strategy?: StrategyId | undefined };

/** One start of the program, wall-clock time. */
export interface ProgramRun {
  readonly at: EpochMs;
  readonly version: string;
}

export interface EquitySample {
  readonly at: EpochMs;
  readonly equity: Decimal;
}

export interface EquityCurveAsked {
  readonly connection: ConnectionId;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly everyMs: number;
}

/** Every list goes by connection, oldest first, and is always in the same order. */
export interface TradingReader {
  /** Every connection that has journaled a step, by name. */
  connections(): readonly ConnectionId[];
  /** By creation; finished ones too. */
  orders(filter?: TradingFilter): readonly Of<Order>[];
  fills(filter?: TradingFilter): readonly Of<FillRecord>[];
  /** Open ones, by opening. */
  positions(filter?: TradingFilter): readonly Of<Position>[];
  /** By exit. */
  trades(filter?: TradingFilter): readonly Of<Trade>[];
  ledger(filter?: TradingFilter): readonly Of<LedgerEntry>[];
  /** By close of their candle. */
  signals(filter?: TradingFilter): readonly Of<SignalRecord>[];
  equity(filter?: TradingFilter): readonly Of<EquitySample>[];
  /** The last sample of each piece of `everyMs` in [from, to), ascending: a curve for drawing, whatever its length. */
  equityCurve(asked: EquityCurveAsked): { readonly at: readonly number[]; readonly equity: readonly number[] };
  /** The first and the last sample; undefined: there is none. */
  equityEnds(connection: ConnectionId): { readonly first: EquitySample; readonly last: EquitySample } | undefined;
  activity(filter?: TradingFilter): readonly Of<ActivityLine>[];
  quarantined(filter?: TradingFilter): readonly QuarantineEntry[];
}

/** Why, and why not. */
export interface DecisionReader {
  /** Every symbol with a record, by name. */
  symbols(): readonly SymbolId[];
  /** Of every connection and strategy the newest record that was known at `at`; by connection and strategy. */
  recordsAt(symbol: SymbolId, at: EpochMs): readonly Of<DecisionRecord>[];
  /** The records of the same strategy and symbol before this one, newest first, read as they are asked for. */
  recordsBefore(record: Of<DecisionRecord>): IterableIterator<Of<DecisionRecord>>;
  /** The definition whose conditions a record's values belong to. */
  definition(hash: string): StrategyDefinition | undefined;
}
