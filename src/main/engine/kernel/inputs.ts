// Everything the engine learns. An input is plain data, journaled before anything is done about it.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { ClientOrderId, EpochMs, StrategyId, SymbolId, VenueOrderId } from '../../../shared/domain/ids.ts';
import type { ExitPlan, Fill, OrderRequest } from '../../../shared/domain/order.ts';
import type { Prediction } from '../../../shared/domain/prediction.ts';
import type { DifferenceSettlement } from '../../../shared/domain/reconciliation.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { EngineConfig } from './engineConfig.ts';

export type EngineInput =
  | { readonly kind: 'candle'; readonly at: EpochMs; readonly candle: Candle }
  | {
      readonly kind: 'mark';
      readonly at: EpochMs;
      readonly symbol: SymbolId;
      readonly bid: number;
      readonly ask: number;
      readonly last: number;
    }
  | { readonly kind: 'prediction'; readonly at: EpochMs; readonly prediction: Prediction }
  | { readonly kind: 'venue'; readonly at: EpochMs; readonly report: VenueReport }
  | { readonly kind: 'command'; readonly at: EpochMs; readonly command: UserCommand }
  | { readonly kind: 'config'; readonly at: EpochMs; readonly config: EngineConfig }
  | { readonly kind: 'feed'; readonly at: EpochMs; readonly status: FeedStatus }
  | { readonly kind: 'timer'; readonly at: EpochMs };

/** What a venue says about orders and the account. Money in quote currency. */
export type VenueReport =
  | { readonly type: 'accepted'; readonly clientOrderId: ClientOrderId; readonly venueOrderId: VenueOrderId }
  | { readonly type: 'filled'; readonly fill: Fill }
  | {
      readonly type: 'canceled' | 'rejected' | 'expired' | 'unknown';
      readonly clientOrderId: ClientOrderId;
      readonly reason: string;
    }
  | {
      readonly type: 'cancelRejected' | 'amendRejected';
      readonly clientOrderId: ClientOrderId;
      readonly reason: string;
    }
  /** The venue closes a position of its own accord. */
  | { readonly type: 'liquidated'; readonly strategy: StrategyId; readonly fill: Fill }
  /** `amount` is received (+) or paid (-). */
  | {
      readonly type: 'funding';
      readonly id: string;
      readonly symbol: SymbolId;
      readonly rate: number;
      readonly amount: Decimal;
      /** What one long unit receives, where known. */
      readonly perUnit?: Decimal;
    }
  | { readonly type: 'deposit' | 'correction'; readonly id: string; readonly amount: Decimal; readonly reason: string }
  /** What the venue says of the account; what is absent was not asked for. Net quantities, positive long. */
  | {
      readonly type: 'snapshot';
      readonly openOrders?: readonly ClientOrderId[];
      readonly balance?: Decimal;
      readonly positions?: readonly { readonly symbol: SymbolId; readonly qty: Decimal }[];
    };

/** Who asks, and why: both are kept in the audit trail. */
export interface Commander {
  readonly by: 'window' | 'cli' | 'telegram' | 'system';
  readonly reason: string;
}

export type UserCommand = Commander &
  (
    | { readonly type: 'placeOrder'; readonly order: OrderRequest; readonly exits: ExitPlan; readonly group?: string }
    | { readonly type: 'cancelOrder'; readonly clientOrderId: ClientOrderId }
    | { readonly type: 'closePosition'; readonly strategy: StrategyId; readonly symbol: SymbolId }
    | { readonly type: 'closeAll' }
    /** New prices of a position's stop and target; null: without it from now on, absent: as it is. */
    | {
        readonly type: 'moveProtection';
        readonly strategy: StrategyId;
        readonly symbol: SymbolId;
        readonly stopPrice?: Decimal | null;
        readonly targetPrice?: Decimal | null;
      }
    | { readonly type: 'killSwitch' | 'halt' | 'reduce' | 'resume' | 'leaveSafeMode' | 'enterSafeMode' }
    | { readonly type: 'lock'; readonly symbol?: SymbolId; readonly strategy?: StrategyId; readonly untilMs: EpochMs }
    | { readonly type: 'unlock'; readonly lockId: number }
    /** What only a person can settle between the venue's account and ours, in the figures that person saw. */
    | ({ readonly type: 'resolveDifference' } & DifferenceSettlement)
    | { readonly type: 'explain'; readonly strategy: StrategyId; readonly symbol: SymbolId }
  );

export type FeedStatus =
  | { readonly type: 'connected' | 'disconnected'; readonly detail: string }
  /** The venue has no candles in [from, to): the range is an outage, not a gap. */
  | {
      readonly type: 'outage';
      readonly symbol: SymbolId;
      readonly timeframe: Timeframe;
      readonly from: EpochMs;
      readonly to: EpochMs;
    }
  | { readonly type: 'clockSkew'; readonly skewMs: number }
  | { readonly type: 'reconciling' | 'reconciled'; readonly symbol?: SymbolId };
