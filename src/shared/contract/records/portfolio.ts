// Positions, trades, ledger and the account as a whole.
import { z } from 'zod';
import type { LedgerEntry, Position, Trade } from '../../domain/portfolio.ts';
import { column, count, decimal, id, recordOf, symbol, time } from '../fields.ts';
import { exitReason } from './order.ts';
import { positionSide } from './signal.ts';

const positionFields = {
  strategy: id,
  symbol,
  side: positionSide,
  qty: decimal,
  averageEntry: decimal,
  openedAt: time,
  mark: decimal,
  unrealisedPnl: decimal,
  stopPrice: decimal.optional(),
  targetPrice: decimal.optional(),
};
recordOf<Position>()(z.strictObject(positionFields));

/** A position of one connection with its live figures. Upsert by connection, strategy and symbol; `isOpen` false: it is gone. */
export const positionRow = z.strictObject({
  connection: id,
  ...positionFields,
  isOpen: z.boolean(),
  /** qty x mark x contract size. */
  notional: decimal,
  /** Of the notional at entry, percent. */
  pnlPct: z.number(),
  /** Loss at the stop from here, quote currency; absent without a stop. */
  riskToStop: decimal.optional(),
  /** Time of the mark. */
  pricedAt: time,
});
export type PositionRow = z.output<typeof positionRow>;

const tradeFields = {
  id,
  strategy: id,
  symbol,
  side: positionSide,
  entryAt: time,
  entryPrice: decimal,
  exitAt: time,
  exitPrice: decimal,
  qty: decimal,
  fees: decimal,
  pnl: decimal,
  funding: decimal,
  exitReason,
  initialRisk: decimal.optional(),
};
recordOf<Trade>()(z.strictObject(tradeFields));

/** A trade of one connection. `net`: P&L after fees plus funding; `r`: net in units of the initial risk. */
export const tradeRow = z.strictObject({
  connection: id,
  ...tradeFields,
  net: decimal,
  returnPct: z.number(),
  r: z.number().optional(),
});
export type TradeRow = z.output<typeof tradeRow>;

const ledgerFields = {
  sequence: count,
  at: time,
  kind: z.enum(['deposit', 'fee', 'realisedPnl', 'funding', 'transfer', 'correction']),
  amount: decimal,
  balance: decimal,
  cause: z.string(),
  symbol: symbol.optional(),
  strategy: id.optional(),
};
recordOf<LedgerEntry>()(z.strictObject(ledgerFields));

export const ledgerRow = z.strictObject({ connection: id, ...ledgerFields });
export type LedgerRow = z.output<typeof ledgerRow>;

/** The account of one connection now. Money in `quote`; percentages of equity. */
export const portfolioRow = z.strictObject({
  connection: id,
  isSimulated: z.boolean(),
  at: time,
  quote: z.string(),
  equity: decimal,
  balance: decimal,
  unrealisedPnl: decimal,
  /** Since the start of the risk day. */
  dayPnl: decimal,
  dayPnlPct: z.number(),
  /** Below the highest equity, percent, 0 or more. */
  drawdownPct: z.number(),
  peakEquity: decimal,
  /** Sum of notionals / equity. */
  exposure: z.number(),
  marginUsed: decimal,
  openPositions: count,
  workingOrders: count,
  /** True: the equity sample of a candle close, a point of the equity curve. */
  isSample: z.boolean(),
});
export type PortfolioRow = z.output<typeof portfolioRow>;

/** Points of a curve for drawing; exact figures are in the rows. */
export const equityColumns = z.strictObject({
  connection: id,
  at: column,
  equity: column,
  /** Below the peak so far, percent, 0 or negative. */
  drawdownPct: column,
});
