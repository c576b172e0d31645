// The paper venue: accepts orders and fills them on candles or on marks by the rules of the fill modules. It keeps no account of
// its own; what it may fill is read from one that every report has already reached. Pure; reports are pulled one at a time.
import { invariant, need } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import {
  type ClientOrderId,
  type EpochMs,
  type SymbolId,
  toClientOrderId,
  toEpochMs,
  toFillId,
  toVenueOrderId,
} from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Fill, OrderIntent } from '../../../shared/domain/order.ts';
import { bpsOf, Decimal, maxDecimal, minDecimal } from '../../../shared/money.ts';
import type { EngineEffect } from '../kernel/effects.ts';
import type { VenueReport } from '../kernel/inputs.ts';
import { CandleTurn } from './candleTurn.ts';
import { coveredQty } from './coverage.ts';
import type { MarketQuote } from './marketQuote.ts';
import { MarkTurn } from './markTurn.ts';
import { type Match, slipped } from './matching.ts';
import type { FundingSource, PaperAccount, PaperCosts } from './paperAccount.ts';
import {
  type Book,
  type PaperOrder,
  rankOf,
  type Resting,
  RestingOrders,
  type RestingOrdersState,
  STOP_RANK,
} from './restingOrders.ts';
import type { Turn, TurnState } from './turn.ts';

export interface PaperVenueOptions {
  readonly costs: PaperCosts;
  readonly account: PaperAccount;
  readonly instruments: readonly Instrument[];
  readonly funding?: FundingSource | undefined;
  /** How much of a fill of `qty` really comes; at least one lot does, the rest stays working. All of it without. */
  readonly limitFill?: ((id: ClientOrderId, qty: Decimal, at: EpochMs) => Decimal) | undefined;
}

/** All that a venue with the same options needs to go on, at any moment. Plain data. */
export interface PaperVenueState extends RestingOrdersState {
  readonly sequence: number;
  /** Not polled yet. */
  readonly reports: readonly VenueReport[];
  readonly turns: number;
  readonly turn?: TurnState | undefined;
}

/** A quantity to fill; `isCapped` when more would fill were there more to trade with: the rest stays working. */
interface Fillable {
  readonly qty: Decimal;
  readonly isCapped: boolean;
}

export class PaperVenue {
  private readonly options: PaperVenueOptions;
  private readonly orders: RestingOrders;
  /** Without contracts, nothing happens while no order works. */
  private readonly isSpotOnly: boolean;
  private reports: VenueReport[] = [];
  private sequence = 0;
  /** The candle or mark under way, and how many there have been. */
  private turn: Turn | undefined;
  private turns = 0;

  constructor(options: PaperVenueOptions) {
    this.options = options;
    this.isSpotOnly = options.instruments.every(({ kind }) => kind === 'spot');
    this.orders = new RestingOrders(options.instruments, options.funding);
  }

  /** Takes an order effect as it arrives at the venue; the answer comes with `poll`. */
  perform(effect: EngineEffect, now: EpochMs): void {
    if (effect.kind === 'submitOrder') this.submit(effect.order, now);
    else if (effect.kind === 'cancelOrder') this.cancel(effect.clientOrderId);
    else if (effect.kind === 'amendOrder') this.amend(effect);
  }

  private submit(intent: OrderIntent, now: EpochMs): void {
    const { clientOrderId, symbol, qty, limitPrice, stopPrice } = intent;
    if (this.orders.find(clientOrderId) !== undefined) {
      this.reports.push({ type: 'rejected', clientOrderId, reason: 'an order with this client id works already' });
      return;
    }
    const book = this.orders.book(symbol);
    this.sequence += 1;
    const venueOrderId = toVenueOrderId(`P${String(this.sequence)}`);
    const order: Resting = {
      intent,
      venueOrderId,
      rank: rankOf(intent),
      left: qty,
      filled: Decimal.ZERO,
      limitPrice,
      stopPrice,
      isTriggered: false,
      hasRested: false,
      skipsOpen: false,
      activeFrom: toEpochMs(now + this.options.costs.latencyMs),
      triedIn: 0,
    };
    if (order.rank > 0 && this.turn?.book === book) this.turn.admit(order);
    this.orders.add(order);
    this.reports.push({ type: 'accepted', clientOrderId, venueOrderId });
  }

  private cancel(clientOrderId: ClientOrderId): void {
    const found = this.orders.take(clientOrderId);
    this.reports.push(
      found === undefined
        ? { type: 'cancelRejected', clientOrderId, reason: UNKNOWN_ORDER }
        : { type: 'canceled', clientOrderId, reason: 'canceled on request' },
    );
  }

  private amend({ clientOrderId, qty, limitPrice, stopPrice }: Extract<EngineEffect, { kind: 'amendOrder' }>): void {
    const order = this.orders.find(clientOrderId);
    if (order === undefined) {
      this.reports.push({ type: 'amendRejected', clientOrderId, reason: UNKNOWN_ORDER });
      return;
    }
    if (qty.lte(order.filled)) return this.cancel(clientOrderId);
    order.left = qty.minus(order.filled);
    order.limitPrice = limitPrice ?? order.limitPrice;
    order.stopPrice = stopPrice ?? order.stopPrice;
  }

  /** Working orders, oldest first. */
  openOrders(): readonly PaperOrder[] {
    return this.orders.list();
  }

  /** Opens a candle for `poll`; orders decided at or before its open may fill in it. */
  beginCandle(candle: Candle): void {
    const book = this.bookWithWork(candle.symbol);
    if (book !== undefined) this.begin(new CandleTurn(candle, book, this.options));
  }

  /** Opens a mark for `poll`; orders active by its time may fill at it. */
  beginMark(quote: MarketQuote): void {
    const book = this.bookWithWork(quote.symbol);
    if (book !== undefined) this.begin(new MarkTurn(quote, book, this.options));
  }

  /** Undefined where nothing can happen: no order, no contract to liquidate, no funding. */
  private bookWithWork(symbol: SymbolId): Book | undefined {
    if (this.isSpotOnly && this.orders.size === 0) return undefined;
    const book = this.orders.book(symbol);
    return book.orders.length === 0 && book.instrument.kind === 'spot' ? undefined : book;
  }

  private begin(turn: Turn): void {
    invariant(
      this.turn === undefined,
      'expected the reports of one candle or mark to be polled before the next begins',
    );
    this.turn = turn;
    this.turns += 1;
  }

  /** The next report, or undefined when there is nothing more to say. Let each one reach account and engine before the next. */
  poll(): VenueReport | undefined {
    if (this.reports.length > 0) return this.reports.shift();
    const { turn } = this;
    if (turn === undefined) return undefined;
    // Funding is due on what is held before any order of the turn.
    const report = turn.book.funding?.pay(this.options.account, turn) ?? this.fillNext(turn);
    if (report !== undefined) return report;
    for (const order of turn.book.orders) if (order.intent.type === 'trailingStop') turn.trail(order);
    this.turn = undefined;
    return undefined;
  }

  /** First the orders, then the stops before a liquidation, then that, then the rest of protection: stops before targets. */
  private fillNext(turn: Turn): VenueReport | undefined {
    const report = this.tryOrders(turn);
    if (report !== undefined || turn.isLiquidationChecked) return report;
    return this.liquidate(turn) ?? this.tryOrders(turn);
  }

  private tryOrders(turn: Turn): VenueReport | undefined {
    const { turns } = this;
    const { at, book } = turn;
    for (const order of book.orders) {
      if (order.triedIn === turns || order.activeFrom > at) continue;
      if (!turn.isLiquidationChecked && turn.waitsForLiquidation(order)) continue;
      order.triedIn = turns;
      const report = this.tryOrder(order, turn);
      if (report !== undefined) return report;
    }
    return undefined;
  }

  private tryOrder(order: Resting, turn: Turn): VenueReport | undefined {
    const { clientOrderId, timeInForce, expireAt } = order.intent;
    if (timeInForce === 'GTD' && expireAt !== undefined && expireAt <= turn.at) {
      this.orders.take(clientOrderId);
      return { type: 'expired', clientOrderId, reason: 'its time in force ended' };
    }
    const match = turn.match(order);
    if (match === 'canceled') return this.end(order, 'a post-only order would have taken liquidity');
    if (timeInForce === 'IOC' || timeInForce === 'FOK') return this.tryAtOnce(order, match, turn);
    if (match === 'none') return undefined;
    const fillable = this.fillable(order, match, turn);
    if (fillable.qty.isPositive()) return this.fill(order, match, fillable);
    if (!fillable.isCapped) return this.end(order, 'not covered by balance or position');
    return order.rank === STOP_RANK ? this.endEntry(order, turn) : undefined;
  }

  /** A stop that waits for volume: the rest of its entry would only buy what it is about to sell. */
  private endEntry({ intent: { strategy } }: Resting, { book }: Turn): VenueReport | undefined {
    const entry = book.orders.find(({ intent }) => !intent.reduceOnly && intent.strategy === strategy);
    return entry === undefined ? undefined : this.end(entry, 'the stop of what it filled was reached');
  }

  /** At the open of its first candle or at its first mark, or never: IOC takes what there is, FOK all or nothing. */
  private tryAtOnce(order: Resting, match: Match | 'none', turn: Turn): VenueReport {
    const { timeInForce } = order.intent;
    const fillable = match === 'none' || match.isIntrabar ? undefined : this.fillable(order, match, turn);
    if (match === 'none' || fillable === undefined || fillable.qty.isZero()) {
      return this.end(order, `${timeInForce}: nothing to trade with at once`);
    }
    if (timeInForce === 'FOK' && fillable.qty.lt(order.left)) {
      return this.end(order, 'FOK: the whole quantity cannot be filled at once');
    }
    return this.fill(order, match, fillable);
  }

  private fill(order: Resting, match: Match, { qty, isCapped }: Fillable): VenueReport {
    const { clientOrderId, symbol, side, timeInForce } = order.intent;
    const { price, liquidity } = match;
    const turn = need(this.turn, 'a candle or mark under way');
    order.left = order.left.minus(qty);
    order.filled = order.filled.plus(qty);
    turn.take(side, qty, match.isIntrabar);
    const fill = this.makeFill({ clientOrderId, symbol, side, qty, price, liquidity }, turn);
    if (order.left.isZero()) this.orders.take(clientOrderId);
    else if (timeInForce === 'IOC' || !isCapped) {
      this.orders.take(clientOrderId);
      const reason =
        timeInForce === 'IOC' ? 'IOC: the rest found no volume' : 'the rest is not covered by balance or position';
      this.reports.push({ type: 'canceled', clientOrderId, reason });
    }
    return { type: 'filled', fill };
  }

  private makeFill(deal: Omit<Fill, 'fillId' | 'fee' | 'at'>, { book, at }: Turn): Fill {
    const { contractSize, makerBps, takerBps } = book.instrument;
    const notional = deal.qty.times(contractSize).times(deal.price);
    const fee = bpsOf(notional, deal.liquidity === 'maker' ? makerBps : takerBps).roundTo(8, 'halfEven');
    this.sequence += 1;
    return { ...deal, fillId: toFillId(`F${String(this.sequence)}`), fee, at };
  }

  /** What is left of the order, within what is covered and what others give. */
  private fillable(order: Resting, match: Match, turn: Turn): Fillable {
    const { intent, left } = order;
    const { instrument } = turn.book;
    const room = turn.room(intent.side);
    const isCapped = room?.lt(left) === true;
    const most = room === undefined ? left : minDecimal(left, room);
    const qty = coveredQty(this.options.account, intent, { instrument, price: match.price, qty: most });
    const { limitFill } = this.options;
    if (limitFill === undefined || intent.timeInForce === 'FOK' || !qty.isPositive()) return { qty, isCapped };
    const { lotSize } = instrument;
    const part = minDecimal(
      qty,
      maxDecimal(limitFill(intent.clientOrderId, qty, turn.at).toStep(lotSize, 'down'), lotSize),
    );
    return { qty: part, isCapped: isCapped || part.lt(qty) };
  }

  /** Looked at once a turn, and again after each position it takes: the whole of it, whatever the book holds. */
  private liquidate(turn: Turn): VenueReport | undefined {
    const due = turn.liquidation();
    if (due === undefined) return undefined;
    const { strategy, qty, side: held } = due.position;
    const { instrument } = turn.book;
    const side = held === 'long' ? 'sell' : 'buy';
    const price = slipped(due.price, side, { instrument, slippageBps: this.options.costs.slippageBps });
    const clientOrderId = toClientOrderId(`liquidation-${String(this.sequence)}`);
    const deal = { clientOrderId, symbol: instrument.symbol, side, qty, price, liquidity: 'taker' } as const;
    return { type: 'liquidated', strategy, fill: this.makeFill(deal, turn) };
  }

  /** A copy of everything, between any two calls. */
  save(): PaperVenueState {
    const { sequence, reports, turns, turn } = this;
    return { ...this.orders.save(), sequence, reports: [...reports], turns, turn: turn?.save() };
  }

  /** Goes on where a venue with the same options was saved. */
  load(state: PaperVenueState): void {
    this.orders.load(state);
    this.reports = [...state.reports];
    this.sequence = state.sequence;
    this.turns = state.turns;
    this.turn = state.turn === undefined ? undefined : this.loadTurn(state.turn);
  }

  private loadTurn(state: TurnState): Turn {
    const { symbol } = state.kind === 'candle' ? state.candle : state.quote;
    const book = this.orders.book(symbol);
    return state.kind === 'candle'
      ? new CandleTurn(state.candle, book, this.options).load(state)
      : new MarkTurn(state.quote, book, this.options).load(state);
  }

  private end(order: Resting, reason: string): VenueReport {
    this.orders.take(order.intent.clientOrderId);
    return { type: 'canceled', clientOrderId: order.intent.clientOrderId, reason };
  }
}

const UNKNOWN_ORDER = 'the venue knows no such open order';
