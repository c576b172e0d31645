// Which options each order type takes: one table. Anything else makes no sense and is refused before the venue sees it.
import type { EpochMs } from '../../../../shared/domain/ids.ts';
import type { OrderIntent, OrderType, TimeInForce } from '../../../../shared/domain/order.ts';
import { Decimal } from '../../../../shared/money.ts';
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

type PriceField = 'limitPrice' | 'stopPrice' | 'trailPct';
interface OrderForm {
  readonly limitPrice: Need;
  readonly stopPrice: Need;
  readonly trailPct: Need;
  readonly timesInForce: readonly TimeInForce[];
  readonly canPostOnly: boolean;
}
type Need = 'required' | 'optional' | 'absent';

const NO_PRICE = { limitPrice: 'absent', stopPrice: 'absent', trailPct: 'absent' } as const;
const RESTING = { timesInForce: ['GTC', 'GTD'], canPostOnly: false } as const;

const ORDER_FORMS: Readonly<Record<OrderType, OrderForm>> = {
  market: { ...NO_PRICE, timesInForce: ['GTC', 'IOC', 'FOK'], canPostOnly: false },
  limit: { ...NO_PRICE, limitPrice: 'required', timesInForce: ['GTC', 'IOC', 'FOK', 'GTD'], canPostOnly: true },
  stop: { ...NO_PRICE, ...RESTING, stopPrice: 'required' },
  stopLimit: { ...NO_PRICE, ...RESTING, limitPrice: 'required', stopPrice: 'required' },
  takeProfit: { ...NO_PRICE, ...RESTING, limitPrice: 'required', canPostOnly: true },
  trailingStop: { ...NO_PRICE, ...RESTING, stopPrice: 'optional', trailPct: 'required' },
};
const PRICE_FIELDS: readonly PriceField[] = ['limitPrice', 'stopPrice', 'trailPct'];
const HUNDRED = Decimal.of(100);

export const unsupportedOrderType: RiskLimit = {
  code: 'UNSUPPORTED_ORDER_TYPE',
  relief: 'none',
  check: (order, _view, now) => {
    const fault = faultOf(order, now);
    return fault === undefined ? ALLOW : refuse(`${order.type}: ${fault}`);
  },
};

const faultOf = (order: OrderIntent, now: EpochMs): string | undefined =>
  priceFault(order) ?? optionFault(order) ?? expiryFault(order, now);

function priceFault(order: OrderIntent): string | undefined {
  const form = ORDER_FORMS[order.type];
  for (const field of PRICE_FIELDS) {
    const isThere = order[field] !== undefined;
    if (form[field] === 'required' && !isThere) return `${field} is missing`;
    if (form[field] === 'absent' && isThere) return `${field} is not part of it`;
  }
  const { trailPct } = order;
  if (trailPct === undefined || (trailPct.isPositive() && trailPct.lt(HUNDRED))) return undefined;
  return `trailPct ${trailPct.toString()} is not between 0 and 100`;
}

function optionFault({ type, timeInForce, postOnly }: OrderIntent): string | undefined {
  const { timesInForce, canPostOnly } = ORDER_FORMS[type];
  if (!timesInForce.includes(timeInForce)) return `${timeInForce} is not one of ${timesInForce.join(', ')}`;
  if (!postOnly) return undefined;
  if (!canPostOnly) return 'post-only needs a resting limit price';
  return timeInForce === 'IOC' || timeInForce === 'FOK' ? `post-only cannot be ${timeInForce}` : undefined;
}

function expiryFault({ timeInForce, expireAt }: OrderIntent, now: EpochMs): string | undefined {
  if (timeInForce !== 'GTD') return expireAt === undefined ? undefined : `expireAt needs GTD, not ${timeInForce}`;
  if (expireAt === undefined) return 'GTD needs expireAt';
  return expireAt > now ? undefined : `expireAt ${expireAt} is not after ${now}`;
}
