// What the risk checks see: the account and the market as they are when asked. One object, pointed at one order at a time,
// so that a limit that is off costs nothing.
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { EpochMs, PositionKey, SymbolId } from '../../../shared/domain/ids.ts';
import { positionKey, type StrategyId } from '../../../shared/domain/ids.ts';
import { entrySide, type Order, type OrderRequest, type Side } from '../../../shared/domain/order.ts';
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import type { Lock, Mode, TradingState, TradingStateChange } from '../../../shared/domain/trading.ts';
import { Decimal } from '../../../shared/money.ts';
import type { SymbolMarket } from '../market/symbolMarket.ts';
import type { RiskAmounts } from '../risk/riskAmounts.ts';
import type { MarketView, RiskView } from '../risk/riskLimit.ts';
import type { EngineCore } from './core.ts';

/** The order in question, before it is an intent. */
export interface Asked extends OrderRequest {
  readonly group?: string | undefined;
  readonly strategy: StrategyId;
  readonly purpose: Order['purpose'];
}

export const MANUAL = 'manual' as StrategyId;

export class AccountView implements RiskView {
  private readonly core: EngineCore;
  private asked: Asked | undefined;
  private key: PositionKey | undefined;
  market: MarketView | undefined;

  constructor(core: EngineCore) {
    this.core = core;
  }

  /** Points the view at an order. */
  of(asked: Asked): this {
    this.asked = asked;
    this.key = positionKey(asked.strategy, asked.symbol);
    const market = this.core.markets.get(asked.symbol);
    this.market = market === undefined ? undefined : new OrderMarket(this.core, market, this.key);
    return this;
  }

  get config(): RiskConfig {
    return this.core.settings.risk;
  }
  get amounts(): RiskAmounts {
    return this.core.control.amounts;
  }
  get stateChange(): TradingStateChange | undefined {
    return this.core.control.stateChange;
  }
  get mode(): Mode {
    return this.core.settings.mode;
  }
  get isSafeMode(): boolean {
    return this.core.control.isSafeMode;
  }
  get tradingState(): TradingState {
    return this.core.control.tradingState;
  }
  get isConnectionEnabled(): boolean {
    return this.core.settings.isEnabled;
  }
  get isLiveAllowed(): boolean {
    return this.core.settings.isLiveAllowed;
  }
  get isReconciling(): boolean {
    const { feed } = this.core;
    return feed.isReconciling || (this.asked !== undefined && feed.reconciling.has(this.asked.symbol));
  }
  get clockSkewMs(): number | undefined {
    return this.core.feed.clockSkewMs;
  }
  get equity(): Decimal {
    return this.core.portfolio.equity;
  }
  get freeCash(): Decimal {
    let free = this.core.portfolio.balance;
    for (const symbol of this.core.orders.entries.symbols) free = free.minus(entryNotional(this.core, symbol, 'buy'));
    return free;
  }
  get freeMargin(): Decimal {
    const { portfolio, orders } = this.core;
    let free = portfolio.equity.minus(portfolio.usedMargin);
    for (const symbol of orders.entries.symbols) {
      const { maxLeverage } = this.core.market(symbol).instrument;
      free = free.minus(entryExposure(this.core, symbol).dividedBy(maxLeverage));
    }
    return free;
  }
  get totalExposure(): Decimal {
    let total = this.core.portfolio.totalExposure;
    for (const symbol of this.core.orders.entries.symbols) total = total.plus(entryExposure(this.core, symbol));
    return total;
  }
  get openPositions(): number {
    return this.core.portfolio.openCount;
  }
  get workingEntries(): number {
    return this.core.opening.size;
  }
  get recentOrders(): number {
    this.core.forgetSent();
    return this.core.sentAt.length;
  }
  get consecutiveLosses(): number {
    return this.core.control.consecutiveLosses;
  }
  get locks(): readonly Lock[] {
    return this.core.control.locks;
  }
  get dayStartEquity(): Decimal {
    return this.core.control.dayStartEquity;
  }
  get peakEquity(): Decimal {
    return this.core.control.peakEquity;
  }
  get addsToPosition(): boolean {
    const position = this.key === undefined ? undefined : this.core.portfolio.position(this.key);
    return position !== undefined && entrySide(position.side) === this.asked?.side;
  }
  get hasSameWorkingOrder(): boolean {
    const { asked, key, core } = this;
    if (asked === undefined || key === undefined) return false;
    return core.orders.of(key).some((order) => isSame(order, asked));
  }
  get reducibleQty(): Decimal {
    const position = this.key === undefined ? undefined : this.core.portfolio.position(this.key);
    return position === undefined || entrySide(position.side) === this.asked?.side ? Decimal.ZERO : position.qty;
  }
}

class OrderMarket implements MarketView {
  private readonly core: EngineCore;
  private readonly of: SymbolMarket;
  private readonly key: PositionKey;

  constructor(core: EngineCore, market: SymbolMarket, key: PositionKey) {
    this.core = core;
    this.of = market;
    this.key = key;
  }

  get instrument(): Instrument {
    return this.of.instrument;
  }
  get mark(): Decimal | undefined {
    return this.of.price === 0 ? undefined : Decimal.fromNumber(this.of.price);
  }
  get exposure(): Decimal {
    const { symbol } = this.of;
    return this.core.portfolio.exposure(symbol).plus(entryExposure(this.core, symbol));
  }
  /** Of the order's own strategy: what another holds is not its to sell. */
  get freeBase(): Decimal {
    const position = this.core.portfolio.position(this.key);
    let held = position?.side === 'long' ? position.qty : Decimal.ZERO;
    for (const order of this.core.orders.of(this.key)) {
      if (order.side === 'sell' && !order.reduceOnly) held = held.minus(order.qty.minus(order.filledQty));
    }
    return held;
  }
  get hasGap(): boolean {
    return this.of.book.hasGap();
  }
  get staleReason(): string | undefined {
    if (!this.core.feed.isConnected) return 'the feed is disconnected';
    return staleReason(this.of, this.core.clock, this.core.settings.freshness.markMaxAgeMs);
  }
}

/** Why the market's data is too old for an entry, or undefined. With quotes, the quote counts too. */
export function staleReason(market: SymbolMarket, now: EpochMs, markMaxAgeMs: number): string | undefined {
  if (market.failure !== undefined)
    return `a candle of ${market.symbol} could not be taken (${market.failure}); apply the configuration again`;
  const byCandle = market.book.staleReason(now);
  if (byCandle !== undefined || market.bid === 0) return byCandle;
  const ageMs = now - market.pricedAt;
  return ageMs > markMaxAgeMs
    ? `the mark of ${market.symbol} is ${String(ageMs)} ms old, at most ${String(markMaxAgeMs)} ms allowed`
    : undefined;
}

/** The same order is already working: for a strategy the same purpose and side, for the trader the very same terms. */
function isSame(order: Order, asked: Asked): boolean {
  if (order.side !== asked.side || order.purpose !== asked.purpose) return false;
  if (asked.strategy !== MANUAL) return true;
  const isEqual = (a: Decimal | undefined, b: Decimal | undefined): boolean =>
    a === undefined || b === undefined ? a === b : a.eq(b);
  return (
    order.type === asked.type &&
    order.qty.eq(asked.qty) &&
    isEqual(order.limitPrice, asked.limitPrice) &&
    isEqual(order.stopPrice, asked.stopPrice)
  );
}

/** Notional that working orders of one side would still add, at their own price or the last one. */
function entryNotional(core: EngineCore, symbol: SymbolId, side: Side): Decimal {
  const { instrument, price } = core.market(symbol);
  const valuation = { price: Decimal.fromNumber(price), contractSize: instrument.contractSize };
  return core.orders.entries.notional(symbol, side, valuation);
}

const entryExposure = (core: EngineCore, symbol: SymbolId): Decimal =>
  entryNotional(core, symbol, 'buy').plus(entryNotional(core, symbol, 'sell'));
