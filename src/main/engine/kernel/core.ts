// The state of one engine and the outbox of the running step. The parts of the step share it; nothing outside the engine does.
import { need } from '../../../shared/assert.ts';
import type { EpochMs, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import { type PositionKey, positionKey, toEpochMs } from '../../../shared/domain/ids.ts';
import type { Consensus, PredictionRequest } from '../../../shared/domain/prediction.ts';
import type { Trade } from '../../../shared/domain/portfolio.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { SymbolModels } from '../consensus/symbolModels.ts';
import { AcceptedDifferences } from '../execution/acceptedDifferences.ts';
import { OrderBook } from '../execution/orderBook.ts';
import { OwedExits } from '../execution/owedExits.ts';
import type { SymbolMarket } from '../market/symbolMarket.ts';
import { Portfolio } from '../portfolio/portfolio.ts';
import { ExitBook } from '../realtime/exits.ts';
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import { TradingControl, type TradingChanges } from '../risk/tradingControl.ts';
import { readsConsensus } from '../strategies/strategyOperands.ts';
import { createStrategyInstance, type StrategyInstance } from '../strategies/strategyInstance.ts';
import type { Sha256 } from './canonical.ts';
import type { EngineEffect } from './effects.ts';
import { type EngineConfig, symbolsOf } from './engineConfig.ts';
import type { EngineEvent, Processor } from './events.ts';
import { openRequests, type PendingClose } from './pendingClose.ts';
import type { Probe } from './probe.ts';

/** One strategy on one symbol. */
export interface StrategyUnit {
  readonly key: ReturnType<typeof positionKey>;
  readonly definition: StrategyDefinition;
  readonly instance: StrategyInstance;
  /** True: it decides once the predictions of a close have settled. */
  readonly readsConsensus: boolean;
  readonly market: SymbolMarket;
  lastExitAt: number;
}

/** What the engine knows of the outside beside prices. */
export interface FeedState {
  clockSkewMs?: number;
  isConnected: boolean;
  isReconciling: boolean;
  readonly reconciling: Set<SymbolId>;
}

/** Closed trades kept per strategy for gates and sizing. */
const TRADES_KEPT = 500;
const REPORTS_KEPT = 256;
const RATE_WINDOW_MS = 10_000;

export class EngineCore {
  readonly sha256: Sha256;
  clock: EpochMs = toEpochMs(0);
  config: EngineConfig | undefined;
  intent = 0;
  /** The time of the timer armed last; Infinity for none. */
  armedAt = Infinity;
  isTimerStale = false;
  sampledAt: EpochMs = toEpochMs(0);
  readonly markets = new Map<SymbolId, SymbolMarket>();
  units: readonly StrategyUnit[] = [];
  /** When each strategy last left a position, also those that are switched off now. */
  readonly lastExits = new Map<PositionKey, EpochMs>();
  /** Hash of each definition; empty unless decisions are recorded. */
  definitions: ReadonlyMap<StrategyId, string> = new Map();
  readonly portfolio = new Portfolio();
  readonly orders = new OrderBook();
  readonly exits = new ExitBook();
  readonly owed = new OwedExits();
  readonly accepted = new AcceptedDifferences();
  /** Positions to come: an entry works, nothing is held yet. */
  readonly opening = new Set<PositionKey>();
  readonly feed: FeedState = { isConnected: true, isReconciling: false, reconciling: new Set() };
  readonly models = new Map<SymbolId, SymbolModels>();
  /** Closes whose predictions have not settled yet. */
  readonly pending = new Map<SymbolId, PendingClose>();
  readonly trades = new Map<StrategyId, Trade[]>();
  /** When orders other than protective ones were sent, within the last ten seconds. */
  sentAt: number[] = [];
  events: readonly EngineEvent[] = NO_EVENTS;
  effects: readonly EngineEffect[] = NO_EFFECTS;
  /** Ids of the last reports of money and liquidations, so that a repeated one is not booked twice. */
  booked: string[] = [];
  probe: Probe | undefined;
  private tradingControl: TradingControl | undefined;
  private readonly unitsByKey = new Map<PositionKey, StrategyUnit>();
  private readonly unitsByMarket = new Map<SymbolId, Map<Timeframe, readonly StrategyUnit[]>>();

  constructor(sha256: Sha256) {
    this.sha256 = sha256;
  }

  get settings(): EngineConfig {
    return need(this.config, 'a configuration; the first input must be of kind config');
  }

  get control(): TradingControl {
    return need(this.tradingControl, 'a configuration; the first input must be of kind config');
  }

  /** New limits; what happened under the old ones stays. */
  setRisk(risk: RiskConfig): void {
    if (this.tradingControl === undefined) this.tradingControl = new TradingControl(risk);
    else this.tradingControl.applyConfig(risk, this.clock);
  }

  market(symbol: SymbolId): SymbolMarket {
    return need(this.markets.get(symbol), 'a market', symbol);
  }

  /** The strategies evaluated at a close of `timeframe` in `symbol`, in the order of the configuration. */
  unitsAt(symbol: SymbolId, timeframe: Timeframe): readonly StrategyUnit[] {
    return this.unitsByMarket.get(symbol)?.get(timeframe) ?? NO_UNITS;
  }

  /** The strategy of a position, while it is configured. */
  unit(key: PositionKey): StrategyUnit | undefined {
    return this.unitsByKey.get(key);
  }

  /** Replaces the strategies, on configured symbols only: unchanged definitions go on where they were. */
  setUnits(
    definitions: readonly StrategyDefinition[],
    isSame: (a: StrategyDefinition, b: StrategyDefinition) => boolean,
  ): void {
    const units: StrategyUnit[] = [];
    const traded = new Set(symbolsOf(this.settings));
    for (const definition of definitions.filter(({ enabled }) => enabled)) {
      for (const symbol of definition.symbols) {
        const market = this.markets.get(symbol);
        if (market === undefined || !traded.has(symbol)) continue;
        const key = positionKey(definition.id, symbol);
        const known = this.unitsByKey.get(key);
        units.push(
          known?.market === market && isSame(known.definition, definition)
            ? known
            : {
                key,
                definition,
                market,
                ...this.instanceOf(definition, market),
                lastExitAt: this.lastExits.get(key) ?? -Infinity,
              },
        );
      }
    }
    this.units = units;
    this.unitsByMarket.clear();
    this.unitsByKey.clear();
    for (const unit of units) {
      this.unitsByKey.set(unit.key, unit);
      const byTimeframe = this.unitsByMarket.get(unit.market.symbol) ?? new Map<Timeframe, readonly StrategyUnit[]>();
      this.unitsByMarket.set(unit.market.symbol, byTimeframe);
      byTimeframe.set(unit.definition.timeframe, [...(byTimeframe.get(unit.definition.timeframe) ?? []), unit]);
    }
  }

  /** The consensus of the models on a symbol, or of those of one timeframe; undefined where there are none. */
  consensus(symbol: SymbolId, timeframe?: Timeframe): Consensus | undefined {
    return this.models.get(symbol)?.consensus(timeframe);
  }

  /** What was asked and is not answered yet: to be asked again after a restart. */
  get openRequests(): readonly PredictionRequest[] {
    return [...this.pending.values()].flatMap(openRequests);
  }

  /** A stage begins, and ends. */
  enter(processor: Processor): void {
    this.probe?.enter(processor);
  }

  leave(): void {
    this.probe?.leave();
  }

  /** Begins a step with nothing said. Most steps say one thing or none, so lists are made on demand. */
  clearOutbox(): void {
    this.events = NO_EVENTS;
    this.effects = NO_EFFECTS;
  }

  /** True when a report of this id was booked before; else it is from now on. */
  isRepeated(id: string): boolean {
    if (this.booked.includes(id)) return true;
    this.booked.push(id);
    if (this.booked.length > REPORTS_KEPT) this.booked.shift();
    return false;
  }

  /** An order that counts for the order rate goes out now. */
  noteSent(): void {
    this.forgetSent();
    this.sentAt.push(this.clock);
  }

  /** Drops what the order rate no longer looks at. */
  forgetSent(): void {
    const since = this.clock - RATE_WINDOW_MS;
    if (this.sentAt.length > 0 && (this.sentAt[0] as number) <= since)
      this.sentAt = this.sentAt.filter((at) => at > since);
  }

  private instanceOf(
    definition: StrategyDefinition,
    { symbol, series }: SymbolMarket,
  ): Pick<StrategyUnit, 'instance' | 'readsConsensus'> {
    const instance = createStrategyInstance(definition, series, (timeframe) => {
      const consensus = this.consensus(symbol, timeframe);
      // Nothing to read where no vote counts: neither HOLD nor a confidence of zero was said by anybody.
      return consensus?.probabilities === undefined ? undefined : consensus;
    });
    return { instance, readsConsensus: readsConsensus(definition) };
  }

  emit(event: EngineEvent): void {
    if (this.events === NO_EVENTS) this.events = [event];
    else (this.events as EngineEvent[]).push(event);
  }

  effect(effect: EngineEffect): void {
    if (this.effects === NO_EFFECTS) this.effects = [effect];
    else (this.effects as EngineEffect[]).push(effect);
  }

  /** Passes on what the brakes say changed. True: everything is to be closed. */
  controlChanged(changes: TradingChanges): boolean {
    if (changes.length === 0) return false;
    this.isTimerStale = true;
    let isFlattening = false;
    for (const change of changes) {
      if (change.kind === 'flattenRequested') isFlattening = true;
      else this.emit(change);
    }
    return isFlattening;
  }

  /** Keeps `opening` in step after a change of the position or of one of its orders. */
  noteOpening(key: PositionKey): void {
    const isOpening =
      this.portfolio.position(key) === undefined && this.orders.of(key).some(({ reduceOnly }) => !reduceOnly);
    if (isOpening) this.opening.add(key);
    else this.opening.delete(key);
  }

  /** One unit's failure: recorded, and the others go on. Broken promises of our own code are not for catching. */
  unitFailed(processor: Processor, unit: string, error: unknown): void {
    this.emit({ kind: 'unitFailed', processor, unit, message: error instanceof Error ? error.message : String(error) });
  }

  rememberTrade(trade: Trade): void {
    const key = positionKey(trade.strategy, trade.symbol);
    this.lastExits.set(key, this.clock);
    const unit = this.unitsByKey.get(key);
    if (unit !== undefined) unit.lastExitAt = this.clock;
    const trades = this.trades.get(trade.strategy);
    if (trades === undefined) this.trades.set(trade.strategy, [trade]);
    else {
      trades.push(trade);
      if (trades.length > 2 * TRADES_KEPT) trades.splice(0, trades.length - TRADES_KEPT);
    }
  }

  tradesOf(strategy: StrategyId): readonly Trade[] {
    return this.trades.get(strategy) ?? NO_TRADES;
  }
}

const NO_EVENTS: readonly EngineEvent[] = [];
const NO_EFFECTS: readonly EngineEffect[] = [];
const NO_UNITS: readonly StrategyUnit[] = [];
const NO_TRADES: readonly Trade[] = [];
