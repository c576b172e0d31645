// An order on its way to the desk, and what became of it.
import type { StrategyId } from '../../../shared/domain/ids.ts';
import type { Order, OrderPurpose, OrderRequest } from '../../../shared/domain/order.ts';
import type { Verdict } from '../../../shared/domain/refusal.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { Amendment } from './orderBook.ts';

/** Whose order it is, and why. */
export interface Ticket {
  readonly strategy: StrategyId;
  readonly purpose: OrderPurpose;
  readonly group?: string;
}

/** What became of a wish: an order on its way, or the first refusal; all verdicts in both cases. */
export interface Placement {
  readonly order?: Order;
  readonly refusal?: Verdict;
  readonly verdicts: readonly Verdict[];
}

/** What closing and protecting ask of the order desk. */
export interface OrderSender {
  place(request: OrderRequest, ticket: Ticket): Placement;
  cancel(order: Order): void;
  /** New quantity left to fill and new price of a working order. */
  amend(order: Order, left: Decimal, price: Omit<Amendment, 'qty'>): void;
}

const PROTECTIVE: ReadonlySet<OrderPurpose> = new Set(['stopLoss', 'takeProfit', 'trailing', 'breakEven']);
export const isProtective = (order: { readonly purpose: OrderPurpose }): boolean => PROTECTIVE.has(order.purpose);

/**
 * It leaves a position at the market, now: for a level that the engine watches itself too, and what is left of a stop that has
 * begun to fill. Nothing else may close it again, not even while it is being canceled: it may still fill.
 */
export const isClosing = ({ reduceOnly, type, filledQty }: Order): boolean =>
  reduceOnly && (type === 'market' || ((type === 'stop' || type === 'trailingStop') && filledQty.isPositive()));
