// Orders, fills and what is asked of a venue.
import { z } from 'zod';
import type { ExitPlan, Fill, Order, OrderRequest } from '../../domain/order.ts';
import { count, decimal, id, positiveDecimal, recordOf, symbol, time } from '../fields.ts';

export const side = z.enum(['buy', 'sell']);
const orderType = z.enum(['market', 'limit', 'stop', 'stopLimit', 'takeProfit', 'trailingStop']);
const timeInForce = z.enum(['GTC', 'IOC', 'FOK', 'GTD']);
export const exitReason = z.enum([
  'stopLoss',
  'takeProfit',
  'trailing',
  'breakEven',
  'maxHold',
  'strategy',
  'liquidation',
  'manual',
  'killSwitch',
  'reversal',
]);

/** What the trader asks of the venue. */
export const orderTicket = z.strictObject({
  symbol,
  side,
  type: orderType,
  qty: positiveDecimal,
  /** limit, stopLimit, takeProfit. */
  limitPrice: positiveDecimal.optional(),
  /** Trigger of stop and stopLimit; first trigger of trailingStop. */
  stopPrice: positiveDecimal.optional(),
  /** Distance of a trailingStop, percent. */
  trailPct: positiveDecimal.optional(),
  timeInForce: timeInForce.default('GTC'),
  expireAt: time.optional(),
  reduceOnly: z.boolean().default(false),
  postOnly: z.boolean().default(false),
});
export type OrderTicket = z.input<typeof orderTicket>;

const exitLevel = z.union([
  z.strictObject({ pct: positiveDecimal }),
  z.strictObject({ distance: positiveDecimal }),
  z.strictObject({ price: positiveDecimal }),
]);

/** How the position is to be left; an absent part is off. */
export const exitTicket = recordOf<ExitPlan>()(
  z.strictObject({
    stopLoss: exitLevel.optional(),
    takeProfit: exitLevel.optional(),
    trailing: z.strictObject({ activationPct: decimal, distancePct: positiveDecimal }).optional(),
    breakEven: z.strictObject({ activationPct: decimal, offsetPct: decimal }).optional(),
    maxHoldMs: z.int().min(1000).optional(),
  }),
);
export type ExitTicket = z.input<typeof exitTicket>;

const requestFields = {
  symbol,
  side,
  type: orderType,
  qty: decimal,
  limitPrice: decimal.optional(),
  stopPrice: decimal.optional(),
  trailPct: decimal.optional(),
  timeInForce,
  expireAt: time.optional(),
  reduceOnly: z.boolean(),
  postOnly: z.boolean(),
};

const orderState = z.enum([
  'intent',
  'submitting',
  'open',
  'partiallyFilled',
  'pendingCancel',
  'filled',
  'canceled',
  'rejected',
  'expired',
  'unknown',
]);

const orderFields = {
  ...requestFields,
  intent: count,
  clientOrderId: id,
  strategy: id,
  purpose: z.enum(['entry', ...exitReason.options]),
  group: z.string().optional(),
  createdAt: time,
  state: orderState,
  venueOrderId: z.string().optional(),
  filledQty: decimal,
  filledValue: decimal,
  fees: decimal,
  updatedAt: time,
  reason: z.string().optional(),
};

recordOf<OrderRequest>()(z.strictObject(requestFields));
recordOf<Order>()(z.strictObject(orderFields));

/** An order of one connection. `averagePrice` over its fills; `isWorking` until nothing more can come of it. */
export const orderRow = z.strictObject({
  connection: id,
  ...orderFields,
  averagePrice: decimal.optional(),
  isWorking: z.boolean(),
});
export type OrderRow = z.output<typeof orderRow>;

const fillFields = {
  fillId: id,
  clientOrderId: id,
  symbol,
  side,
  qty: decimal,
  price: decimal,
  fee: decimal,
  liquidity: z.enum(['maker', 'taker']),
  at: time,
};
recordOf<Fill>()(z.strictObject(fillFields));

/** A fill of one connection; without a strategy where the venue acted of its own accord. */
export const fillRow = z.strictObject({ connection: id, ...fillFields, strategy: id.optional() });
export type FillRow = z.output<typeof fillRow>;
