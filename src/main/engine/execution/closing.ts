// Leaves positions at the market, and goes on trying until they are flat or the trader takes the exit back.
import { need } from '../../../shared/assert.ts';
import type { EpochMs, PositionKey } from '../../../shared/domain/ids.ts';
import { type ExitReason, exitSide, type Order } from '../../../shared/domain/order.ts';
import type { EngineCore } from '../kernel/core.ts';
import type { OpenPositionState } from '../portfolio/openPosition.ts';
import { passesHalt } from '../risk/orderRelief.ts';
import { closableQty } from './closableQty.ts';
import type { OwedExit } from './owedExits.ts';
import { isClosing, type OrderSender, type Placement } from './ticket.ts';

/** The first pause after an exit that came to nothing; each later one is twice as long, up to the last. */
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

/** A graver reason does not wait for the next try of a lesser one. */
const GRAVITY: Readonly<Record<ExitReason, number>> = {
  ...{ liquidation: 5, killSwitch: 4, stopLoss: 3, trailing: 3, breakEven: 3, reversal: 3, takeProfit: 2, maxHold: 1 },
  ...{ strategy: 0, manual: 0 },
};

export class Closing {
  private readonly core: EngineCore;
  private readonly desk: OrderSender;

  constructor(core: EngineCore, desk: OrderSender) {
    this.core = core;
    this.desk = desk;
  }

  /**
   * Closes a position. Undefined: that is on its way, waits for its next try or was taken back by the trader, or nothing is left
   * that an order can close. What is asked for now, by trader or strategy, does not wait.
   */
  close(
    position: OpenPositionState,
    purpose: ExitReason,
    isAsked = purpose === 'manual' || purpose === 'strategy',
  ): Placement | undefined {
    const { key } = position;
    const owed = this.core.owed.get(key);
    if (this.isOnItsWay(position)) return undefined;
    if (!isAsked && (isHeldBack(owed, purpose) || this.closable(position).isZero())) return undefined;
    // The rest of an entry would open again what is being left.
    for (const order of this.core.orders.of(key)) if (!order.reduceOnly) this.desk.cancel(order);
    const isGraver = owed !== undefined && !owed.isTakenBack && GRAVITY[owed.purpose] > GRAVITY[purpose];
    return this.send(position, isGraver ? owed.purpose : purpose);
  }

  /** Owes an exit from now on, to be tried after a pause. The trader is told once. */
  owe(position: OpenPositionState, purpose: ExitReason, reason: string): void {
    const { core } = this;
    const { key, symbol, strategy } = position;
    if (this.closable(position).isZero()) return this.leaveDust(position);
    const { order, failures = 0 } = core.owed.get(key) ?? {};
    const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
    const retryAt = (core.clock + pause) as EpochMs;
    core.owed.set(key, { purpose, order, failures: failures + 1, retryAt, isTakenBack: false });
    core.isTimerStale = true;
    if (failures > 0) return;
    const end = this.isLet(purpose)
      ? `it is tried again until the position is flat${order === undefined ? '' : `, or order ${order} is canceled by command`}`
      : 'it goes out when trading is resumed';
    const text = `The ${purpose} exit of ${strategy} from ${symbol} has failed (${reason}); ${end}.`;
    core.effect({ kind: 'notify', level: this.isLet(purpose) ? 'critical' : 'warning', text });
  }

  /** An order ended, and its position is still open. */
  orderLost({ clientOrderId }: Order, position: OpenPositionState, reason: string): void {
    const owed = this.core.owed.get(position.key);
    if (owed?.order !== clientOrderId || owed.isTakenBack) return;
    this.owe(position, owed.purpose, reason);
  }

  /** An order is filled, and its position still open: more had come in between, or it was larger than one order. */
  orderFilled({ clientOrderId }: Order, position: OpenPositionState): void {
    const owed = this.core.owed.get(position.key);
    if (owed?.order !== clientOrderId || owed.isTakenBack) return;
    if (this.closable(position).isZero()) this.leaveDust(position);
    else this.close(position, owed.purpose);
  }

  /** Tries again what is due. */
  retry(): void {
    const { core } = this;
    for (const [key, owed] of core.owed.due(core.clock, this.isLet)) {
      const position = need(core.portfolio.position(key), 'a position to leave', key);
      if (this.isOnItsWay(position)) this.postpone(key, owed);
      else this.send(position, owed.purpose);
    }
  }

  /** The earliest time at which something is tried again. */
  nextAt(): number {
    return this.core.owed.nextAt(this.isLet);
  }

  /** Zero where only dust is left of a position. */
  closable({ symbol, qty }: OpenPositionState) {
    return closableQty(qty, this.core.market(symbol).instrument);
  }

  private send(position: OpenPositionState, purpose: ExitReason): Placement {
    const { core } = this;
    const { key, strategy, symbol, side } = position;
    const closable = this.closable(position);
    const qty = closable.isZero() ? position.qty : closable;
    const placement = this.desk.place(
      { symbol, side: exitSide(side), type: 'market', qty, timeInForce: 'GTC', reduceOnly: true, postOnly: false },
      { strategy, purpose },
    );
    const { order, refusal } = placement;
    if (order !== undefined) {
      const failures = core.owed.get(key)?.failures ?? 0;
      const { clientOrderId } = order;
      core.owed.set(key, { purpose, order: clientOrderId, failures, retryAt: undefined, isTakenBack: false });
    } else if (purpose !== 'manual') {
      // A command that is refused has its answer.
      this.owe(position, purpose, refusal?.detail ?? '');
    }
    return placement;
  }

  /** Another order closes it: that one is waited for. */
  private postpone(key: PositionKey, owed: OwedExit): void {
    this.core.owed.set(key, { ...owed, retryAt: (this.core.clock + LAST_RETRY_MS) as EpochMs });
  }

  private leaveDust({ key, symbol, strategy, qty }: OpenPositionState): void {
    this.core.owed.delete(key);
    const text = `${qty.toString()} of ${strategy} in ${symbol} is left: less than the smallest order can close.`;
    this.core.effect({ kind: 'notify', level: 'warning', text });
  }

  private isOnItsWay({ key, side }: OpenPositionState): boolean {
    return this.core.orders.of(key).some((order) => order.side === exitSide(side) && isClosing(order));
  }

  /** A halt holds back all but what protects. */
  private readonly isLet = (purpose: ExitReason): boolean =>
    passesHalt(purpose) || this.core.control.tradingState !== 'HALTED';
}

const isHeldBack = (owed: OwedExit | undefined, purpose: ExitReason): boolean =>
  owed !== undefined && (owed.retryAt !== undefined || owed.isTakenBack) && GRAVITY[purpose] <= GRAVITY[owed.purpose];
