import type { Decimal } from '../money.ts';
import type { ClientOrderId, EpochMs, FillId, StrategyId, SymbolId, VenueOrderId } from './ids.ts';

export type Side = 'buy' | 'sell';
export type PositionSide = 'long' | 'short';
export type OrderType = 'market' | 'limit' | 'stop' | 'stopLimit' | 'takeProfit' | 'trailingStop';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK' | 'GTD';
export type Liquidity = 'maker' | 'taker';

/** Why an order exists. `stopLoss`, `trailing`, `breakEven` and `takeProfit` protect an open position. */
export type OrderPurpose = 'entry' | ExitReason;
export type ExitReason =
  | 'stopLoss'
  | 'takeProfit'
  | 'trailing'
  | 'breakEven'
  | 'maxHold'
  | 'strategy'
  | 'liquidation'
  | 'manual'
  | 'killSwitch'
  | 'reversal';

/** What is asked of the venue. Prices in quote currency on the tick grid, quantity on the lot grid. */
export interface OrderRequest {
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly type: OrderType;
  readonly qty: Decimal;
  /** limit, stopLimit, takeProfit. */
  readonly limitPrice?: Decimal | undefined;
  /** Trigger of stop and stopLimit; first trigger of trailingStop. */
  readonly stopPrice?: Decimal | undefined;
  /** Distance of a trailingStop behind the best price, in percent of it. */
  readonly trailPct?: Decimal | undefined;
  readonly timeInForce: TimeInForce;
  /** GTD only. */
  readonly expireAt?: EpochMs | undefined;
  readonly reduceOnly: boolean;
  readonly postOnly: boolean;
}

/** A distance from the average entry, or a price of its own. */
export type ExitLevel = { readonly pct: Decimal } | { readonly distance: Decimal } | { readonly price: Decimal };

/** How a position is to be left. Armed before its entry is sent; an absent part is off. */
export interface ExitPlan {
  readonly stopLoss?: ExitLevel | undefined;
  readonly takeProfit?: ExitLevel | undefined;
  /** Once `activationPct` in profit, a stop follows `distancePct` behind the best price. */
  readonly trailing?: { readonly activationPct: Decimal; readonly distancePct: Decimal } | undefined;
  /** Once `activationPct` in profit, the stop moves to the entry plus `offsetPct` in the position's favour. */
  readonly breakEven?: { readonly activationPct: Decimal; readonly offsetPct: Decimal } | undefined;
  readonly maxHoldMs?: number | undefined;
}

/** An order written down before it is sent. */
export interface OrderIntent extends OrderRequest {
  readonly intent: number;
  readonly clientOrderId: ClientOrderId;
  /** The strategy whose position it opens or closes; `manual` for the trader's own. */
  readonly strategy: StrategyId;
  readonly purpose: OrderPurpose;
  /** Orders of one group: a fill of one cancels or shrinks the others. */
  readonly group?: string | undefined;
  readonly createdAt: EpochMs;
}

export type OrderState =
  | 'intent'
  | 'submitting'
  | 'open'
  | 'partiallyFilled'
  | 'pendingCancel'
  | 'filled'
  | 'canceled'
  | 'rejected'
  | 'expired'
  | 'unknown';

export interface Order extends OrderIntent {
  readonly state: OrderState;
  readonly venueOrderId?: VenueOrderId | undefined;
  readonly filledQty: Decimal;
  /** Sum of qty x price over the fills. */
  readonly filledValue: Decimal;
  readonly fees: Decimal;
  readonly updatedAt: EpochMs;
  /** The venue's or our own sentence for a rejection or cancellation. */
  readonly reason?: string | undefined;
}

export interface Fill {
  readonly fillId: FillId;
  readonly clientOrderId: ClientOrderId;
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly qty: Decimal;
  readonly price: Decimal;
  /** In quote currency, positive when paid. */
  readonly fee: Decimal;
  readonly liquidity: Liquidity;
  /** When it happened; on candle data the open time of its candle. */
  readonly at: EpochMs;
}

export const entrySide = (side: PositionSide): Side => (side === 'long' ? 'buy' : 'sell');
export const exitSide = (side: PositionSide): Side => (side === 'long' ? 'sell' : 'buy');
