// The paper venue: accepts orders and fills them on candles by the rules of the fill module. It keeps no account of its own;
// what it may fill is read from the engine's, which every report has already reached. Pure; reports are pulled one at a time.
import { need } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import {
  type ClientOrderId,
  type EpochMs,
  positionKey,
  type SymbolId,
  toClientOrderId,
  toEpochMs,
  toFillId,
  toVenueOrderId,
} from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Fill, Liquidity, OrderIntent } from '../../../shared/domain/order.ts';
import { bpsOf, Decimal, minDecimal, percentOf } from '../../../shared/money.ts';
import type { EngineEffect } from '../kernel/effects.ts';
import type { VenueReport } from '../kernel/inputs.ts';
import {
  isReachedBefore,
  type Market,
  type Match,
  matchOnCandle,
  slipped,
  trail,
  type Working,
} from './candleFills.ts';
import { fundingAmount, liquidationPrice } from './margin.ts';
import type { FundingRate, PaperAccount, PaperCosts } from './paperAccount.ts';

interface Resting extends Working {
  readonly activeFrom: EpochMs;
  /** 0 the trader's own, 1 a protective stop, 2 a target: the order of their turns in a candle. */
  readonly rank: number;
  /** Open time of the last candle that was tried on it. */
  triedAt: number;
}

/** One symbol at the venue. */
interface Book {
  readonly instrument: Instrument;
  /** By rank, then by arrival. */
  readonly orders: Resting[];
  readonly rates: readonly FundingRate[];
  ratesPaid: number;
}

const STOP_RANK = 1;
const PROTECTION_RANK: Readonly<Record<string, number>> = {
  stopLoss: STOP_RANK,
  trailing: STOP_RANK,
  breakEven: STOP_RANK,
  takeProfit: 2,
};
const rankOf = (order: OrderIntent): number => PROTECTION_RANK[order.purpose] ?? 0;

export class PaperVenue {
  private readonly costs: PaperCosts;
  private readonly account: PaperAccount;
  private readonly books: ReadonlyMap<SymbolId, Book>;
  /** Without contracts, nothing happens while no order works. */
  private readonly isSpotOnly: boolean;
  private readonly byId = new Map<ClientOrderId, Resting>();
  private readonly reports: VenueReport[] = [];
  private sequence = 0;
  /** The candle under way, its book and what orders are matched against. */
  private turn: { readonly candle: Candle; readonly book: Book; readonly market: Market } | undefined;
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
    this.isSpotOnly = options.instruments.every(({ kind }) => kind === 'spot');
    this.books = new Map(
      options.instruments.map((instrument) => {
        const rates = instrument.kind === 'linear' ? options.funding?.get(instrument.symbol) : undefined;
        return [instrument.symbol, { instrument, orders: [], rates: rates ?? [], ratesPaid: 0 }];
      }),
    );
  }

  /** Takes an order effect; the answer comes with `poll`. */
  perform(effect: EngineEffect, now: EpochMs): void {
    if (effect.kind === 'submitOrder') this.submit(effect.order, now);
    else if (effect.kind === 'cancelOrder') this.cancel(effect.clientOrderId);
    else if (effect.kind === 'amendOrder') this.amend(effect);
  }

  private submit(intent: OrderIntent, now: EpochMs): void {
    const { clientOrderId, symbol, qty, limitPrice, stopPrice } = intent;
    const rank = rankOf(intent);
    const candle = this.turn?.candle.symbol === symbol ? this.turn.candle : undefined;
    const isWithinCandle = rank > 0 && candle !== undefined;
    const resting: Resting = {
      intent,
      rank,
      left: qty,
      limitPrice,
      stopPrice,
      isTriggered: false,
      hasRested: false,
      skipsOpen: isWithinCandle && this.isIntrabar,
      // Protection placed behind a fill is active in the fill's own candle; anything else from the next one on.
      activeFrom: isWithinCandle ? candle.openTime : toEpochMs(now + this.costs.latencyMs),
      triedAt: -1,
    };
    const { orders } = this.book(symbol);
    const place = orders.findIndex((other) => other.rank > rank);
    orders.splice(place === -1 ? orders.length : place, 0, resting);
    this.byId.set(clientOrderId, resting);
    this.sequence += 1;
    this.reports.push({ type: 'accepted', clientOrderId, venueOrderId: toVenueOrderId(`P${String(this.sequence)}`) });
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
    if (this.isSpotOnly && this.byId.size === 0) return;
    const book = this.book(candle.symbol);
    const { instrument, orders } = book;
    const { slippageBps, volumeCapPct } = this.costs;
    // Nothing can happen here either: no order, no contract to liquidate, no funding.
    if (orders.length === 0 && instrument.kind === 'spot') return;
    this.turn = { candle, book, market: { candle, instrument, slippageBps } };
    this.isIntrabar = false;
    this.isLiquidationChecked = instrument.kind !== 'linear';
    this.capacity = undefined;
    if (orders.length > 0 && !volumeCapPct.isZero()) {
      const share = percentOf(Decimal.fromNumber(candle.volume), volumeCapPct);
      this.capacity = share.floorQuotient(instrument.contractSize, instrument.lotSize);
    }
  }

  /** The next report, or undefined when the candle has nothing more to say. Let each one reach the engine before the next. */
  poll(): VenueReport | undefined {
    if (this.reports.length > 0) return this.reports.shift();
    if (this.turn === undefined) return undefined;
    const { candle, book } = this.turn;
    const report = this.payFunding(book, candle) ?? this.fillNext(book, candle);
    if (report !== undefined) return report;
    for (const order of book.orders) trail(order, candle, book.instrument.tickSize);
    this.turn = undefined;
    return undefined;
  }

  /** First the orders, then the stops before a liquidation, then that, then the rest of protection: stops before targets. */
  private fillNext(book: Book, candle: Candle): VenueReport | undefined {
    const report = this.tryOrders(book, candle);
    if (report !== undefined || this.isLiquidationChecked) return report;
    return this.liquidate(book, candle) ?? this.tryOrders(book, candle);
  }

  private tryOrders(book: Book, candle: Candle): VenueReport | undefined {
    for (const order of book.orders) {
      if (order.triedAt === candle.openTime || order.activeFrom > candle.openTime) continue;
      if (order.rank > 0 && this.waitsForLiquidation(order, book, candle)) continue;
      order.triedAt = candle.openTime;
      const report = this.tryOrder(order, candle);
      if (report !== undefined) return report;
    }
    return undefined;
  }

  private waitsForLiquidation(order: Resting, { instrument }: Book, candle: Candle): boolean {
    if (this.isLiquidationChecked) return false;
    const price = liquidationPrice(this.account, instrument, candle);
    if (price === undefined) this.isLiquidationChecked = true;
    return price !== undefined && !isReachedBefore(order, price, candle);
  }

  private tryOrder(order: Resting, candle: Candle): VenueReport | undefined {
    const { clientOrderId, timeInForce, expireAt } = order.intent;
    if (timeInForce === 'GTD' && expireAt !== undefined && expireAt <= candle.openTime) {
      this.take(clientOrderId);
      return { type: 'expired', clientOrderId, reason: 'its time in force ended' };
    }
    const match = matchOnCandle(order, need(this.turn, 'a candle under way').market);
    if (match === 'canceled') return this.end(order, 'a post-only order would have taken liquidity');
    if (timeInForce === 'IOC' || timeInForce === 'FOK') return this.tryAtOnce(order, match);
    if (match === 'none') return undefined;
    const qty = this.fillableQty(order, match);
    if (qty.isPositive()) return this.fill(order, match, qty);
    if (!this.isCapped(order)) return this.end(order, 'not covered by balance or position');
    return order.rank === STOP_RANK ? this.endEntry(order) : undefined;
  }

  /** A stop that waits for volume: the rest of its entry would only buy what it is about to sell. */
  private endEntry({ intent: { strategy, symbol } }: Resting): VenueReport | undefined {
    const { orders } = this.book(symbol);
    const entry = orders.find(({ intent }) => !intent.reduceOnly && intent.strategy === strategy);
    return entry === undefined ? undefined : this.end(entry, 'the stop of what it filled was reached');
  }

  /** At the open of its first candle or never: IOC takes what there is, FOK all or nothing. */
  private tryAtOnce(order: Resting, match: Match | 'none'): VenueReport {
    const { timeInForce } = order.intent;
    const qty = match === 'none' || match.isIntrabar ? Decimal.ZERO : this.fillableQty(order, match);
    if (match === 'none' || qty.isZero()) return this.end(order, `${timeInForce}: nothing to trade with at once`);
    if (timeInForce === 'FOK' && qty.lt(order.left)) {
      return this.end(order, 'FOK: the whole quantity cannot be filled at once');
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
      const reason =
        timeInForce === 'IOC' ? 'IOC: the rest found no volume' : 'the rest is not covered by balance or position';
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
    const { contractSize, makerBps, takerBps } = this.book(symbol).instrument;
    const notional = deal.qty.times(contractSize).times(deal.price);
    const fee = bpsOf(notional, deal.liquidity === 'maker' ? makerBps : takerBps).roundTo(8, 'halfEven');
    const at = need(this.turn, 'a candle under way').candle.openTime;
    this.sequence += 1;
    return { ...deal, fillId: toFillId(`F${String(this.sequence)}`), clientOrderId, symbol, fee, at };
  }

  /** What is left of the order, within the volume cap, the position it may reduce and, on spot, the balance. */
  private fillableQty(order: Resting, match: Match): Decimal {
    const { intent } = order;
    let qty = this.capacity === undefined ? order.left : minDecimal(order.left, this.capacity);
    const { instrument } = this.book(intent.symbol);
    // What one strategy holds on spot is not another's to sell.
    if (intent.reduceOnly || (instrument.kind === 'spot' && intent.side === 'sell')) {
      const position = this.account.position(positionKey(intent.strategy, intent.symbol));
      return position?.side === (intent.side === 'sell' ? 'long' : 'short')
        ? minDecimal(qty, position.qty)
        : Decimal.ZERO;
    }
    if (instrument.kind !== 'spot') return qty;
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

  /** Checked once a candle, and again after each position it takes. */
  private liquidate({ instrument }: Book, candle: Candle): VenueReport | undefined {
    if (this.isLiquidationChecked) return undefined;
    const price = liquidationPrice(this.account, instrument, candle);
    const position = price === undefined ? undefined : this.account.positionsIn(candle.symbol)[0];
    if (price === undefined || position === undefined) {
      this.isLiquidationChecked = true;
      return undefined;
    }
    const side = position.side === 'long' ? 'sell' : 'buy';
    const order = { clientOrderId: toClientOrderId(`liquidation-${String(this.sequence)}`), symbol: candle.symbol };
    const worst = slipped(price, side, { instrument, slippageBps: this.costs.slippageBps });
    const fill = this.makeFill(order, { qty: position.qty, price: worst, side, liquidity: 'taker' });
    return { type: 'liquidated', strategy: position.strategy, fill };
  }

  /** Funding due up to the candle's open, on what is held before any order of the candle. */
  private payFunding(book: Book, candle: Candle): VenueReport | undefined {
    for (; ; book.ratesPaid++) {
      const due = book.rates[book.ratesPaid];
      if (due === undefined || due.at > candle.openTime) return undefined;
      if (due.rate === 0 || this.account.positionsIn(candle.symbol).length === 0) continue;
      book.ratesPaid += 1;
      const perUnit = fundingAmount(due.rate, book.instrument.contractSize, candle.open);
      const amount = perUnit.times(this.account.netQty(candle.symbol));
      const id = `funding-${candle.symbol}-${String(due.at)}`;
      return { type: 'funding', id, symbol: candle.symbol, rate: due.rate, amount, perUnit };
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
    const { orders } = this.book(found.intent.symbol);
    orders.splice(orders.indexOf(found), 1);
    return found;
  }

  private book(symbol: SymbolId): Book {
    return need(this.books.get(symbol), 'an instrument', symbol);
  }
}
