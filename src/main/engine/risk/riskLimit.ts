// The shape of every pre-trade check. A limit is one small pure function with its own file; the chain is data.
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { OrderIntent } from '../../../shared/domain/order.ts';
import type { RefusalCode } from '../../../shared/domain/refusal.ts';
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import type { Lock, Mode, TradingState, TradingStateChange } from '../../../shared/domain/trading.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { RiskAmounts } from './riskAmounts.ts';

/** What the checks may look at: the account as it is now, and the market of the order's symbol. Money in quote currency. */
export interface RiskView {
  readonly config: RiskConfig;
  /** `config` in exact decimals. */
  readonly amounts: RiskAmounts;
  readonly mode: Mode;
  readonly isSafeMode: boolean;
  readonly tradingState: TradingState;
  /** What led to `tradingState`; undefined while it never changed. */
  readonly stateChange: TradingStateChange | undefined;
  readonly isConnectionEnabled: boolean;
  readonly isLiveAllowed: boolean;
  readonly isReconciling: boolean;
  /** Measured difference to the venue's clock; undefined while unknown. */
  readonly clockSkewMs: number | undefined;
  readonly equity: Decimal;
  /** Quote balance not reserved by working buy orders. */
  readonly freeCash: Decimal;
  /** Equity minus the initial margin of positions and working entries. */
  readonly freeMargin: Decimal;
  /** Sum of the absolute notional of all positions and working entries at mark. */
  readonly totalExposure: Decimal;
  readonly openPositions: number;
  /** Entries on their way that would open a position. */
  readonly workingEntries: number;
  /** Orders sent in the last ten seconds, protective ones not counted. */
  readonly recentOrders: number;
  readonly consecutiveLosses: number;
  readonly locks: readonly Lock[];
  /** Equity at the start of the configured day and the highest equity so far. */
  readonly dayStartEquity: Decimal;
  readonly peakEquity: Decimal;
  readonly market: MarketView | undefined;
  /** Ours, live, same strategy, symbol, side and purpose. */
  readonly hasSameWorkingOrder: boolean;
  /** Quantity of the strategy's position that the order would reduce; zero when it would open or increase. */
  readonly reducibleQty: Decimal;
  /** The order's strategy already holds a position in the symbol, on the order's side. */
  readonly addsToPosition: boolean;
}

/** The market of the order's symbol. */
export interface MarketView {
  readonly instrument: Instrument;
  /** Last price known; undefined before the first candle or mark. */
  readonly mark: Decimal | undefined;
  /** Absolute notional of the symbol's positions and working entries at mark. */
  readonly exposure: Decimal;
  /** Base held by the order's strategy and free to sell, spot only. */
  readonly freeBase: Decimal;
  readonly hasGap: boolean;
  /** Why the data is stale, or undefined while it is fresh. */
  readonly staleReason: string | undefined;
}

export type RiskVerdict =
  { readonly allow: true } | { readonly allow: false; readonly detail: string; readonly until?: EpochMs };

export const ALLOW: RiskVerdict = Object.freeze({ allow: true });

/** `detail`: what was found against what is allowed, with units. */
export const refuse = (detail: string, until?: EpochMs): RiskVerdict =>
  until === undefined ? { allow: false, detail } : { allow: false, detail, until };

/** Which orders a limit never blocks. `protecting` ones (see orderRelief.ts) are reducing ones too. */
export type Relief = 'none' | 'reducing' | 'protecting';

/** One check. `time` is an argument, never read. */
export interface RiskLimit {
  readonly code: RefusalCode;
  /** Orders of this kind pass without a look. */
  readonly relief: Relief;
  check(order: OrderIntent, view: RiskView, now: EpochMs): RiskVerdict;
}
