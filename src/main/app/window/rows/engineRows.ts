// What an engine shows of itself as the window gets it. Every figure is the engine's own or made of its own here, never there.
import type { CandleRow, EngineDetail, EngineSummary, MarketRow } from '../../../../shared/contract/records/engine.ts';
import type { PortfolioRow, PositionRow } from '../../../../shared/contract/records/portfolio.ts';
import type { Candle } from '../../../../shared/domain/candle.ts';
import type { EngineStatus, MarketStatus } from '../../../../shared/domain/engineStatus.ts';
import type { ConnectionId } from '../../../../shared/domain/ids.ts';
import { Decimal } from '../../../../shared/money.ts';
import { describePosition } from '../../../engine/execution/orderDesk.ts';
import type { OpenPositionState } from '../../../engine/portfolio/openPosition.ts';
import type { KillSwitchReport } from '../../../engine/risk/tradingControl.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { EngineManager } from '../../engineManager.ts';
import type { EngineHost } from '../../host/engineHost.ts';
import { type HostView, statusOf } from '../../host/hostStatus.ts';

const DIGITS = 12;
const short = (value: Decimal): string => value.roundTo(DIGITS, 'halfEven').toString();
/** A share in percent; 0 of nothing. */
const percent = (part: Decimal, whole: Decimal): number =>
  whole.isZero() ? 0 : (part.toNumber() / whole.toNumber()) * 100;

interface Account {
  readonly equity: Decimal;
  readonly dayStartEquity: Decimal;
  readonly peakEquity: Decimal;
}

/** Day P&L, and how far equity is below its peak. Zero before the first sample. */
function changes({ equity, dayStartEquity, peakEquity }: Account) {
  const dayPnl = dayStartEquity.isZero() ? Decimal.ZERO : equity.minus(dayStartEquity);
  return {
    dayPnl: short(dayPnl),
    dayPnlPct: percent(dayPnl, dayStartEquity),
    drawdownPct: Math.max(0, percent(peakEquity.minus(equity), peakEquity)),
  };
}

export function engineSummary(view: HostView): EngineSummary {
  const status = statusOf(view);
  const { id, isSimulated, speed, notice, host, config } = view;
  const { mode, isLive, state, detail, at, timeframe, stateChange, locks } = status;
  const report = host?.core.config === undefined ? undefined : host.core.control.killSwitchReport;
  return {
    ...{ connection: id, isSimulated, mode, isLive, state, detail, at, timeframe },
    ...(speed === undefined ? {} : { speed }),
    ...(notice === undefined ? {} : { notice }),
    symbols: config.instruments.map(({ symbol }) => symbol),
    strategies: [...status.strategies],
    tradingState: status.tradingState,
    ...(stateChange === undefined ? {} : { stateChange: toWire(stateChange) }),
    isSafeMode: status.isSafeMode,
    locks: toWire(locks),
    ...(report === undefined ? {} : { killSwitch: killSwitchRecord(report) }),
    quote: status.quote,
    equity: short(status.equity),
    ...changes(status),
    openPositions: status.positions.length,
    workingOrders: status.orders.length,
    differences: status.feed.differences,
    data: dataLight(status),
    steps: status.journal.steps,
  };
}

/** Undefined: this run of the program has no such connection. */
export function summaryOf(
  { views }: Pick<EngineManager, 'views'>,
  connection: ConnectionId,
): EngineSummary | undefined {
  const view = views.find(({ id }) => id === connection);
  return view && engineSummary(view);
}

export function killSwitchRecord({ startedAt, canceledAt, flatAt, verifiedAt }: KillSwitchReport) {
  const since = (at: number | undefined): number | null => (at === undefined ? null : at - startedAt);
  return { startedAt, canceledMs: since(canceledAt), flatMs: since(flatAt), verifiedMs: since(verifiedAt) };
}

/** From what came in, not from whether a socket is open. */
function dataLight({ feed, markets }: EngineStatus): EngineSummary['data'] {
  const newestAt = Math.max(0, ...markets.map(({ pricedAt }) => pricedAt));
  const light = (level: EngineSummary['data']['level'], detail: string) => ({ level, detail, newestAt });
  if (!feed.isConnected) return light('down', feed.detail === '' ? 'not connected' : feed.detail);
  if (newestAt === 0) return light('waiting', 'no price has come yet');
  const stale = markets.flatMap(({ staleReason }) => (staleReason === undefined ? [] : [staleReason]));
  const [first] = stale;
  return first === undefined ? light('fresh', 'every market is up to date') : light('stale', first);
}

export function engineDetail(view: HostView): EngineDetail {
  const { feed, processors, session, journal } = statusOf(view);
  return {
    ...engineSummary(view),
    feed: toWire(feed),
    processors: toWire(processors),
    ...(session === undefined ? {} : { session: toWire(session) }),
    journal: { ...journal },
  };
}

export function portfolioRow(host: EngineHost, isSimulated: boolean, isSample = false): PortfolioRow {
  const { portfolio, control, orders, clock, settings } = host.core;
  const { equity, balance } = portfolio;
  const { dayStartEquity, peakEquity } = control;
  return {
    ...{ connection: host.id, isSimulated, at: clock, isSample },
    quote: settings.instruments[0]?.quote ?? '',
    equity: short(equity),
    balance: short(balance),
    unrealisedPnl: short(unrealisedOf(host)),
    ...changes({ equity, dayStartEquity, peakEquity }),
    peakEquity: short(peakEquity),
    exposure: percent(portfolio.totalExposure, equity) / 100,
    marginUsed: short(portfolio.usedMargin),
    openPositions: portfolio.openCount,
    workingOrders: orders.open.length,
  };
}

const unrealisedOf = ({ core }: EngineHost): Decimal =>
  [...core.portfolio.open].reduce(
    (sum, position) => sum.plus(describePosition(core, position).unrealisedPnl),
    Decimal.ZERO,
  );

export function positionRow(host: EngineHost, held: OpenPositionState): PositionRow {
  const { core } = host;
  const position = describePosition(core, held);
  const { qty, mark, averageEntry, unrealisedPnl, stopPrice } = position;
  const { contractSize } = held;
  const atEntry = qty.times(averageEntry).times(contractSize);
  return {
    ...toWire(position),
    connection: host.id,
    averageEntry: short(averageEntry),
    unrealisedPnl: short(unrealisedPnl),
    isOpen: true,
    notional: short(qty.times(mark).times(contractSize)),
    pnlPct: percent(unrealisedPnl, atEntry),
    ...(stopPrice === undefined ? {} : { riskToStop: short(lossAt(held, stopPrice, mark)) }),
    pricedAt: core.market(held.symbol).pricedAt,
  };
}

/** From the mark to the stop; negative once the stop secures a profit from here. */
function lossAt({ side, qty, contractSize }: OpenPositionState, stop: Decimal, mark: Decimal): Decimal {
  const distance = side === 'long' ? mark.minus(stop) : stop.minus(mark);
  return distance.times(qty).times(contractSize);
}

/** A position that is no more, as it was last seen. */
export const closedPosition = (row: PositionRow): PositionRow => ({ ...row, isOpen: false, qty: '0', notional: '0' });

export function marketRow(
  connection: ConnectionId,
  market: MarketStatus,
  around: { readonly isSimulated: boolean; readonly timeframes: MarketRow['timeframes'] },
): MarketRow {
  const { symbol, instrument, price, bid, ask, pricedAt, lastCandleClose, lastCandle, staleReason, hasGap } = market;
  return {
    ...{ connection, ...around, symbol, price, bid, ask, pricedAt, hasGap },
    ...(instrument === undefined ? {} : { instrument: toWire(instrument) }),
    ...(lastCandleClose === undefined ? {} : { lastCandleClose }),
    ...(lastCandle === undefined || lastCandle.open === 0
      ? {}
      : { changePct: (lastCandle.close / lastCandle.open - 1) * 100 }),
    ...(staleReason === undefined ? {} : { staleReason }),
    indications: toWire(market.indications),
  };
}

export const closedCandle = (connection: ConnectionId, candle: Candle): CandleRow => {
  const { symbol, timeframe, openTime, open, high, low, close, volume } = candle;
  return { connection, symbol, timeframe, openTime, open, high, low, close, volume, isClosed: true };
};
