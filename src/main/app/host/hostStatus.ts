// What an engine shows of itself, read from its host at the moment of asking.
import { type ConnectionId, type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import type { EngineStatus, FeedStatusView, MarketStatus } from '../../../shared/domain/engineStatus.ts';
import { Decimal } from '../../../shared/money.ts';
import { describePosition } from '../../engine/execution/orderDesk.ts';
import type { EngineCore } from '../../engine/kernel/core.ts';
import type { EngineConfig } from '../../engine/kernel/engineConfig.ts';
import type { SymbolMarket } from '../../engine/market/symbolMarket.ts';
import { staleReason } from '../../engine/kernel/accountView.ts';
import type { EngineHost } from './engineHost.ts';

export interface HostView {
  readonly id: ConnectionId;
  readonly isSimulated: boolean;
  readonly speed?: number | undefined;
  /** Its own time before its first step; undefined: the machine's. */
  readonly startsAt?: EpochMs | undefined;
  readonly notice?: string | undefined;
  readonly host: EngineHost | undefined;
  readonly config: EngineConfig;
  /** Why there is no host; empty before the first. */
  readonly error: string;
  readonly isRestarting: boolean;
  /** There is no host before something is done: `error` says what. */
  readonly isWaiting: boolean;
  readonly isOff: boolean;
}

export function statusOf(view: HostView): EngineStatus {
  const { id, isSimulated, speed, notice, host, config } = view;
  const base = {
    ...{ connection: id, isSimulated, speed, notice, mode: config.mode, timeframe: config.baseTimeframe },
    isLive: config.mode === 'live' && config.isLiveAllowed,
    strategies: config.strategies.filter(({ enabled }) => enabled).map((strategy) => strategy.id),
    quote: config.instruments[0]?.quote ?? '',
    ...stateOf(view),
  };
  if (host?.core.config === undefined) return { ...NOTHING, ...base };
  const { core, recent, session, times } = host;
  const { control, portfolio, orders } = core;
  return {
    ...base,
    at: core.clock,
    tradingState: control.tradingState,
    stateChange: control.stateChange,
    isSafeMode: control.isSafeMode,
    locks: control.locks,
    equity: portfolio.equity,
    balance: portfolio.balance,
    dayStartEquity: control.dayStartEquity,
    peakEquity: control.peakEquity,
    equityCurve: session.curve,
    session: session.totals,
    feed: feedOf(host),
    processors: times.status(),
    markets: [...core.markets.values()].map((market) => marketOf(market, host)),
    ...modelsOf(core),
    positions: [...portfolio.open].map((position) => describePosition(core, position)),
    orders: orders.open,
    ...{
      signals: recent.signals,
      fills: recent.fills,
      trades: recent.trades,
      ledger: recent.ledger,
      activity: recent.activity,
    },
    journal: host.journaled,
  };
}

function stateOf({ host, error, isRestarting, isWaiting, isOff }: HostView): Pick<EngineStatus, 'state' | 'detail'> {
  if (host === undefined && isOff) return { state: 'stopped', detail: 'switched off' };
  if (host === undefined && isWaiting) return { state: 'stopped', detail: error };
  if (host === undefined) {
    return { state: isRestarting ? 'restarting' : error === '' ? 'starting' : 'failed', detail: error };
  }
  const { state, detail, link } = host;
  // Nothing more comes: whatever it holds is as it was left.
  const isOver = state === 'running' && link?.status.isOver === true;
  return { state: isOver ? 'stopped' : state, detail: detail === '' ? (link?.status.detail ?? '') : detail };
}

function feedOf({ core, link }: EngineHost): FeedStatusView {
  const { isConnected, isReconciling, reconciling, clockSkewMs } = core.feed;
  return {
    isConnected: isConnected && link?.status.isConnected === true,
    detail: link?.status.detail ?? '',
    reconnects: link?.status.reconnects ?? 0,
    rejected: link?.status.rejected ?? 0,
    clockSkewMs,
    isReconciling,
    reconcilingSymbols: [...reconciling],
    differences: (link?.inbox ?? []).filter(({ isIgnored }) => !isIgnored).length,
  };
}

function marketOf(market: SymbolMarket, { core, recent }: EngineHost): MarketStatus {
  const { symbol, instrument, price, bid, ask, pricedAt, book, sets, base } = market;
  const { set } = sets.find(({ timeframe }) => timeframe === base) ?? {};
  return {
    ...{ symbol, instrument, price, bid, ask, pricedAt: toEpochMs(pricedAt), hasGap: book.hasGap() },
    lastCandleClose: book.lastCloseTime(),
    lastCandle: recent.lastCandles.get(symbol),
    staleReason: staleReason(market, core.clock, core.settings.freshness.markMaxAgeMs),
    indications: (set?.columns ?? []).map((name, column) => {
      const value = set?.values[column] ?? NaN;
      return { name, value: Number.isNaN(value) ? null : value };
    }),
  };
}

function modelsOf({ models }: EngineCore): Pick<EngineStatus, 'consensus' | 'models'> {
  const all = [...models.values()];
  return {
    consensus: all.flatMap((one) => one.consensus() ?? []),
    models: all.flatMap(({ seats, symbol }) =>
      seats.map(({ spec: { id, timeframe, weight, modelHash }, drift }) => {
        return { model: id, symbol, timeframe, weight, modelHash, drift: drift.measures };
      }),
    ),
  };
}

/** Of an engine that does not run. */
const NOTHING = {
  ...{ at: toEpochMs(0), isSafeMode: false, locks: [] },
  tradingState: 'ACTIVE',
  ...{ equity: Decimal.ZERO, balance: Decimal.ZERO, dayStartEquity: Decimal.ZERO, peakEquity: Decimal.ZERO },
  ...{ processors: [], markets: [], positions: [], orders: [], signals: [], trades: [], ledger: [], activity: [] },
  feed: {
    ...{ isConnected: false, detail: '', reconnects: 0, rejected: 0 },
    ...{ isReconciling: false, reconcilingSymbols: [], differences: 0 },
  },
  journal: { steps: 0, lastCommitMs: 0 },
} as const;
