// Fill rules on candles, order by order. Pure arithmetic: what one candle does to one working order.
import type { Candle } from '../../../shared/domain/candle.ts';
import { Decimal, maxDecimal, minDecimal } from '../../../shared/money.ts';
import {
  behind,
  type Match,
  type Outcome,
  type Slippage,
  slipped,
  slippedWithinLimit,
  type Working,
} from './matching.ts';

/** What orders are matched against in one candle. */
export interface CandleMarket extends Slippage {
  readonly candle: Candle;
}

/** Where `order` trades in `candle`, by the rules of its type. Marks it as triggered or rested. */
export function matchOnCandle(order: Working, market: CandleMarket): Outcome {
  const outcome = matchByType(order, market);
  order.hasRested = true;
  order.skipsOpen = false;
  return outcome;
}

function matchByType(order: Working, market: CandleMarket): Outcome {
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

function atOpen(order: Working, market: CandleMarket): Match {
  return {
    price: slipped(Decimal.fromNumber(market.candle.open), order.intent.side, market),
    liquidity: 'taker',
    isIntrabar: false,
  };
}

function matchLimit(order: Working, { candle }: CandleMarket): Outcome {
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

function matchStop(order: Working, market: CandleMarket): Outcome {
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

function matchStopLimit(order: Working, market: CandleMarket): Outcome {
  if (order.isTriggered) return matchLimit(order, market);
  const reached = trigger(order, market.candle);
  if (reached === undefined) return 'none';
  order.isTriggered = true;
  // Beyond its limit at the trigger it rests as a limit order from the next candle on.
  const price = slippedWithinLimit(order, reached.price, market);
  return price === undefined ? 'none' : { price, liquidity: 'taker', isIntrabar: reached.isIntrabar };
}
