// The engine's state as plain data, and back. Loading starts from the saved configuration, so that a restored engine has the
// same markets and strategies before it gets their numbers.
import { invariant, need } from '../../../shared/assert.ts';
import { positionKey } from '../../../shared/domain/ids.ts';
import type { EpochMs, PositionKey, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import type { Trade } from '../../../shared/domain/portfolio.ts';
import type { SymbolModelsState } from '../consensus/symbolModels.ts';
import type { AcceptedDifferencesState } from '../execution/acceptedDifferences.ts';
import type { OrderBookState } from '../execution/orderBook.ts';
import type { OwedExitsState } from '../execution/owedExits.ts';
import { SymbolMarket, type SymbolMarketState } from '../market/symbolMarket.ts';
import type { PortfolioState } from '../portfolio/portfolio.ts';
import type { Exits } from '../realtime/exits.ts';
import type { TradingControlState } from '../risk/tradingControl.ts';
import { applyConfig, marketOptions } from './configure.ts';
import type { EngineCore } from './core.ts';
import type { EngineConfig } from './engineConfig.ts';
import type { PendingClose } from './pendingClose.ts';

export interface EngineState {
  readonly version: number;
  readonly clock: EpochMs;
  readonly config: EngineConfig;
  readonly intent: number;
  readonly armedAt: number | null;
  readonly sampledAt: EpochMs;
  readonly sentAt: readonly number[];
  readonly booked: readonly string[];
  readonly markets: ReadonlyMap<SymbolId, SymbolMarketState>;
  readonly units: readonly {
    readonly key: PositionKey;
    readonly state: readonly number[];
  }[];
  readonly lastExits: ReadonlyMap<PositionKey, EpochMs>;
  readonly portfolio: PortfolioState;
  readonly orders: OrderBookState;
  readonly exits: ReadonlyMap<PositionKey, Exits>;
  readonly owed: OwedExitsState;
  /** Absent: nothing is accepted, which is how it was before there was such a thing. */
  readonly accepted?: AcceptedDifferencesState;
  readonly control: TradingControlState;
  readonly feed: {
    readonly clockSkewMs?: number;
    readonly isConnected: boolean;
    readonly isReconciling: boolean;
    readonly reconciling: readonly SymbolId[];
  };
  readonly models: ReadonlyMap<SymbolId, SymbolModelsState>;
  readonly pending: readonly PendingClose[];
  readonly trades: ReadonlyMap<StrategyId, readonly Trade[]>;
}

/** Of the shape above, raised with it: a snapshot of another one cannot be read. */
const VERSION = 4;
/** The same with accepted differences, which a program that does not know them must not lose. */
const VERSION_WITH_ACCEPTED = 5;

/** Infinity does not survive JSON. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

export function saveCore(core: EngineCore): EngineState {
  const { clockSkewMs, isConnected, isReconciling, reconciling } = core.feed;
  const accepted = core.accepted.save();
  return {
    version: accepted === undefined ? VERSION : VERSION_WITH_ACCEPTED,
    clock: core.clock,
    config: core.settings,
    intent: core.intent,
    armedAt: finite(core.armedAt),
    sampledAt: core.sampledAt,
    sentAt: core.sentAt,
    booked: core.booked,
    markets: new Map([...core.markets].map(([symbol, market]) => [symbol, market.save()])),
    units: core.units.map(({ key, instance }) => ({ key, state: instance.save() })),
    lastExits: core.lastExits,
    portfolio: core.portfolio.save(),
    orders: core.orders.save(),
    exits: core.exits.save(),
    owed: core.owed.save(),
    ...(accepted === undefined ? {} : { accepted }),
    control: core.control.save(),
    feed: {
      ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
      isConnected,
      isReconciling,
      reconciling: [...reconciling],
    },
    models: new Map([...core.models].map(([symbol, models]) => [symbol, models.save()])),
    pending: [...core.pending.values()],
    trades: core.trades,
  };
}

/** In the order they were made; those that the configuration no longer names are kept for what is still held there. */
function loadMarkets(core: EngineCore, { config, markets }: EngineState): void {
  const made = new Map(core.markets);
  core.markets.clear();
  for (const [symbol, saved] of markets) {
    const market = made.get(symbol) ?? new SymbolMarket({ ...marketOptions(config), ...saved, indicationSets: [] });
    market.load(saved);
    core.markets.set(symbol, market);
  }
}

/** Fills a fresh core with a saved state. */
export function loadCore(core: EngineCore, state: EngineState): void {
  invariant(
    state.version === VERSION || state.version === VERSION_WITH_ACCEPTED,
    `expected a snapshot of version ${String(VERSION_WITH_ACCEPTED)}, found ${String(state.version)}`,
  );
  core.clock = state.clock;
  for (const [key, at] of state.lastExits) core.lastExits.set(key, at);
  applyConfig(core, state.config);
  core.clearOutbox();
  core.isTimerStale = false;
  core.intent = state.intent;
  core.armedAt = state.armedAt ?? Infinity;
  core.sampledAt = state.sampledAt;
  core.sentAt = [...state.sentAt];
  core.booked = [...state.booked];
  loadMarkets(core, state);
  for (const { key, state: numbers } of state.units) need(core.unit(key), `strategy ${key}`).instance.load(numbers);
  core.portfolio.load(state.portfolio);
  core.orders.load(state.orders);
  for (const order of core.orders.open) core.noteOpening(positionKey(order.strategy, order.symbol));
  core.exits.load(state.exits);
  core.owed.load(state.owed);
  if (state.accepted !== undefined) core.accepted.load(state.accepted);
  core.control.load(state.control);
  Object.assign(core.feed, { isConnected: state.feed.isConnected, isReconciling: state.feed.isReconciling });
  if (state.feed.clockSkewMs !== undefined) core.feed.clockSkewMs = state.feed.clockSkewMs;
  for (const symbol of state.feed.reconciling) core.feed.reconciling.add(symbol);
  for (const [symbol, models] of state.models) need(core.models.get(symbol), `the models of ${symbol}`).load(models);
  for (const pending of state.pending) core.pending.set(pending.symbol, pending);
  for (const [strategy, trades] of state.trades) core.trades.set(strategy, [...trades]);
}
