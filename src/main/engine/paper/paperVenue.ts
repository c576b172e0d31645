// The paper venue: accepts orders and fills them on candles by the rules of the fill module. It keeps no account of its own;
// what it may fill is read from the engine's, which every report has already reached. Pure; reports are pulled one at a time.
import { need } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import {
  type ClientOrderId,
  type EpochMs,
  type StrategyId,
  type SymbolId,
  toFillId,
  toVenueOrderId,
} from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Fill, Liquidity, OrderIntent, PositionSide } from '../../../shared/domain/order.ts';
import { bpsOf, Decimal, minDecimal } from '../../../shared/money.ts';
import type { EngineEffect } from '../kernel/effects.ts';
import type { VenueReport } from '../kernel/inputs.ts';
import { type Match, matchOnCandle, slipped, trail, type Working } from './candleFills.ts';
import { fundingAmount, type FundingRate, liquidationPrice } from './margin.ts';

/** The account the venue trades against. Money in quote currency. */
export interface PaperAccount {
  readonly balance: Decimal;
  netQty(symbol: SymbolId): Decimal;
  equityAt(symbol: SymbolId, price: Decimal): Decimal;
  maintenanceAt(symbol: SymbolId, price: Decimal): Decimal;
  positionsIn(
    symbol: SymbolId,
  ): readonly { readonly strategy: StrategyId; readonly side: PositionSide; readonly qty: Decimal }[];
}

export interface PaperCosts {
  readonly slippageBps: Decimal;
  /** Share of a candle's volume that our orders may take, percent; zero is no cap. */
  readonly volumeCapPct: Decimal;
  readonly latencyMs: number;
}

interface Resting extends Working {
  readonly activeFrom: EpochMs;
  /** Open time of the last candle that was tried on it. */
  triedAt: number;
}

const PROTECTION_RANK: Readonly<Record<string, number>> = { stopLoss: 1, trailing: 1, breakEven: 1, takeProfit: 2 };
const rankOf = (order: OrderIntent): number => PROTECTION_RANK[order.purpose] ?? 0;

export class PaperVenue {
  private readonly costs: PaperCosts;
  private readonly account: PaperAccount;
  private readonly instruments: ReadonlyMap<SymbolId, Instrument>;
  private readonly funding: ReadonlyMap<SymbolId, readonly FundingRate[]>;
  private readonly orders = new Map<SymbolId, Resting[]>();
  private readonly byId = new Map<ClientOrderId, Resting>();
  private readonly reports: VenueReport[] = [];
  private readonly fundingIndex = new Map<SymbolId, number>();
  private sequence = 0;
  private candle: Candle | undefined;
  /** What is left of the candle's volume for us; undefined without a cap. */
  private capacity: Decimal | undefined;
  private isIntrabar = false;
  private isLiquidationChecked = false;

  constructor(options: {
    readonly costs: PaperCosts;
    readonly account: PaperAccount;
    readonly instruments: readonly Instrument[];
    readonly funding?: ReadonlyMap<SymbolId, readonly FundingRate[]>;
  }) {
    this.costs = options.costs;
    this.account = options.account;
    this.instruments = new Map(options.instruments.map((instrument) => [instrument.symbol, instrument]));
    this.funding = options.funding ?? new Map();
  }

  /** Takes an order effect; the answer comes with `poll`. */
  perform(effect: EngineEffect, now: EpochMs): void {
    if (effect.kind === 'submitOrder') this.submit(effect.order, now);
    else if (effect.kind === 'cancelOrder') this.cancel(effect.clientOrderId);
    else if (effect.kind === 'amendOrder') this.amend(effect);
  }

  private submit(intent: OrderIntent, now: EpochMs): void {
    const candle = this.candle;
    const isProtective = rankOf(intent) > 0;
    const resting: Resting = {
      intent,
      left: intent.qty,
      limitPrice: intent.limitPrice,
      stopPrice: intent.stopPrice,
      isTriggered: false,
      hasRested: false,
      skipsOpen: isProtective && candle?.symbol === intent.symbol && this.isIntrabar,
      // Protection placed behind a fill is active in the fill's own candle; anything else from the next one on.
      activeFrom:
        isProtective && candle?.symbol === intent.symbol ? candle.openTime : ((now + this.costs.latencyMs) as EpochMs),
      triedAt: -1,
    };
    const orders = this.orders.get(intent.symbol);
    if (orders === undefined) this.orders.set(intent.symbol, [resting]);
    else orders.push(resting);
    const { clientOrderId } = intent;
    this.byId.set(clientOrderId, resting);
    this.reports.push({
      type: 'accepted',
      clientOrderId,
      venueOrderId: toVenueOrderId(`P${String((this.sequence += 1))}`),
    });
  }

  private cancel(clientOrderId: ClientOrderId): void {
    const found = this.take(clientOrderId);
    this.reports.push(
      found === undefined
        ? { type: 'cancelRejected', clientOrderId, reason: 'the venue knows no such open order' }
        : { type: 'canceled', clientOrderId, reason: 'canceled on request' },
    );
  }

  private amend({ clientOrderId, qty, limitPrice, stopPrice }: Extract<EngineEffect, { kind: 'amendOrder' }>): void {
    const order = this.byId.get(clientOrderId);
    if (order === undefined) return;
    order.left = qty;
    order.limitPrice = limitPrice ?? order.limitPrice;
    order.stopPrice = stopPrice ?? order.stopPrice;
  }

  /** Opens a candle for `poll`; orders decided at or before its open may fill in it. */
  beginCandle(candle: Candle): void {
    this.candle = candle;
    this.isIntrabar = false;
    this.isLiquidationChecked = false;
    const { volumeCapPct } = this.costs;
    this.capacity = undefined;
    if (!volumeCapPct.isZero() && (this.orders.get(candle.symbol)?.length ?? 0) > 0) {
      const share = Decimal.fromNumber(candle.volume).times(volumeCapPct).times(HUNDREDTH);
      const { contractSize, lotSize } = this.instrument(candle.symbol);
      this.capacity = share.floorQuotient(contractSize, lotSize);
    }
  }

  /** The next report, or undefined when the candle has nothing more to say. Let each one reach the engine before the next. */
  poll(): VenueReport | undefined {
    const waiting = this.reports.shift();
    if (waiting !== undefined || this.candle === undefined) return waiting;
    const candle = this.candle;
    const report = this.payFunding(candle) ?? this.fillNext(candle);
    if (report === undefined) {
      this.endCandle(candle);
      this.candle = undefined;
    }
    return report;
  }

  /** First the orders, then a liquidation, then protection: stops before targets. */
  private fillNext(candle: Candle): VenueReport | undefined {
    const plain = this.tryOrders(candle, 0);
    if (plain !== undefined) return plain;
    if (!this.isLiquidationChecked) {
      const liquidated = this.liquidate(candle);
      if (liquidated !== undefined) return liquidated;
      this.isLiquidationChecked = true;
    }
    return this.tryOrders(candle, 1) ?? this.tryOrders(candle, 2);
  }

  private tryOrders(candle: Candle, rank: number): VenueReport | undefined {
    const orders = this.orders.get(candle.symbol);
    if (orders === undefined || orders.length === 0) return undefined;
    for (const order of orders) {
      if (order.triedAt === candle.openTime || order.activeFrom > candle.openTime || rankOf(order.intent) !== rank)
        continue;
      order.triedAt = candle.openTime;
      const report = this.tryOrder(order, candle);
      if (report !== undefined) return report;
    }
    return undefined;
  }

  private tryOrder(order: Resting, candle: Candle): VenueReport | undefined {
    const { clientOrderId, timeInForce, expireAt, purpose, symbol } = order.intent;
    if (timeInForce === 'GTD' && expireAt !== undefined && expireAt <= candle.openTime) {
      this.take(clientOrderId);
      return { type: 'expired', clientOrderId, reason: 'its time in force ended' };
    }
    const match = matchOnCandle(order, {
      candle,
      instrument: this.instrument(symbol),
      slippageBps: this.costs.slippageBps,
    });
    const isImmediate = timeInForce === 'IOC' || timeInForce === 'FOK';
    if (match === 'canceled') return this.end(order, 'a post-only order would have taken liquidity');
    if (match === 'none' || (isImmediate && match.isIntrabar)) {
      return isImmediate ? this.end(order, `${timeInForce}: nothing to trade with at once`) : undefined;
    }
    const qty = this.fillableQty(order, match);
    if (timeInForce === 'FOK' && qty.lt(order.left))
      return this.end(order, 'FOK: the whole quantity cannot be filled at once');
    if (qty.isZero()) {
      if (purpose === 'entry' && !this.isCapped(order)) return this.end(order, 'the balance does not cover the order');
      return isImmediate ? this.end(order, `${timeInForce}: no volume`) : undefined;
    }
    return this.fill(order, match, qty);
  }

  private fill(order: Resting, match: Match, qty: Decimal): VenueReport {
    const { clientOrderId, side, timeInForce } = order.intent;
    const isCapped = this.isCapped(order);
    order.left = order.left.minus(qty);
    this.capacity = this.capacity?.minus(qty);
    this.isIntrabar ||= match.isIntrabar;
    const fill = this.makeFill(order.intent, { qty, price: match.price, side, liquidity: match.liquidity });
    if (order.left.isZero()) this.take(clientOrderId);
    else if (timeInForce === 'IOC' || !isCapped) {
      this.take(clientOrderId);
      const reason = timeInForce === 'IOC' ? 'IOC: the rest found no volume' : 'the balance does not cover the rest';
      this.reports.push({ type: 'canceled', clientOrderId, reason });
    }
    return { type: 'filled', fill };
  }

  private makeFill(
    { clientOrderId, symbol }: { readonly clientOrderId: ClientOrderId; readonly symbol: SymbolId },
    deal: {
      readonly qty: Decimal;
      readonly price: Decimal;
      readonly side: Fill['side'];
      readonly liquidity: Liquidity;
    },
  ): Fill {
    const { contractSize, makerBps, takerBps } = this.instrument(symbol);
    const notional = deal.qty.times(contractSize).times(deal.price);
    const fee = bpsOf(notional, deal.liquidity === 'maker' ? makerBps : takerBps).roundTo(8, 'halfEven');
    const at = need(this.candle, 'a candle to fill in').openTime;
    return { ...deal, fillId: toFillId(`F${String((this.sequence += 1))}`), clientOrderId, symbol, fee, at };
  }

  /** What is left of the order, within the volume cap, the position it may reduce and, on spot, the balance. */
  private fillableQty(order: Resting, match: Match): Decimal {
    const { intent } = order;
    let qty = this.capacity === undefined ? order.left : minDecimal(order.left, this.capacity);
    if (intent.reduceOnly) {
      const position = this.account.positionsIn(intent.symbol).find(({ strategy }) => strategy === intent.strategy);
      return position?.side === (intent.side === 'sell' ? 'long' : 'short')
        ? minDecimal(qty, position.qty)
        : Decimal.ZERO;
    }
    const instrument = this.instrument(intent.symbol);
    if (instrument.kind !== 'spot') return qty;
    if (intent.side === 'sell') return minDecimal(qty, this.account.netQty(intent.symbol));
    const unitCost = match.price.times(instrument.contractSize);
    const withFee = unitCost.plus(bpsOf(unitCost, instrument.takerBps));
    if (withFee.times(qty).gt(this.account.balance)) {
      qty = this.account.balance.isPositive()
        ? this.account.balance.floorQuotient(withFee, instrument.lotSize)
        : Decimal.ZERO;
    }
    return qty;
  }

  private isCapped(order: Resting): boolean {
    return this.capacity?.lt(order.left) === true;
  }

  private liquidate(candle: Candle): VenueReport | undefined {
    const instrument = this.instrument(candle.symbol);
    if (instrument.kind !== 'linear') return undefined;
    const price = liquidationPrice(this.account, instrument, candle);
    const position = price === undefined ? undefined : this.account.positionsIn(candle.symbol)[0];
    if (price === undefined || position === undefined) return undefined;
    const side = position.side === 'long' ? 'sell' : 'buy';
    const order = { clientOrderId: `liquidation-${String(this.sequence)}` as ClientOrderId, symbol: candle.symbol };
    const worst = slipped(price, side, { instrument, slippageBps: this.costs.slippageBps });
    const fill = this.makeFill(order, { qty: position.qty, price: worst, side, liquidity: 'taker' });
    return { type: 'liquidated', strategy: position.strategy, fill };
  }

  /** Funding due up to the candle's open, on what is held before any order of the candle. */
  private payFunding(candle: Candle): VenueReport | undefined {
    const rates = this.funding.get(candle.symbol);
    if (rates === undefined) return undefined;
    for (let index = this.fundingIndex.get(candle.symbol) ?? 0; ; index++) {
      const due = rates[index];
      if (due === undefined || due.at > candle.openTime) return undefined;
      this.fundingIndex.set(candle.symbol, index + 1);
      const qty = this.account.netQty(candle.symbol);
      if (qty.isZero() || due.rate === 0) continue;
      const amount = fundingAmount(due.rate, qty.times(this.instrument(candle.symbol).contractSize), candle.open);
      return { type: 'funding', id: `funding-${String(due.at)}`, symbol: candle.symbol, rate: due.rate, amount };
    }
  }

  private endCandle(candle: Candle): void {
    for (const order of this.orders.get(candle.symbol) ?? []) {
      if (order.triedAt === candle.openTime) trail(order, candle, this.instrument(candle.symbol).tickSize);
    }
  }

  private end(order: Resting, reason: string): VenueReport {
    this.take(order.intent.clientOrderId);
    return { type: 'canceled', clientOrderId: order.intent.clientOrderId, reason };
  }

  private take(clientOrderId: ClientOrderId): Resting | undefined {
    const found = this.byId.get(clientOrderId);
    if (found === undefined) return undefined;
    this.byId.delete(clientOrderId);
    const orders = need(this.orders.get(found.intent.symbol), 'the orders of a symbol');
    orders.splice(orders.indexOf(found), 1);
    return found;
  }

  private instrument(symbol: SymbolId): Instrument {
    return need(this.instruments.get(symbol), `an instrument of ${symbol}`);
  }
}

const HUNDREDTH = Decimal.of('0.01');
