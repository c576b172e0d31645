// Fill rules on candles, order by order. Pure arithmetic: what one candle does to one working order.
import type { Candle } from '../../../shared/domain/candle.ts';
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
  /** It has seen a candle before: a limit that rests pays the maker fee. */
  hasRested: boolean;
  /** Placed behind a fill within this candle: the candle's open was before it. */
  skipsOpen: boolean;
}

/** A price at which the order trades in this candle. */
export interface Match {
  readonly price: Decimal;
  readonly liquidity: Liquidity;
  /** False: it happened at the open. */
  readonly isIntrabar: boolean;
}

/** What the candle does to the order: a match, nothing, or the end of it. */
export type Outcome = Match | 'none' | 'canceled';

/** `price` moved by `slippageBps` and to the tick, both against the trader. */
export function slipped(
  price: Decimal,
  side: Side,
  { instrument, slippageBps }: { instrument: Instrument; slippageBps: Decimal },
): Decimal {
  const slip = bpsOf(price, slippageBps);
  return side === 'buy'
    ? price.plus(slip).toStep(instrument.tickSize, 'up')
    : price.minus(slip).toStep(instrument.tickSize, 'down');
}

/** What orders are matched against in one candle. */
export interface Market {
  readonly candle: Candle;
  readonly instrument: Instrument;
  readonly slippageBps: Decimal;
}

/** Where `order` trades in `candle`, by the rules of its type. Marks it as triggered or rested. */
export function matchOnCandle(order: Working, market: Market): Outcome {
  const outcome = matchByType(order, market);
  order.hasRested = true;
  order.skipsOpen = false;
  return outcome;
}

function matchByType(order: Working, market: Market): Outcome {
  switch (order.intent.type) {
    case 'market':
      return atOpen(order, market);
    case 'limit':
    case 'takeProfit':
      return matchLimit(order, market);
    case 'trailingStop':
      order.stopPrice ??= behind(Decimal.fromNumber(market.candle.open), order.intent, market.instrument.tickSize);
      return matchStop(order, market);
    case 'stop':
      return matchStop(order, market);
    case 'stopLimit':
      return matchStopLimit(order, market);
  }
}

function atOpen(order: Working, { candle, ...costs }: Market): Match {
  return {
    price: slipped(Decimal.fromNumber(candle.open), order.intent.side, costs),
    liquidity: 'taker',
    isIntrabar: false,
  };
}

function matchLimit(order: Working, { candle }: Market): Outcome {
  const limit = order.limitPrice as Decimal;
  const level = limit.toNumber();
  const isBuy = order.intent.side === 'buy';
  const isAtOpen = !order.skipsOpen && (isBuy ? candle.open <= level : candle.open >= level);
  if (isAtOpen) {
    if (order.intent.postOnly && !order.hasRested) return 'canceled';
    return {
      price: Decimal.fromNumber(candle.open),
      liquidity: order.hasRested ? 'maker' : 'taker',
      isIntrabar: false,
    };
  }
  // Touching alone is no fill: others stood in the queue before us.
  const isThrough = isBuy ? candle.low < level : candle.high > level;
  return isThrough && !(order.skipsOpen && order.intent.purpose === 'takeProfit')
    ? { price: limit, liquidity: 'maker', isIntrabar: true }
    : 'none';
}

/** The price at which a stop is reached: the open when it lies beyond, else the stop itself. */
function trigger(order: Working, candle: Candle): { price: Decimal; isIntrabar: boolean } | undefined {
  const stop = order.stopPrice as Decimal;
  const level = stop.toNumber();
  const isBuy = order.intent.side === 'buy';
  if (!order.skipsOpen && (isBuy ? candle.open >= level : candle.open <= level)) {
    return { price: Decimal.fromNumber(candle.open), isIntrabar: false };
  }
  return (isBuy ? candle.high >= level : candle.low <= level) ? { price: stop, isIntrabar: true } : undefined;
}

/** True for a stop that is reached on the way from the candle's open to `price`, and not only there. */
export function isReachedBefore({ intent, stopPrice, isTriggered }: Working, price: Decimal, candle: Candle): boolean {
  if (intent.type !== 'stop' || stopPrice === undefined) return false;
  const open = Decimal.fromNumber(candle.open);
  if (intent.side === 'sell') return (isTriggered ? open : minDecimal(open, stopPrice)).gt(price);
  return (isTriggered ? open : maxDecimal(open, stopPrice)).lt(price);
}

function matchStop(order: Working, market: Market): Outcome {
  if (order.isTriggered) return atOpen(order, market);
  const reached = trigger(order, market.candle);
  if (reached === undefined) return 'none';
  order.isTriggered = true;
  return {
    price: slipped(reached.price, order.intent.side, market),
    liquidity: 'taker',
    isIntrabar: reached.isIntrabar,
  };
}

function matchStopLimit(order: Working, market: Market): Outcome {
  if (order.isTriggered) return matchLimit(order, market);
  const reached = trigger(order, market.candle);
  if (reached === undefined) return 'none';
  order.isTriggered = true;
  const limit = order.limitPrice as Decimal;
  const price = slipped(reached.price, order.intent.side, market);
  const isBuy = order.intent.side === 'buy';
  // Beyond its limit at the trigger it rests as a limit order from the next candle on.
  if (isBuy ? reached.price.gt(limit) : reached.price.lt(limit)) return 'none';
  return {
    price: isBuy ? minDecimal(price, limit) : maxDecimal(price, limit),
    liquidity: 'taker',
    isIntrabar: reached.isIntrabar,
  };
}

/** A trailing stop follows the best price of the candles it has rested through; it never moves back. */
export function trail(order: Working, candle: Candle, tickSize: Decimal): void {
  const { side, type } = order.intent;
  const known = order.stopPrice;
  // Without a trigger it has not seen a candle yet.
  if (type !== 'trailingStop' || order.isTriggered || known === undefined) return;
  const next = behind(Decimal.fromNumber(side === 'sell' ? candle.high : candle.low), order.intent, tickSize);
  if (side === 'sell' ? next.gt(known) : next.lt(known)) order.stopPrice = next;
}

/** The trigger of a trailing stop whose best price is `best`. */
function behind(best: Decimal, { side, trailPct }: OrderIntent, tickSize: Decimal): Decimal {
  const distance = percentOf(best, trailPct as Decimal);
  return side === 'sell' ? best.minus(distance).toStep(tickSize, 'down') : best.plus(distance).toStep(tickSize, 'up');
}
