// What happened, from the store: lists, and the markers of a chart.
import type { OrderRow } from '../../../../shared/contract/records/order.ts';
import type { TradeRow } from '../../../../shared/contract/records/portfolio.ts';
import { toConnectionId, toEpochMs, toStrategyId, toSymbolId } from '../../../../shared/domain/ids.ts';
import { isoUtc } from '../../../../shared/time.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { Of, TradingFilter } from '../../../store/ports/trading.ts';
import { positionRow, portfolioRow } from '../rows/engineRows.ts';
import { fillRow, ledgerRow, orderRow, tradeRow } from '../rows/tradingRows.ts';
import { hostsOf, type WindowContext } from '../windowContext.ts';

type Names =
  | 'portfolio.get'
  | 'positions.list'
  | 'orders.list'
  | 'fills.list'
  | 'trades.list'
  | 'trades.export'
  | 'activity.list'
  | 'signals.list'
  | 'ledger.list'
  | 'markers';

interface Asked {
  readonly connection?: string | undefined;
  readonly strategy?: string | undefined;
  readonly symbol?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit?: number;
}

/** `limit` one more than asked for, to see whether there is more. */
export const filterOf = ({ connection, strategy, symbol, from, to, limit }: Asked): TradingFilter => ({
  ...(connection === undefined ? {} : { connection: toConnectionId(connection) }),
  ...(strategy === undefined ? {} : { strategy: toStrategyId(strategy) }),
  ...(symbol === undefined ? {} : { symbol: toSymbolId(symbol) }),
  ...(from === undefined ? {} : { from: toEpochMs(from) }),
  ...(to === undefined ? {} : { to: toEpochMs(to) }),
  ...(limit === undefined ? {} : { limit: limit + 1 }),
});

export function historyHandlers(window: WindowContext): Pick<Handlers, Names> {
  const { trading } = window.store;
  return {
    'portfolio.get': ({ connection }) => ({
      items: hostsOf(window, connection).map((host) => portfolioRow(host, isSimulated(window, host.id))),
    }),
    'positions.list': ({ connection }) => ({
      items: hostsOf(window, connection).flatMap((host) =>
        [...host.core.portfolio.open].map((held) => positionRow(host, held)),
      ),
    }),
    'orders.list': ({ isWorking, ...asked }) => {
      const rows = isWorking
        ? workingOrders(window, asked)
        : trading.orders(filterOf(asked)).map((order) => orderRow(order.connection, order));
      return page(rows, asked.limit, ({ createdAt }) => createdAt);
    },
    'fills.list': (asked) => {
      const rows = trading.fills(filterOf(asked)).map((fill) => fillRow(fill.connection, fill, fill.strategy));
      return page(rows, asked.limit, ({ at }) => at);
    },
    'trades.list': (asked) => page(tradesOf(window, filterOf(asked)), asked.limit, ({ exitAt }) => exitAt),
    'trades.export': (asked) => {
      const rows = tradesOf(window, filterOf(asked));
      const scope = [asked.connection, asked.strategy, asked.symbol].filter((part) => part !== undefined);
      const fileName = ['trades', ...scope].join('_').replaceAll(/[^\w-]+/g, '-');
      return { fileName: `${fileName}.csv`, csv: tradesCsv(rows), rows: rows.length };
    },
    'activity.list': ({ level, search, ...asked }) => {
      const isLookedThrough = level !== undefined || search !== undefined;
      const words = search?.toLowerCase() ?? '';
      const lines = trading
        .activity(filterOf(isLookedThrough ? { ...asked, limit: LOOKED_THROUGH } : asked))
        .filter((line) => (level ?? line.level) === line.level && line.text.toLowerCase().includes(words));
      return page(
        lines.map((line) => ({ ...line })),
        asked.limit,
        ({ at }) => at,
      );
    },
    'signals.list': ({ outcome, code, ...asked }) => {
      const isLookedThrough = outcome !== undefined || code !== undefined;
      const records = trading
        .signals(filterOf(isLookedThrough ? { ...asked, limit: LOOKED_THROUGH } : asked))
        .filter(
          ({ decision }) =>
            (outcome ?? decision?.outcome) === decision?.outcome &&
            (code === undefined || decision?.verdicts.some((verdict) => verdict.code === code && !verdict.allow)),
        );
      return page(
        records.map((record) => toWire(record)),
        asked.limit,
        ({ signal }) => signal.candleCloseTime,
      );
    },
    'ledger.list': (asked) => {
      const rows = trading.ledger(filterOf(asked)).map((entry) => ledgerRow(entry.connection, entry));
      return page(rows, asked.limit, ({ at }) => at);
    },
    markers: ({ connection, symbol, from, to }) => {
      const filter = filterOf({ connection, symbol, from, to, limit: MARKERS });
      return {
        fills: trading.fills(filter).map((fill) => fillRow(fill.connection, fill, fill.strategy)),
        trades: tradesOf(window, filter),
        orders: trading.orders(filter).map((order) => orderRow(order.connection, order)),
        signals: trading.signals(filter).map(({ signal, decision }) => ({
          ...{ id: signal.id, strategy: signal.strategy, action: signal.action, side: signal.side },
          at: signal.candleCloseTime,
          ...(decision === undefined ? {} : { outcome: decision.outcome }),
          reason: decision?.reason ?? '',
        })),
      };
    },
  };
}

/** Records of a list that a filter of its own is applied to. */
const LOOKED_THROUGH = 5000;
const MARKERS = 5000;

export const isSimulated = ({ manager }: Pick<WindowContext, 'manager'>, connection: string): boolean =>
  manager.views.find(({ id }) => id === connection)?.isSimulated === true;

const workingOrders = (window: WindowContext, { connection, strategy, symbol }: Asked): OrderRow[] =>
  hostsOf(window, connection).flatMap(({ id, core }) =>
    core.orders.open
      .filter((order) => (strategy ?? order.strategy) === order.strategy && (symbol ?? order.symbol) === order.symbol)
      .map((order) => orderRow(id, order)),
  );

export const tradesOf = ({ store }: Pick<WindowContext, 'store'>, filter: TradingFilter): TradeRow[] =>
  store.trading.trades(filter).map((trade) => tradeRow(trade.connection, trade));

/** The newest `limit` over all connections, in order of time. */
function page<T extends Of<object> | { readonly connection: string }>(
  rows: readonly T[],
  limit: number,
  timeOf: (row: T) => number,
): { items: T[]; hasMore: boolean } {
  const connections = new Set(rows.map(({ connection }) => connection));
  const sorted = connections.size > 1 ? rows.toSorted((left, right) => timeOf(left) - timeOf(right)) : rows;
  return { items: sorted.slice(-limit), hasMore: rows.length > limit };
}

const TRADE_FIELDS = [
  ...(['connection', 'id', 'strategy', 'symbol', 'side', 'entryAt', 'entryTime', 'entryPrice'] as const),
  ...(['exitAt', 'exitTime', 'exitPrice', 'qty', 'fees', 'pnl', 'funding', 'net', 'returnPct', 'r'] as const),
  ...(['initialRisk', 'exitReason'] as const),
];

/** One line per closed trade, every digit. */
function tradesCsv(rows: readonly TradeRow[]): string {
  const lines = rows.map((row) => {
    const fields = { ...row, entryTime: isoUtc(row.entryAt), exitTime: isoUtc(row.exitAt) };
    return TRADE_FIELDS.map((name) => csvField(String(fields[name] ?? ''))).join(',');
  });
  return `${[TRADE_FIELDS.join(','), ...lines].join('\n')}\n`;
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula is one no longer. */
function csvField(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
