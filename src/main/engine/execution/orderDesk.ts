// From a wish to an order and from the venue's reports back to the account: the only place that writes intents and books fills.
import {
  type ClientOrderId,
  positionKey,
  type PositionKey,
  type StrategyId,
  type SymbolId,
  toClientOrderId,
} from '../../../shared/domain/ids.ts';
import {
  entrySide,
  type ExitReason,
  exitSide,
  type Fill,
  type Order,
  type OrderIntent,
  type OrderRequest,
} from '../../../shared/domain/order.ts';
import type { Position } from '../../../shared/domain/portfolio.ts';
import { Decimal } from '../../../shared/money.ts';
import { AccountView } from '../kernel/accountView.ts';
import type { EngineCore } from '../kernel/core.ts';
import type { VenueReport } from '../kernel/inputs.ts';
import { averageEntry, type OpenPositionState, unrealised } from '../portfolio/openPosition.ts';
import { checkOrder, type RiskReport } from '../risk/riskChain.ts';
import { guardOf } from '../realtime/exits.ts';
import { closableQty } from './closableQty.ts';
import { Closing } from './closing.ts';
import { protect, protectionLost, protectionStands, protectionUnknown } from './protection.ts';
import { isProtective, type OrderSender, type Placement, type Ticket } from './ticket.ts';
import { canMove, isTerminal } from './orderStates.ts';

export class OrderDesk implements OrderSender {
  readonly view: AccountView;
  readonly closing: Closing;
  private readonly core: EngineCore;

  constructor(core: EngineCore) {
    this.core = core;
    this.view = new AccountView(core);
    this.closing = new Closing(core, this);
  }

  /** Rounds and checks an order, without a trace. */
  check(request: OrderRequest, ticket: Ticket): RiskReport & { readonly intent: OrderIntent } {
    const intent = this.complete(request, ticket);
    return { intent, ...checkOrder(intent, this.view.of(intent), this.core.clock) };
  }

  /** Rounds, checks, writes the intent down and sends it. */
  place(request: OrderRequest, ticket: Ticket): Placement {
    const { core } = this;
    const { intent, refusal, verdicts } = this.check(request, ticket);
    if (refusal !== undefined) {
      core.emit({ kind: 'orderRefused', strategy: ticket.strategy, symbol: request.symbol, verdicts });
      return { refusal, verdicts };
    }
    core.intent += 1;
    if (!isProtective(ticket)) core.noteSent();
    const order = core.orders.add(intent);
    this.changed(order);
    core.effect({ kind: 'submitOrder', order: intent });
    return { order, verdicts };
  }

  /** Asks the venue to cancel; an order whose fate is unknown is left to reconciliation. */
  cancel(order: Order): void {
    if (order.state === 'pendingCancel' || order.state === 'unknown' || isTerminal(order.state)) return;
    this.changed(this.core.orders.move(order, 'pendingCancel', { updatedAt: this.core.clock }));
    this.core.effect({ kind: 'cancelOrder', clientOrderId: order.clientOrderId });
  }

  /** New quantity left to fill and new price of a working order. */
  amend(order: Order, left: Decimal, price: { readonly limitPrice?: Decimal; readonly stopPrice?: Decimal }): void {
    const amended = this.core.orders.amend(order, { qty: order.filledQty.plus(left), ...price }, this.core.clock);
    this.changed(amended);
    this.core.effect({ kind: 'amendOrder', clientOrderId: order.clientOrderId, qty: amended.qty, ...price });
  }

  /** See `Closing`. */
  close(position: OpenPositionState, purpose: ExitReason, isAsked?: boolean): Placement | undefined {
    return this.closing.close(position, purpose, isAsked);
  }

  /** A venue report: moves the order, books fills, keeps protection in step. */
  report(report: VenueReport): void {
    const { core } = this;
    switch (report.type) {
      case 'accepted':
      case 'canceled':
      case 'rejected':
      case 'expired':
      case 'unknown':
      case 'cancelRejected':
      case 'amendRejected':
        return this.orderReport(report);
      case 'filled':
        return this.filled(report);
      case 'liquidated':
        return this.liquidated(report);
      case 'funding': {
        if (core.isRepeated(`funding|${report.id}`)) return this.repeated(report);
        const { symbol, amount, id: cause, perUnit } = report;
        const entry = core.portfolio.applyFunding({ symbol, amount, cause, ...(perUnit && { perUnit }) }, core.clock);
        if (entry !== undefined) core.emit({ kind: 'ledgerPosted', entry });
        return;
      }
      case 'deposit':
      case 'correction': {
        if (core.isRepeated(`${report.type}|${report.id}`)) return this.repeated(report);
        core.control.onTransfer(core.portfolio.equity, report.amount);
        const entry = core.portfolio.post({ kind: report.type, amount: report.amount, cause: report.id }, core.clock);
        return core.emit({ kind: 'ledgerPosted', entry });
      }
      case 'snapshot':
        return this.compare(report);
    }
  }

  /** Books what the trader takes over from the venue's account, as if an order of `strategy` had filled. */
  adopt(fill: Fill, strategy: StrategyId): void {
    this.book(fill, { strategy, reason: 'manual', isOverfill: false });
  }

  private orderReport(report: Extract<VenueReport, { clientOrderId: ClientOrderId }>): void {
    const { orders, clock, feed } = this.core;
    const order = orders.findWorking(report.clientOrderId);
    if (order === undefined) return this.ignored(report, orders.find(report.clientOrderId));
    if (isMove(report) && !canMove(order.state, report.type)) {
      // What the venue says cannot be true of this order, unless it only repeats itself.
      if (order.state !== report.type) feed.reconciling.add(order.symbol);
      return this.ignored(report, order);
    }
    switch (report.type) {
      case 'accepted': {
        const state = order.state === 'submitting' || order.state === 'unknown' ? stateAfter(order) : order.state;
        const { venueOrderId } = report;
        this.changed(
          state === order.state
            ? orders.note(order, venueOrderId)
            : orders.move(order, state, { venueOrderId, updatedAt: clock }),
        );
        if (isProtective(order)) protectionStands(this.core, this, order);
        return;
      }
      case 'cancelRejected':
        if (order.state === 'pendingCancel') this.changed(orders.move(order, stateAfter(order), { updatedAt: clock }));
        this.core.emit({ kind: 'cancelRejected', clientOrderId: order.clientOrderId, reason: report.reason });
        return;
      case 'amendRejected':
        // What works there is not what is wanted: the engine can no longer count on it.
        this.lost(order, report.reason);
        this.core.emit({ kind: 'reportIgnored', report, reason: 'the order stays as it was' });
        return;
      case 'unknown':
        feed.reconciling.add(order.symbol);
        this.changed(orders.move(order, 'unknown', { updatedAt: clock, reason: report.reason }));
        protectionUnknown(this.core, order);
        return;
      default:
        this.changed(orders.move(order, report.type, { updatedAt: clock, reason: report.reason }));
        this.lost(order, report.reason);
    }
  }

  private repeated(report: VenueReport): void {
    this.core.emit({ kind: 'reportIgnored', report, reason: 'known already' });
  }

  private ignored(report: VenueReport, order: Pick<Order, 'state'> | undefined): void {
    const reason = order === undefined ? 'no order of ours has this id' : `the order is ${order.state}`;
    this.core.emit({ kind: 'reportIgnored', report, reason });
  }

  /** An order that is no more, or not what it should be: without its entry an armed exit falls away, an exit is tried again. */
  private lost(order: Order, reason: string): void {
    const { portfolio, exits, orders } = this.core;
    const key = positionKey(order.strategy, order.symbol);
    const position = portfolio.position(key);
    if (position !== undefined) {
      protectionLost(this.core, position, { order, reason });
      this.closing.orderLost(order, position, reason);
    } else if (orders.of(key).length === 0) exits.disarm(key);
  }

  private filled(report: Extract<VenueReport, { type: 'filled' }>): void {
    const { core } = this;
    const { fill } = report;
    const problem = core.orders.fillProblem(fill);
    const order = core.orders.findWorking(fill.clientOrderId);
    if (order === undefined || problem !== undefined) {
      // The account may differ from the venue's now: nothing new in this symbol until that is settled.
      if (problem !== 'known already') core.feed.reconciling.add(fill.symbol);
      core.emit({ kind: 'reportIgnored', report, reason: problem ?? '' });
      return;
    }
    const key = positionKey(order.strategy, order.symbol);
    const after = core.orders.fill(order, fill, core.clock);
    this.changed(after);
    const isOverfill = order.reduceOnly && fill.qty.gt(this.reducible(order));
    this.book(fill, { strategy: order.strategy, reason: this.exitReason(order, key), isOverfill });
    if (isProtective(order)) this.cancelEntries(key);
    if (order.group !== undefined) this.fillGroup(order.group, order, fill.qty);
    const left = core.portfolio.position(key);
    if (isOverfill && left !== undefined) this.overfilled(left, order);
    else if (left !== undefined && after.state === 'filled') this.closing.orderFilled(order, left);
  }

  /** What an order can take out of its position. */
  private reducible({ strategy, symbol, side }: Order): Decimal {
    const held = this.core.portfolio.position(positionKey(strategy, symbol));
    return held === undefined || exitSide(held.side) !== side ? Decimal.ZERO : held.qty;
  }

  /** More was taken out than there was, by a stop and a target at once for example: what that opened is real, and unwanted. */
  private overfilled(position: OpenPositionState, order: Order): void {
    this.core.feed.reconciling.add(order.symbol);
    const reason = `order ${order.clientOrderId} took more out than was held and opened a ${position.side} position`;
    this.closing.owe(position, 'reversal', reason);
  }

  /** The rest of an entry would open again what has been left. */
  private cancelEntries(key: PositionKey): void {
    for (const order of this.core.orders.of(key)) if (!order.reduceOnly) this.cancel(order);
  }

  /** Why a fill of `order` (as it was before) leaves a position, should it close one. */
  private exitReason(order: Order, key: PositionKey): ExitReason {
    const armed = this.core.exits.get(key);
    if (armed !== undefined && guardOf(armed, order.clientOrderId) === armed.stopGuard) return armed.stopReason;
    if (order.purpose !== 'entry') return order.purpose;
    const held = this.core.portfolio.position(key);
    return held !== undefined && order.qty.minus(order.filledQty).gt(held.qty) ? 'reversal' : 'manual';
  }

  /** The venue took a position, or part of it. Repeated, or more than there is: nothing is booked. */
  private liquidated(report: Extract<VenueReport, { type: 'liquidated' }>): void {
    const { core } = this;
    const { fill, strategy } = report;
    const held = core.portfolio.position(positionKey(strategy, fill.symbol));
    const isKnown = core.isRepeated(`liquidated|${fill.fillId}`);
    const isSound = fill.qty.isPositive() && fill.price.isPositive();
    if (!isKnown && isSound && held !== undefined && fill.side === exitSide(held.side) && fill.qty.lte(held.qty)) {
      this.book(fill, { strategy, reason: 'liquidation', isOverfill: false });
      return;
    }
    if (!isKnown) core.feed.reconciling.add(fill.symbol);
    const reason = isKnown ? 'known already' : `${strategy} holds no such position in ${fill.symbol}`;
    core.emit({ kind: 'reportIgnored', report, reason });
  }

  private book(fill: Fill, { strategy, reason, isOverfill }: Booking): void {
    const { core } = this;
    core.emit({ kind: 'orderFilled', fill });
    const key = positionKey(strategy, fill.symbol);
    const { entries, trade, position } = core.portfolio.applyFill(fill, strategy, reason);
    const { price, pricedAt } = core.market(fill.symbol);
    // A fill that comes late says less of the worth than the prices since.
    if (pricedAt > fill.at) core.portfolio.setMark(fill.symbol, price);
    core.noteOpening(key);
    for (const entry of entries) core.emit({ kind: 'ledgerPosted', entry });
    if (trade !== undefined) {
      core.emit({ kind: 'tradeClosed', trade });
      core.rememberTrade(trade);
      core.controlChanged(core.control.onTradeClosed(trade, core.clock));
      core.owed.delete(key);
      this.rearm(key, position !== undefined, isOverfill);
    }
    if (position === undefined) this.cancelAll(key);
    else {
      if (!isOverfill) protect(core, this, { position, isGrowing: fill.side === entrySide(position.side) });
      core.emit({ kind: 'positionChanged', position: describePosition(core, position) });
    }
    core.isTimerStale = true;
  }

  /** After a trade: what is held now, or what an entry on its way may still bring, is protected anew. */
  private rearm(key: PositionKey, isReversed: boolean, isOverfill: boolean): void {
    const { exits, orders, settings } = this.core;
    const armed = exits.get(key);
    if (isReversed) for (const order of orders.of(key)) if (order.reduceOnly) this.cancel(order);
    if (armed !== undefined && !isOverfill && (isReversed || orders.of(key).some(({ reduceOnly }) => !reduceOnly))) {
      exits.arm(key, armed.nextPlan ?? armed.plan, !settings.hasVenueProtection);
    } else exits.disarm(key);
  }

  /** Orders of a position that is no more. */
  cancelAll(key: PositionKey): void {
    for (const order of this.core.orders.of(key)) this.cancel(order);
  }

  /** Orders that leave a position shrink by what one of them filled, so that the rest stays covered; others end. */
  private fillGroup(group: string, filled: Order, qty: Decimal): void {
    for (const order of this.core.orders.of(positionKey(filled.strategy, filled.symbol))) {
      if (order.group !== group || order.clientOrderId === filled.clientOrderId) continue;
      const left = order.qty.minus(order.filledQty).minus(qty);
      if (order.reduceOnly && left.isPositive()) this.amend(order, left, {});
      else this.cancel(order);
    }
  }

  /** Ours against the venue's: a symbol that differs takes no entries until it is reconciled. */
  private compare({ openOrders, balance, positions }: Extract<VenueReport, { type: 'snapshot' }>): void {
    const { core } = this;
    const theirs = new Set(openOrders);
    const ours = core.orders.open.filter(({ state }) => state === 'open' || state === 'partiallyFilled');
    const missing = openOrders === undefined ? [] : ours.filter(({ clientOrderId }) => !theirs.has(clientOrderId));
    const unknown = (openOrders ?? []).filter((id) => core.orders.find(id) === undefined);
    const differing = positions === undefined ? [] : differences(core, positions);
    for (const { symbol } of [...missing, ...differing]) core.feed.reconciling.add(symbol);
    if (
      positions?.every((held) => isDust(core, beyondAccepted(core, held))) === true &&
      core.control.killSwitchReport?.flatAt !== undefined
    ) {
      core.control.onKillSwitchStep('verifiedAt', core.clock);
    }
    core.emit({
      kind: 'venueCompared',
      missing: missing.map(({ clientOrderId }) => clientOrderId),
      unknown,
      balanceDrift:
        balance === undefined ? Decimal.ZERO : balance.minus(core.portfolio.balance).minus(core.accepted.balanceOffset),
      positions: differing,
    });
  }

  private changed(order: Order): void {
    if (!order.reduceOnly) this.core.noteOpening(positionKey(order.strategy, order.symbol));
    this.core.emit({ kind: 'orderChanged', order });
  }

  /** On the grids, never more aggressive than asked: buy limits down, sell limits up, quantities down; stops to the later trigger. */
  private complete(request: OrderRequest, ticket: Ticket): OrderIntent {
    const { core } = this;
    const { symbol, side, type, qty, limitPrice, stopPrice, trailPct, timeInForce, expireAt, reduceOnly, postOnly } =
      request;
    const instrument = core.markets.get(symbol)?.instrument;
    const tick = instrument?.tickSize;
    return {
      symbol,
      side,
      type,
      qty: instrument === undefined ? qty : inLots(qty, instrument.lotSize),
      limitPrice: tick === undefined ? limitPrice : limitPrice?.toStep(tick, side === 'buy' ? 'down' : 'up'),
      stopPrice: tick === undefined ? stopPrice : stopPrice?.toStep(tick, side === 'buy' ? 'up' : 'down'),
      trailPct,
      timeInForce,
      expireAt,
      reduceOnly,
      postOnly,
      strategy: ticket.strategy,
      purpose: ticket.purpose,
      group: ticket.group,
      intent: core.intent + 1,
      clientOrderId: this.nextId(),
      createdAt: core.clock,
    };
  }

  /** `fd` + 100 bits of the hash of connection and intent in base 32: the same intent, the same id. */
  private nextId(): ClientOrderId {
    const { core } = this;
    const digest = core.sha256(`${core.settings.connection}:${String(core.intent + 1)}`);
    let id = 'fd';
    for (let start = 0; start < 25; start += 5) {
      let bits = 0;
      for (let digit = start; digit < start + 5; digit++) {
        const code = digest.charCodeAt(digit);
        bits = (bits << 4) | (code < 58 ? code - 48 : code - 87);
      }
      id += (PAIRS[bits >> 10] as string) + (PAIRS[bits & 1023] as string);
    }
    return toClientOrderId(id);
  }
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'.split('');
/** Ten bits are two characters. */
const PAIRS = BASE32.flatMap((first) => BASE32.map((second) => first + second));

/** Where an answered order stands by its fills. */
const stateAfter = (order: Order): 'open' | 'partiallyFilled' =>
  order.filledQty.isZero() ? 'open' : 'partiallyFilled';

interface NetQty {
  readonly symbol: SymbolId;
  readonly qty: Decimal;
}

/** Symbols whose net quantity here is not the venue's, less what is accepted of it. */
function differences(
  core: EngineCore,
  positions: readonly NetQty[],
): readonly { readonly symbol: SymbolId; readonly ours: Decimal; readonly theirs: Decimal }[] {
  const theirs = new Map(positions.map(({ symbol, qty }) => [symbol, qty]));
  const symbols = new Set([...theirs.keys(), ...core.markets.keys()]);
  return [...symbols]
    .map((symbol) => ({ symbol, ours: core.portfolio.netQty(symbol), theirs: theirs.get(symbol) ?? Decimal.ZERO }))
    .filter(({ symbol, ours, theirs }) => !theirs.minus(ours).eq(core.accepted.offsetOf(symbol)));
}

/** What the venue holds, but for what the trader lets stay there. */
const beyondAccepted = (core: EngineCore, { symbol, qty }: NetQty): NetQty => ({
  symbol,
  qty: qty.minus(core.accepted.offsetOf(symbol)),
});

const isDust = (core: EngineCore, { symbol, qty }: NetQty): boolean => {
  const instrument = core.markets.get(symbol)?.instrument;
  return qty.isZero() || (instrument !== undefined && closableQty(qty.abs(), instrument).isZero());
};

interface Booking {
  readonly strategy: StrategyId;
  readonly reason: ExitReason;
  /** More than a reduce-only order could reduce: what it opens is nobody's wish, and gets no exits of its own. */
  readonly isOverfill: boolean;
}

/** A report that says which state an order is in now. */
const isMove = (
  report: Extract<VenueReport, { clientOrderId: ClientOrderId }>,
): report is Extract<VenueReport, { type: 'canceled' | 'rejected' | 'expired' | 'unknown' }> =>
  report.type !== 'accepted' && report.type !== 'cancelRejected' && report.type !== 'amendRejected';

/** A position as others see it, at the last mark. */
export function describePosition(core: EngineCore, position: OpenPositionState): Position {
  const { strategy, symbol, side, qty, openedAt } = position;
  const market = core.market(symbol);
  const average = averageEntry(position);
  const mark = market.price === 0 ? average : Decimal.fromNumber(market.price);
  const exits = core.exits.get(position.key);
  return {
    strategy,
    symbol,
    side,
    qty,
    averageEntry: average,
    openedAt,
    mark,
    unrealisedPnl: unrealised(position, mark),
    stopPrice: exits?.stopPrice,
    targetPrice: exits?.targetPrice,
  };
}

/** What is less than a lot stays as it was asked for: the check that refuses it says how much it was. */
function inLots(qty: Decimal, lotSize: Decimal): Decimal {
  const lots = qty.toStep(lotSize, 'down');
  return lots.isPositive() ? lots : qty;
}
