// What protections look at, and the shape they share: closed trades in, a lock or nothing out.
import { toEpochMs, type EpochMs, type SymbolId } from '../../../../shared/domain/ids.ts';
import type { RiskConfig } from '../../../../shared/domain/risk.ts';
import type { Decimal } from '../../../../shared/money.ts';
import { HOUR_MS } from '../../../../shared/time.ts';
import type { LockRequest } from '../lockBook.ts';

/** A closed trade as the protections remember it. */
export interface ClosedTrade {
  /** When the engine learned of it. */
  readonly at: EpochMs;
  readonly symbol: SymbolId;
  /** With fees and funding, quote currency. */
  readonly result: Decimal;
  /** It ended at its stop loss, or worse. */
  readonly isStop: boolean;
}

export interface ProtectionView {
  readonly config: RiskConfig;
  /** Oldest first; the last one has just closed. */
  readonly trades: readonly ClosedTrade[];
  readonly closed: ClosedTrade;
  readonly equity: Decimal;
}

/** Called after every closed trade. */
export type Protection = (view: ProtectionView) => LockRequest | undefined;

export const hoursAfter = (at: EpochMs, hours: number): EpochMs => toEpochMs(at + Math.round(hours * HOUR_MS));

/** Trades of the last `hours`, both ends included; of one symbol if given. */
export const within = (view: ProtectionView, hours: number, symbol?: SymbolId): readonly ClosedTrade[] => {
  const since = hoursAfter(view.closed.at, -hours);
  return view.trades.filter((trade) => trade.at >= since && (symbol === undefined || trade.symbol === symbol));
};
