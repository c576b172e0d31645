// What a backtest leaves behind: plain data, the input of metrics and reports.
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';
import type { LedgerKind, Position, Trade } from '../../../shared/domain/portfolio.ts';
import type { Decimal, DecimalColumn } from '../../../shared/money.ts';

/** Money in quote currency. */
export interface BacktestResult {
  readonly startEquity: Decimal;
  /** Cash plus the open positions at their last mark. */
  readonly finalEquity: Decimal;
  /** Closed trades in closing order. */
  readonly trades: readonly Trade[];
  /** Positions at the end: marked, not closed. */
  readonly open: readonly Position[];
  /** One sample per distinct candle close time, ascending; the start equity is not among them. */
  readonly equity: { readonly at: Float64Array; readonly value: DecimalColumn };
  /** Sum of the ledger's entries by kind, signed as they changed the balance (fees are negative). */
  readonly ledgerTotals: Readonly<Record<LedgerKind, Decimal>>;
  /** Orders refused, by code. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly candles: number;
  /** Open time of the first candle. */
  readonly from: EpochMs;
  /** Close time of the last candle. */
  readonly to: EpochMs;
  /** Time with any position open. */
  readonly exposureMs: number;
  /** Sum of |qty x price x contractSize| over all fills. */
  readonly turnover: Decimal;
  /** Ranges without candles inside the series. */
  readonly outages: readonly Outage[];
  readonly ordersSent: number;
  /** Sentences for people. */
  readonly warnings: readonly string[];
}

/** No candles in [from, to). */
export interface Outage {
  readonly symbol: SymbolId;
  readonly from: EpochMs;
  readonly to: EpochMs;
}
