// Figures over days and spans, computed here of the store's records with the report's own metrics.
import type { DayRow } from '../../../../shared/contract/records/analytics.ts';
import { type ConnectionId, type EpochMs, toConnectionId, toEpochMs } from '../../../../shared/domain/ids.ts';
import type { Trade } from '../../../../shared/domain/portfolio.ts';
import { Decimal } from '../../../../shared/money.ts';
import { DAY_MS, MINUTE_MS } from '../../../../shared/time.ts';
import { valueOf } from '../../../config/valueOf.ts';
import { breakDown } from '../../../engine/portfolio/metrics/breakdown.ts';
import { drawdownSeries, findDrawdown } from '../../../engine/portfolio/metrics/drawdown.ts';
import type { EquityCurve } from '../../../engine/portfolio/metrics/equityCurve.ts';
import { metric } from '../../../engine/portfolio/metrics/metric.ts';
import { curveMetrics, tradeMetrics } from '../../../engine/portfolio/metrics/performance.ts';
import { netOf, tradeStatistics } from '../../../engine/portfolio/metrics/tradeStatistics.ts';
import { parseDayZone } from '../../../engine/risk/dayZone.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import type { HostView } from '../../host/hostStatus.ts';
import { breakdownRows, distributionOf, metricRows } from '../rows/metricRows.ts';
import { quoteOf, viewOf, type WindowContext } from '../windowContext.ts';
import { filterOf } from './historyHandlers.ts';

type Names = 'analytics.daily' | 'analytics.performance' | 'equity.list';

export function analyticsHandlers(window: WindowContext): Pick<Handlers, Names> {
  return {
    'analytics.daily': ({ connection, days }) => {
      const views = connection === undefined ? window.manager.views : [viewOf(window, connection)];
      return {
        items: views.map((view) => {
          const zone = view.config.risk.dayZone;
          const to = nowOf(window, view);
          const rows = dayRows(window, view, { from: to - days * DAY_MS, to });
          const [today] = rows;
          return {
            ...{ connection: view.id, isSimulated: view.isSimulated, quote: quoteOf(view), zone, days: rows },
            ...(today === undefined ? {} : { today }),
          };
        }),
      };
    },
    'analytics.performance': (asked) => performance(window, asked),
    'equity.list': ({ connection, from, to, points }) => {
      const id = toConnectionId(connection);
      const span = spanOf(window, id, { from, to });
      if (span === undefined) return { connection, at: [], equity: [], drawdownPct: [] };
      const everyMs = Math.max(1, Math.ceil((span.to - span.from) / points));
      const { at, equity } = window.store.trading.equityCurve({ connection: id, ...span, everyMs });
      const curve = { at: Float64Array.from(at), value: Float64Array.from(equity) };
      return { connection, at: [...at], equity: [...equity], drawdownPct: [...drawdownSeries(curve)] };
    },
  };
}

type Span = { readonly from: number; readonly to: number };

/** The connection's time, where its engine is up, else that of its last sample. */
function nowOf({ store }: WindowContext, { id, host }: HostView): number {
  if (host?.core.config !== undefined) return host.core.clock;
  return store.trading.equityEnds(id)?.last.at ?? 0;
}

/** From the first to the last sample, cut to what is asked for; undefined: there is none. */
function spanOf({ store }: WindowContext, connection: ConnectionId, asked: Asked): CurveSpan | undefined {
  const ends = store.trading.equityEnds(connection);
  if (ends === undefined) return undefined;
  const from = Math.max(ends.first.at, asked.from ?? 0);
  const to = Math.min(ends.last.at + 1, asked.to ?? FAR);
  return from < to ? { from: toEpochMs(from), to: toEpochMs(to) } : undefined;
}

interface Asked {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

interface CurveSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const FAR = toEpochMs(8.64e15);

/** Days of the risk zone that touch the span, newest first; a day before the first sample is none. */
function dayRows(window: WindowContext, view: HostView, span: Span): DayRow[] {
  const { trading } = window.store;
  const { id: connection } = view;
  const zone = valueOf(parseDayZone(view.config.risk.dayZone));
  const first = trading.equityEnds(connection)?.first;
  if (first === undefined) return [];
  const begin = first.at;
  const starts: number[] = [];
  // Two days before, the day that the span begins in has surely not begun.
  for (
    let at = zone.nextMidnight(toEpochMs(Math.max(0, Math.max(span.from, begin) - 2 * DAY_MS)));
    at <= span.to;
    at = zone.nextMidnight(at)
  )
    starts.push(at);
  const trades = trading.trades({ connection, from: toEpochMs(starts[0] ?? 0) });
  const equityBefore = (time: number): Decimal | undefined =>
    trading.equity({ connection, to: toEpochMs(time), limit: 1 })[0]?.equity;
  const isUp = view.host?.core.config !== undefined;
  const rows: DayRow[] = [];
  for (const [index, from] of starts.entries()) {
    const to = starts[index + 1] ?? Infinity;
    if (to <= Math.max(begin, span.from)) continue;
    const end = to === Infinity && isUp ? view.host?.core.portfolio.equity : equityBefore(Math.min(to, FAR));
    const start = equityBefore(from) ?? first.equity;
    if (end === undefined) continue;
    rows.push(
      dayRow({
        from,
        start,
        end,
        trades: trades.filter(({ exitAt }) => exitAt >= from && exitAt < to),
        zone: view.config.risk.dayZone,
      }),
    );
  }
  return rows.reverse();
}

interface Day {
  readonly from: number;
  readonly start: Decimal;
  readonly end: Decimal;
  readonly trades: readonly Trade[];
  readonly zone: string;
}

function dayRow({ from, start, end, trades, zone }: Day): DayRow {
  const pnl = end.minus(start);
  const nets = trades.map(netOf);
  const total = (amounts: readonly Decimal[]): string =>
    amounts
      .reduce((sum, amount) => sum.plus(amount), Decimal.ZERO)
      .roundTo(8, 'halfEven')
      .toString();
  return {
    day: new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(from),
    from,
    startEquity: start.roundTo(8, 'halfEven').toString(),
    endEquity: end.roundTo(8, 'halfEven').toString(),
    pnl: pnl.roundTo(8, 'halfEven').toString(),
    returnPct: start.isPositive() ? (pnl.toNumber() / start.toNumber()) * 100 : 0,
    trades: trades.length,
    wins: nets.filter((net) => net.isPositive()).length,
    losses: nets.filter((net) => net.isNegative()).length,
    realised: total(nets),
    fees: total(trades.map(({ fees }) => fees)),
    funding: total(trades.map(({ funding }) => funding)),
  };
}

type PerformanceAsked = Parameters<Handlers['analytics.performance']>[0];

/** Equity counts once a quarter of an hour, as in a backtest of the usual candles. */
const SAMPLE_MS = 15 * MINUTE_MS;
const CALENDAR_DAYS = 400;

function performance(
  window: WindowContext,
  asked: PerformanceAsked,
): Awaited<ReturnType<Handlers['analytics.performance']>> {
  const view = viewOf(window, asked.connection);
  const { trading } = window.store;
  const trades = trading.trades(filterOf(asked));
  const span = spanOf(window, view.id, asked);
  const isOfOne = asked.strategy !== undefined || asked.symbol !== undefined;
  const curve = span === undefined || isOfOne ? undefined : curveOf(window, view.id, span);
  const drawdown = curve && findDrawdown(curve);
  const from = span?.from ?? asked.from ?? 0;
  const to = span?.to ?? asked.to ?? nowOf(window, view);
  return {
    ...{ connection: view.id, isSimulated: view.isSimulated, quote: quoteOf(view), from, to },
    metrics: metricRows({
      ...(curve === undefined || drawdown === undefined
        ? {}
        : { ...curveMetrics(curve, drawdown), returnPct: returnOf(curve) }),
      ...tradeMetrics(tradeStatistics(trades)),
      fees: metric(sumOf(trades, ({ fees }) => fees)),
      funding: metric(sumOf(trades, ({ funding }) => funding)),
    }),
    ...(drawdown === undefined ? {} : { drawdown }),
    breakdown: breakdownRows(breakDown(trades)),
    distribution: distributionOf(trades),
    calendar: isOfOne ? [] : dayRows(window, view, { from: Math.max(from, to - CALENDAR_DAYS * DAY_MS), to }),
  };
}

function curveOf({ store }: WindowContext, connection: ConnectionId, span: CurveSpan): EquityCurve | undefined {
  const { at, equity } = store.trading.equityCurve({ connection, ...span, everyMs: SAMPLE_MS });
  return at.length === 0 ? undefined : { at: Float64Array.from(at), value: Float64Array.from(equity) };
}

function returnOf({ value }: EquityCurve) {
  const [first = 0, last = 0] = [value[0], value.at(-1)];
  if (first <= 0)
    throw new RequestError('UNAVAILABLE', 'the account began without equity, so nothing can be measured against it');
  return metric((last / first - 1) * 100);
}

const sumOf = (trades: readonly Trade[], amountOf: (trade: Trade) => Decimal): number =>
  trades.reduce((sum, trade) => sum.plus(amountOf(trade)), Decimal.ZERO).toNumber();
