// The tables of trading: their columns, and the totals people look for.
import type { LedgerEntry, LedgerKind, Position, Trade } from '../../../shared/domain/portfolio.ts';
import type { Order } from '../../../shared/domain/order.ts';
import { Decimal } from '../../../shared/money.ts';
import { durationText, exitReasonText, NOTHING, numberText } from '../../../shared/figures.ts';
import { secondText } from '../../../shared/time.ts';
import { isTerminal } from '../../engine/execution/orderStates.ts';
import type { Of, SignalRecord } from '../../store/ports/trading.ts';
import type { Column, Table } from './listTable.ts';

const SIGNED = { isSigned: true } as const;

const strategyAndSymbol = [
  { head: 'symbol', text: ({ symbol }) => symbol },
  { head: 'strategy', text: ({ strategy }) => strategy },
] as const satisfies readonly Column<Pick<Position, 'symbol' | 'strategy'>>[];

export const positionsTable: Table<Of<Position>> = {
  name: 'open positions',
  read: (reader, filter) => reader.positions(filter),
  isWhole: true,
  columns: [
    { head: 'opened', text: ({ openedAt }) => secondText(openedAt) },
    ...strategyAndSymbol,
    { head: 'side', text: ({ side }) => side },
    { head: 'qty', isRight: true, text: ({ qty }) => qty.toString() },
    { head: 'entry', isRight: true, text: ({ averageEntry }) => priceText(averageEntry) },
    { head: 'mark', isRight: true, text: ({ mark }) => priceText(mark) },
    { head: 'stop', isRight: true, text: ({ stopPrice }) => priceText(stopPrice) },
    { head: 'target', isRight: true, text: ({ targetPrice }) => priceText(targetPrice) },
    { head: 'open P&L', isRight: true, text: ({ unrealisedPnl }, money) => money(unrealisedPnl, SIGNED) },
  ],
  totals: (positions, money) =>
    `${counted(positions, 'open position')}, open P&L ${money(sum(positions, 'unrealisedPnl'), SIGNED)}`,
};

export const ordersTable = (isOpenOnly: boolean): Table<Of<Order>> => ({
  name: isOpenOnly ? 'open orders' : 'orders',
  read: (reader, filter) => reader.orders(filter).filter(({ state }) => !isOpenOnly || !isTerminal(state)),
  // A stop may be older than any number of finished orders.
  isWhole: isOpenOnly,
  columns: [
    { head: 'created', text: ({ createdAt }) => secondText(createdAt) },
    ...strategyAndSymbol,
    { head: 'purpose', text: ({ purpose }) => exitReasonText(purpose) },
    { head: 'side', text: ({ side }) => side },
    { head: 'type', text: typeText },
    { head: 'qty', isRight: true, text: ({ qty }) => qty.toString() },
    { head: 'filled', isRight: true, text: ({ filledQty }) => filledQty.toString() },
    {
      head: 'at',
      isRight: true,
      text: ({ filledQty, filledValue }) =>
        filledQty.isZero() ? NOTHING : priceText(filledValue.dividedBy(filledQty)),
    },
    { head: 'fees', isRight: true, text: ({ fees }, money) => money(fees) },
    { head: 'state', text: ({ state }) => state },
    { head: 'reason', text: ({ reason = '' }) => oneLine(reason) },
  ],
  totals: (orders, money) => {
    const working = orders.filter(({ state }) => !isTerminal(state)).length;
    return `${counted(orders, 'order')}, ${working} working, fees ${money(sum(orders, 'fees'))}`;
  },
});

export const tradesTable: Table<Of<Trade>> = {
  name: 'trades',
  read: (reader, filter) => reader.trades(filter),
  isWhole: false,
  columns: [
    { head: 'closed', text: ({ exitAt }) => secondText(exitAt) },
    ...strategyAndSymbol,
    { head: 'side', text: ({ side }) => side },
    { head: 'qty', isRight: true, text: ({ qty }) => qty.toString() },
    { head: 'entry', isRight: true, text: ({ entryPrice }) => priceText(entryPrice) },
    { head: 'exit', isRight: true, text: ({ exitPrice }) => priceText(exitPrice) },
    { head: 'P&L', isRight: true, text: ({ pnl }, money) => money(pnl, SIGNED) },
    { head: 'R', isRight: true, text: multipleText },
    { head: 'fees', isRight: true, text: ({ fees }, money) => money(fees) },
    { head: 'funding', isRight: true, text: ({ funding }, money) => money(funding, SIGNED) },
    { head: 'held', isRight: true, text: ({ entryAt, exitAt }) => durationText(exitAt - entryAt) },
    { head: 'why', text: ({ exitReason }) => exitReasonText(exitReason) },
  ],
  totals: (trades, money) => {
    const won = trades.filter(({ pnl }) => pnl.isPositive()).length;
    const [pnl, fees, funding] = [sum(trades, 'pnl'), sum(trades, 'fees'), sum(trades, 'funding')];
    const result = `realised P&L ${money(pnl, SIGNED)} after fees of ${money(fees)}, funding ${money(funding, SIGNED)}`;
    return `${counted(trades, 'trade')}, ${won} won, ${result}`;
  },
};

export const signalsTable: Table<Of<SignalRecord>> = {
  name: 'signals',
  read: (reader, filter) => reader.signals(filter),
  isWhole: false,
  columns: [
    { head: 'candle closed', text: ({ signal }) => secondText(signal.candleCloseTime) },
    { head: 'symbol', text: ({ signal }) => signal.symbol },
    { head: 'strategy', text: ({ signal }) => signal.strategy },
    { head: 'candle', isRight: true, text: ({ signal }) => signal.timeframe },
    { head: 'signal', text: ({ signal }) => `${signal.action} ${signal.side}` },
    { head: 'strength', isRight: true, text: ({ signal }) => numberText(signal.strength) },
    { head: 'outcome', text: ({ decision }) => decision?.outcome ?? 'undecided' },
    { head: 'reason', text: ({ decision }) => oneLine(decision?.reason ?? '') },
  ],
  totals: (signals) => {
    const outcomes = (['ordered', 'refused', 'ignored'] as const).map(
      (outcome) => `${signals.filter(({ decision }) => decision?.outcome === outcome).length} ${outcome}`,
    );
    return [counted(signals, 'signal'), ...outcomes].join(', ');
  },
};

const KINDS: Readonly<Record<LedgerKind, string>> = {
  deposit: 'deposit',
  fee: 'fees',
  realisedPnl: 'realised P&L before fees',
  funding: 'funding',
  transfer: 'transfer',
  correction: 'correction',
};

export const ledgerTable: Table<Of<LedgerEntry>> = {
  name: 'ledger entries',
  read: (reader, filter) => reader.ledger(filter),
  isWhole: false,
  columns: [
    { head: '#', isRight: true, text: ({ sequence }) => String(sequence) },
    { head: 'at', text: ({ at }) => secondText(at) },
    { head: 'kind', text: ({ kind }) => kind },
    { head: 'symbol', text: ({ symbol = NOTHING }) => symbol },
    { head: 'strategy', text: ({ strategy = NOTHING }) => strategy },
    { head: 'amount', isRight: true, text: ({ amount }, money) => money(amount, SIGNED) },
    { head: 'balance', isRight: true, text: ({ balance }, money) => money(balance) },
    { head: 'cause', text: ({ cause }) => oneLine(cause) },
  ],
  totals: (entries, money) => {
    const byKind = [...Map.groupBy(entries, ({ kind }) => kind)].map(
      ([kind, ofKind]) => `${KINDS[kind]} ${money(sum(ofKind, 'amount'), SIGNED)}`,
    );
    const parts = [...byKind, `sum ${money(sum(entries, 'amount'), SIGNED)}`].join(', ');
    return `${entries.length === 1 ? '1 entry' : `${entries.length} entries`}: ${parts}; balance after the last ${money(entries.at(-1)?.balance ?? Decimal.ZERO)}`;
  },
};

const sum = <Key extends string>(records: readonly Readonly<Record<Key, Decimal>>[], key: Key): Decimal =>
  records.reduce((total, record) => total.plus(record[key]), Decimal.ZERO);

const counted = (records: readonly unknown[], what: string): string =>
  `${records.length} ${what}${records.length === 1 ? '' : 's'}`;

/** `2026-01-31 12:30:05`. UTC. */

/** Exact, but for averages without end. */
function priceText(price: Decimal | undefined): string {
  if (price === undefined) return NOTHING;
  const exact = price.toString();
  return exact.length <= 14 ? exact : Decimal.fromNumber(Number(price.toNumber().toPrecision(10))).toString();
}

/** With its prices: `stop 95`, `stopLimit 95 94.5`. */
const typeText = ({ type, stopPrice, limitPrice, trailPct }: Order): string =>
  [type, stopPrice && priceText(stopPrice), limitPrice && priceText(limitPrice), trailPct && `${trailPct.toString()} %`]
    .filter((part) => part !== undefined)
    .join(' ');

function multipleText({ pnl, initialRisk }: Trade): string {
  const hasRisk = initialRisk?.isPositive() === true;
  return hasRisk ? numberText(pnl.dividedBy(initialRisk).toNumber(), SIGNED) : NOTHING;
}

/** A venue's words must not break the table, nor speak to the terminal. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
