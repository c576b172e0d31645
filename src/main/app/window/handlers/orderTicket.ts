// Tickets of the window as the engine's own orders and exits.
import type { CheckedParamsOf } from '../../../../shared/contract/requests.ts';
import { toEpochMs, toSymbolId } from '../../../../shared/domain/ids.ts';
import type { ExitLevel, ExitPlan, OrderRequest } from '../../../../shared/domain/order.ts';
import { Decimal } from '../../../../shared/money.ts';

/** Null stays null: without it. */
export const toPrice = (text: string | null): Decimal | null => (text === null ? null : Decimal.of(text));
const optional = (text: string | undefined): Decimal | undefined => (text === undefined ? undefined : Decimal.of(text));

type Ticket = CheckedParamsOf<'orders.place'>['order'];

export function toRequest(ticket: Ticket): OrderRequest {
  const { symbol, side, type, qty, limitPrice, stopPrice, trailPct, timeInForce, expireAt, reduceOnly, postOnly } =
    ticket;
  return {
    ...{ symbol: toSymbolId(symbol), side, type, qty: Decimal.of(qty), timeInForce, reduceOnly, postOnly },
    limitPrice: optional(limitPrice),
    stopPrice: optional(stopPrice),
    trailPct: optional(trailPct),
    expireAt: expireAt === undefined ? undefined : toEpochMs(expireAt),
  };
}

type Exits = CheckedParamsOf<'orders.place'>['exits'];
type Level = NonNullable<Exits['stopLoss']>;

export function toPlan({ stopLoss, takeProfit, trailing, breakEven, maxHoldMs }: Exits): ExitPlan {
  return {
    ...(stopLoss === undefined ? {} : { stopLoss: toLevel(stopLoss) }),
    ...(takeProfit === undefined ? {} : { takeProfit: toLevel(takeProfit) }),
    ...(trailing === undefined
      ? {}
      : {
          trailing: {
            activationPct: Decimal.of(trailing.activationPct),
            distancePct: Decimal.of(trailing.distancePct),
          },
        }),
    ...(breakEven === undefined
      ? {}
      : {
          breakEven: { activationPct: Decimal.of(breakEven.activationPct), offsetPct: Decimal.of(breakEven.offsetPct) },
        }),
    ...(maxHoldMs === undefined ? {} : { maxHoldMs }),
  };
}

function toLevel(level: Level): ExitLevel {
  if ('pct' in level) return { pct: Decimal.of(level.pct) };
  return 'distance' in level ? { distance: Decimal.of(level.distance) } : { price: Decimal.of(level.price) };
}
