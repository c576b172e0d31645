// Orders, fills, trades and ledger entries as the window gets them.
import type { FillRow, OrderRow } from '../../../../shared/contract/records/order.ts';
import type { LedgerRow, TradeRow } from '../../../../shared/contract/records/portfolio.ts';
import type { ConnectionId, StrategyId } from '../../../../shared/domain/ids.ts';
import type { Fill, Order } from '../../../../shared/domain/order.ts';
import type { LedgerEntry, Trade } from '../../../../shared/domain/portfolio.ts';
import { isTerminal } from '../../../engine/execution/orderStates.ts';
import { netOf } from '../../../engine/portfolio/metrics/tradeStatistics.ts';
import { toWire } from '../../../ipc/toWire.ts';

/** Digits of an average price, which need not end. */
const DIGITS = 12;

export function orderRow(connection: ConnectionId, order: Order): OrderRow {
  const { filledQty, filledValue, state } = order;
  return {
    ...toWire(order),
    connection,
    isWorking: !isTerminal(state),
    ...(filledQty.isZero()
      ? {}
      : { averagePrice: filledValue.dividedBy(filledQty).roundTo(DIGITS, 'halfEven').toString() }),
  };
}

export const fillRow = (connection: ConnectionId, fill: Fill, strategy: StrategyId | undefined): FillRow => ({
  ...toWire(fill),
  connection,
  ...(strategy === undefined ? {} : { strategy }),
});

export function tradeRow(connection: ConnectionId, trade: Trade): TradeRow {
  const net = netOf(trade);
  const { entryPrice, exitPrice, qty, initialRisk, side } = trade;
  const entry = entryPrice.toNumber();
  const change = entry === 0 ? 0 : ((exitPrice.toNumber() - entry) / entry) * 100;
  return {
    ...toWire(trade),
    connection,
    qty: qty.toString(),
    entryPrice: entryPrice.roundTo(DIGITS, 'halfEven').toString(),
    exitPrice: exitPrice.roundTo(DIGITS, 'halfEven').toString(),
    net: net.toString(),
    returnPct: side === 'long' ? change : -change,
    ...(initialRisk === undefined || initialRisk.isZero() ? {} : { r: net.toNumber() / initialRisk.toNumber() }),
  };
}

export const ledgerRow = (connection: ConnectionId, entry: LedgerEntry): LedgerRow => ({
  ...toWire(entry),
  connection,
});
