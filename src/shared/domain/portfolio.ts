import type { Decimal } from '../money.ts';
import type { EpochMs, StrategyId, SymbolId, TradeId } from './ids.ts';
import type { ExitReason, PositionSide } from './order.ts';

/** One strategy's position in one symbol. Average cost. */
export interface Position {
  readonly strategy: StrategyId;
  readonly symbol: SymbolId;
  readonly side: PositionSide;
  /** Base coin or contracts, always positive. */
  readonly qty: Decimal;
  /** cost / qty, in quote currency. */
  readonly averageEntry: Decimal;
  readonly openedAt: EpochMs;
  /** Last known price, quote currency. */
  readonly mark: Decimal;
  readonly unrealisedPnl: Decimal;
  readonly stopPrice?: Decimal | undefined;
  readonly targetPrice?: Decimal | undefined;
}

/** A closed position's round trip. Money in quote currency. */
export interface Trade {
  readonly id: TradeId;
  readonly strategy: StrategyId;
  readonly symbol: SymbolId;
  readonly side: PositionSide;
  readonly entryAt: EpochMs;
  /** Average over the entry's fills. */
  readonly entryPrice: Decimal;
  readonly exitAt: EpochMs;
  /** Average over the exit's fills. */
  readonly exitPrice: Decimal;
  readonly qty: Decimal;
  /** Entry and exit fees. */
  readonly fees: Decimal;
  /** Net of `fees`, without funding. */
  readonly pnl: Decimal;
  /** Received (+) or paid (-) while it was open. */
  readonly funding: Decimal;
  readonly exitReason: ExitReason;
  /** Loss if stopped out at the first stop, before costs; undefined when it had no stop. One R. */
  readonly initialRisk?: Decimal | undefined;
}

export type LedgerKind = 'deposit' | 'fee' | 'realisedPnl' | 'funding' | 'transfer' | 'correction';

/** One cause of a change of the quote balance. */
export interface LedgerEntry {
  readonly sequence: number;
  readonly at: EpochMs;
  readonly kind: LedgerKind;
  readonly amount: Decimal;
  readonly balance: Decimal;
  /** Id of the fill, funding payment or command that caused it. */
  readonly cause: string;
  readonly symbol?: SymbolId | undefined;
  readonly strategy?: StrategyId | undefined;
}
