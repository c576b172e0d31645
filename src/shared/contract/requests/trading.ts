// Orders, positions and everything that acts on the account.
import { z } from 'zod';
import { command, query } from '../define.ts';
import {
  count,
  decimal,
  filterFields,
  id,
  limit,
  listOf,
  nothing,
  optionalReason,
  pageOf,
  positiveDecimal,
  reason,
  symbol,
  time,
} from '../fields.ts';
import { exitTicket, fillRow, orderRow, orderTicket, side } from '../records/order.ts';
import { portfolioRow, positionRow } from '../records/portfolio.ts';
import { comparingRow, differenceAction, differenceRow } from '../records/reconciliation.ts';
import { commandOutcome, limitKey, riskView } from '../records/risk.ts';
import { verdictRecord } from '../records/signal.ts';

const ofConnection = z.strictObject({ connection: id.optional() });
const outcomes = z.strictObject({ outcomes: z.array(commandOutcome) });

const previewFigures = z.strictObject({
  /** At which it would fill now: the limit, the trigger or the other side of the book. */
  price: decimal,
  notional: decimal,
  /** Estimated, at the taker's or maker's rate. */
  fee: decimal,
  /** Loss at the stop, before costs; absent without a stop. */
  riskAmount: decimal.optional(),
  riskPct: z.number().optional(),
  /** After the fill: percent of equity in the symbol and in all, and total notional / equity. */
  exposureSymbolPct: z.number(),
  exposureTotalPct: z.number(),
  leverage: z.number(),
  marginUsed: decimal,
});

const roundedRecord = z.strictObject({
  field: z.enum(['qty', 'limitPrice', 'stopPrice']),
  asked: decimal,
  sent: decimal,
  step: decimal,
});

export const tradingRequests = {
  'portfolio.get': query('The account of each connection: equity, day P&L, drawdown, exposure.', {
    params: ofConnection,
    result: listOf(portfolioRow),
  }),
  'orders.place': command('Sends an order of the trader, with its exits; refused with every check that said no.', {
    params: z.strictObject({
      connection: id,
      order: orderTicket,
      exits: exitTicket.default({}),
      reason: optionalReason,
    }),
    result: z.strictObject({ orders: z.array(orderRow) }),
  }),
  'orders.preview': query('What the risk checks say of an order that is not sent, and what it would come to.', {
    params: z.strictObject({ connection: id, order: orderTicket, exits: exitTicket.default({}) }),
    result: z.strictObject({
      allow: z.boolean(),
      /** Every check in its order; empty where the order is not well-formed enough to be checked. */
      verdicts: z.array(verdictRecord),
      /** Why it cannot be checked at all, in a sentence. */
      problem: z.string().optional(),
      /** What is sent otherwise than it was asked for: on the grids of the instrument. */
      rounded: z.array(roundedRecord),
      figures: previewFigures.optional(),
    }),
  }),
  'orders.size': query('The quantity that an amount, a share of equity or a risk comes to, on the lot grid.', {
    params: z.strictObject({
      connection: id,
      symbol,
      side,
      /** Undefined: the other side of the book. */
      price: positiveDecimal.optional(),
      by: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('notional'), amount: positiveDecimal }),
        z.strictObject({ kind: z.literal('percentEquity'), pct: positiveDecimal }),
        /** Loss at `stopPrice` before costs, percent of equity. */
        z.strictObject({ kind: z.literal('riskPercent'), pct: positiveDecimal, stopPrice: positiveDecimal }),
      ]),
    }),
    result: z.strictObject({ qty: decimal, price: decimal, notional: decimal, detail: z.string() }),
  }),
  'orders.cancel': command('Asks the venue to cancel an order.', {
    params: z.strictObject({ connection: id, clientOrderId: id, reason: optionalReason }),
    result: nothing,
  }),
  'orders.list': query('Orders, newest last; finished ones too.', {
    params: z.strictObject({ ...filterFields, isWorking: z.boolean().default(false), limit }),
    result: pageOf(orderRow),
  }),
  'fills.list': query('Fills, newest last.', {
    params: z.strictObject({ ...filterFields, limit }),
    result: pageOf(fillRow),
  }),
  'positions.list': query('Open positions with their live figures.', {
    params: ofConnection,
    result: listOf(positionRow),
  }),
  'positions.close': command('Closes one position at the market.', {
    params: z.strictObject({ connection: id, strategy: id, symbol, reason: optionalReason }),
    result: nothing,
  }),
  'positions.closeAll': command('Closes every position at the market; of one connection or of all.', {
    params: z.strictObject({ connection: id.optional(), reason: optionalReason }),
    result: outcomes,
  }),
  'positions.moveStop': command('Moves stop and target of a position; null takes one away, absent leaves it.', {
    params: z.strictObject({
      connection: id,
      strategy: id,
      symbol,
      stopPrice: positiveDecimal.nullable().optional(),
      targetPrice: positiveDecimal.nullable().optional(),
      reason: optionalReason,
    }),
    result: nothing,
  }),
  'reconciliation.list': query(
    "Differences with the venue's account: those that wait, those ignored, what is compared.",
    {
      params: ofConnection,
      result: z.strictObject({ items: z.array(differenceRow), comparing: z.array(comparingRow) }),
    },
  ),
  'reconciliation.resolve': command('Settles a difference as the trader says; refused where it has changed since.', {
    params: z.strictObject({
      connection: id,
      id: z.string().min(1).max(200),
      action: differenceAction,
      /** Of `assign`. */
      strategy: id.optional(),
      /** At which a position is booked; absent: the price there is now. */
      price: positiveDecimal.optional(),
      reason,
    }),
    result: nothing,
  }),
  'risk.get': query('Limits with their use, protections, locks, trading state with its history.', {
    params: z.strictObject({ connection: id }),
    result: riskView,
  }),
  'risk.update': command('Changes limits in the configuration file; with a reason, audited.', {
    params: z.strictObject({
      changes: z.partialRecord(limitKey, z.number().positive().nullable()),
      reason,
    }),
    result: z.strictObject({ applied: z.array(limitKey) }),
  }),
  'trading.halt': command('No more orders but protection; positions stay.', {
    params: z.strictObject({ connection: id.optional(), reason }),
    result: outcomes,
  }),
  'trading.reduce': command('Only orders that reduce a position.', {
    params: z.strictObject({ connection: id.optional(), reason }),
    result: outcomes,
  }),
  'trading.resume': command('Trades again.', {
    params: z.strictObject({ connection: id.optional(), reason }),
    result: outcomes,
  }),
  'trading.killSwitch': command('Cancels every order, closes every position and answers when the venue says flat.', {
    params: z.strictObject({ connection: id.optional(), reason }),
    result: outcomes,
  }),
  'trading.leaveSafeMode': command('Leaves safe mode; trading stays halted until it is resumed.', {
    params: z.strictObject({ connection: id, reason }),
    result: outcomes,
  }),
  'locks.place': command('Locks entries, of a symbol, a strategy or all, until a time of the connection.', {
    params: z.strictObject({
      connection: id,
      symbol: symbol.optional(),
      strategy: id.optional(),
      until: time,
      reason,
    }),
    result: nothing,
  }),
  'locks.release': command('Releases a lock before its end.', {
    params: z.strictObject({ connection: id, lockId: count, reason }),
    result: nothing,
  }),
} as const;
