// What fills on candles and on marks have in common: the working order, what may become of it, slippage and trailing.
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Liquidity, OrderIntent, Side } from '../../../shared/domain/order.ts';
import { bpsOf, Decimal, maxDecimal, minDecimal, percentOf } from '../../../shared/money.ts';

/** How far an order has come. */
export interface Working {
  readonly intent: OrderIntent;
  /** Still to fill. */
  left: Decimal;
  limitPrice: Decimal | undefined;
  stopPrice: Decimal | undefined;
  /** A stop that has been reached: what is left of it is a market or limit order. */
  isTriggered: boolean;
  /** It has seen a candle, or a mark that its limit did not reach: a limit that rests pays the maker fee. */
  hasRested: boolean;
  /** Placed behind a fill within this candle: the candle's open was before it. */
  skipsOpen: boolean;
}

/** A price at which the order trades now. */
export interface Match {
  readonly price: Decimal;
  readonly liquidity: Liquidity;
  /** True: within a candle, after its open. */
  readonly isIntrabar: boolean;
}

/** What the market does to the order: a match, nothing, or the end of it. */
export type Outcome = Match | 'none' | 'canceled';

export interface Slippage {
  readonly instrument: Instrument;
  readonly slippageBps: Decimal;
}

/** `price` moved by `slippageBps` and to the tick, both against the trader. */
export function slipped(price: Decimal, side: Side, { instrument, slippageBps }: Slippage): Decimal {
  const slip = bpsOf(price, slippageBps);
  return side === 'buy'
    ? price.plus(slip).toStep(instrument.tickSize, 'up')
    : price.minus(slip).toStep(instrument.tickSize, 'down');
}

/** Where a stop-limit reached at `price` trades at once; undefined: the market is beyond its limit, where it now rests. */
export function slippedWithinLimit(
  { intent, limitPrice }: Working,
  price: Decimal,
  costs: Slippage,
): Decimal | undefined {
  const limit = limitPrice as Decimal;
  const isBuy = intent.side === 'buy';
  if (isBuy ? price.gt(limit) : price.lt(limit)) return undefined;
  const worse = slipped(price, intent.side, costs);
  return isBuy ? minDecimal(worse, limit) : maxDecimal(worse, limit);
}

/** A trailing stop follows the best price it has rested through: highs for sells, lows for buys. It never moves back. */
export function trail(order: Working, best: { readonly high: number; readonly low: number }, tickSize: Decimal): void {
  const { side, type } = order.intent;
  const known = order.stopPrice;
  // Without a trigger it has not seen the market yet.
  if (type !== 'trailingStop' || order.isTriggered || known === undefined) return;
  const next = behind(Decimal.fromNumber(side === 'sell' ? best.high : best.low), order.intent, tickSize);
  if (side === 'sell' ? next.gt(known) : next.lt(known)) order.stopPrice = next;
}

/** The trigger of a trailing stop whose best price is `best`. */
export function behind(best: Decimal, { side, trailPct }: OrderIntent, tickSize: Decimal): Decimal {
  const distance = percentOf(best, trailPct as Decimal);
  return side === 'sell' ? best.minus(distance).toStep(tickSize, 'down') : best.plus(distance).toStep(tickSize, 'up');
}
