// What the paper venue needs to know: the account it trades against, what trading costs, the funding rates.
import type { EpochMs, PositionKey, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import type { PositionSide } from '../../../shared/domain/order.ts';
import type { Decimal } from '../../../shared/money.ts';

/** The account the venue trades against. Money in quote currency. */
export interface PaperAccount {
  readonly balance: Decimal;
  netQty(symbol: SymbolId): Decimal;
  equityAt(symbol: SymbolId, price: Decimal): Decimal;
  maintenanceAt(symbol: SymbolId, price: Decimal): Decimal;
  position(key: PositionKey): PaperPosition | undefined;
  /** Oldest first. */
  positionsIn(symbol: SymbolId): readonly PaperPosition[];
}

export interface PaperPosition {
  readonly strategy: StrategyId;
  readonly side: PositionSide;
  readonly qty: Decimal;
}

export interface PaperCosts {
  readonly slippageBps: Decimal;
  /** Share of a candle's volume that our orders may take, percent; zero is no cap. Marks have sizes of their own. */
  readonly volumeCapPct: Decimal;
  readonly latencyMs: number;
}

/** Paid by longs to shorts when positive, as a fraction of the notional. */
export interface FundingRate {
  readonly at: EpochMs;
  readonly rate: number;
}

/** Recorded rates, strictly ascending; or, for a market without end, the first rate later than a time. */
export type FundingSource =
  ReadonlyMap<SymbolId, readonly FundingRate[]> | ((symbol: SymbolId, after: EpochMs) => FundingRate | undefined);
