// Fill rules on marks, order by order. Pure arithmetic: what one quote does to one working order.
import { Decimal } from '../../../shared/money.ts';
import type { MarketQuote } from './marketQuote.ts';
import { behind, type Outcome, type Slippage, slipped, slippedWithinLimit, type Working } from './matching.ts';

/** What orders are matched against at one mark. */
export interface MarkMarket extends Slippage {
  readonly quote: MarketQuote;
}

/** Where `order` trades at the mark, by the rules of its type. Marks it as triggered or rested. */
export function matchOnMark(order: Working, market: MarkMarket): Outcome {
  const { type } = order.intent;
  switch (type) {
    case 'market':
      return atMarket(order, market);
    case 'limit':
    case 'takeProfit':
      return matchLimit(order, market);
    case 'trailingStop':
      order.stopPrice ??= behind(otherSide(order, market), order.intent, market.instrument.tickSize);
      break;
    case 'stop':
    case 'stopLimit':
  }
  if (order.isTriggered) return type === 'stopLimit' ? matchLimit(order, market) : atMarket(order, market);
  if (!isReached(order, market)) return 'none';
  order.isTriggered = true;
  if (type !== 'stopLimit') return atMarket(order, market);
  const price = slippedWithinLimit(order, otherSide(order, market), market);
  order.hasRested = price === undefined;
  return price === undefined ? 'none' : { price, liquidity: 'taker', isIntrabar: false };
}

/** The best price on the side of the book that the order trades with. */
const otherPrice = ({ intent }: Working, { quote }: MarkMarket): number =>
  intent.side === 'buy' ? quote.ask : quote.bid;
const otherSide = (order: Working, market: MarkMarket): Decimal => Decimal.fromNumber(otherPrice(order, market));

const atMarket = (order: Working, market: MarkMarket): Outcome => ({
  price: slipped(otherSide(order, market), order.intent.side, market),
  liquidity: 'taker',
  isIntrabar: false,
});

/** From its first mark on it takes what the book offers within its limit; once it has rested, the market comes to its price. */
function matchLimit(order: Working, market: MarkMarket): Outcome {
  const limit = order.limitPrice as Decimal;
  const [level, price] = [limit.toNumber(), otherPrice(order, market)];
  if (order.intent.side === 'buy' ? price > level : price < level) {
    order.hasRested = true;
    return 'none';
  }
  if (order.hasRested) return { price: limit, liquidity: 'maker', isIntrabar: false };
  if (order.intent.postOnly) return 'canceled';
  return { price: Decimal.fromNumber(price), liquidity: 'taker', isIntrabar: false };
}

/** A stop looks at the price it could be had at, never at the last trade. */
function isReached(order: Working, market: MarkMarket): boolean {
  const level = (order.stopPrice as Decimal).toNumber();
  const price = otherPrice(order, market);
  return order.intent.side === 'buy' ? price >= level : price <= level;
}
