// Keeps a position's protective orders equal to its exits: price, quantity, one cancels the other when the position is gone.
import { need } from '../../../shared/assert.ts';
import { type EpochMs, positionKey } from '../../../shared/domain/ids.ts';
import { exitSide, type Order, type OrderPurpose, type OrderRequest } from '../../../shared/domain/order.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { EngineCore } from '../kernel/core.ts';
import type { OpenPositionState } from '../portfolio/openPosition.ts';
import { type Guard, guardOf, setLevels } from '../realtime/exits.ts';
import { closableQty } from './closableQty.ts';
import { isProtective, type OrderSender } from './ticket.ts';

/** After so long the venue is asked again for an order that it would not take. */
const PLACE_AGAIN_MS = 30_000;

/** After a fill: levels from the new average entry, then orders to match. A position without a plan has no exits to keep. */
export function protect(
  core: EngineCore,
  desk: OrderSender,
  { position, isGrowing }: { readonly position: OpenPositionState; readonly isGrowing: boolean },
): void {
  const exits = core.exits.get(position.key);
  if (exits === undefined) return;
  if (isGrowing) {
    setLevels(exits, position, core.market(position.symbol).instrument);
    if (exits.stopPrice !== undefined && exits.stopReason === 'stopLoss' && position.exitQty.isZero()) {
      const risk = position.cost.minus(exits.stopPrice.times(position.qty)).times(position.contractSize).abs();
      position.initialRisk = risk;
    }
  }
  syncProtection(core, desk, position);
}

/** Places, amends or leaves alone the protective orders of a position whose venue holds them. */
export function syncProtection(core: EngineCore, desk: OrderSender, position: OpenPositionState): void {
  const exits = core.exits.get(position.key);
  if (exits?.isAtVenue !== true) return;
  const { stopGuard, stopPrice, stopReason, targetGuard, targetPrice } = exits;
  const qty = closableQty(position.qty, core.market(position.symbol).instrument);
  syncOrder(core, desk, { position, qty, guard: stopGuard, price: stopPrice, purpose: stopReason });
  syncOrder(core, desk, { position, qty, guard: targetGuard, price: targetPrice, purpose: 'takeProfit' });
}

interface Wanted {
  readonly position: OpenPositionState;
  /** Zero for dust, which no order can protect. */
  readonly qty: Decimal;
  readonly guard: Guard;
  readonly price: Decimal | undefined;
  readonly purpose: OrderPurpose;
}

function syncOrder(core: EngineCore, desk: OrderSender, wanted: Wanted): void {
  const { guard, price, purpose, qty } = wanted;
  if (price === undefined || qty.isZero()) {
    guard.placeAt = undefined;
    return;
  }
  const { order: id, placeAt } = guard;
  if (placeAt !== undefined) {
    // One that could not be changed works on, and the next one takes its place.
    if (core.clock >= placeAt) place(core, desk, wanted);
    return;
  }
  const working = id === undefined ? undefined : core.orders.findWorking(id);
  if (working === undefined) return place(core, desk, wanted);
  const isTarget = purpose === 'takeProfit';
  const left = working.qty.minus(working.filledQty);
  const known = isTarget ? working.limitPrice : working.stopPrice;
  if (!left.eq(qty) || known?.eq(price) !== true)
    desk.amend(working, qty, isTarget ? { limitPrice: price } : { stopPrice: price });
}

function place(core: EngineCore, desk: OrderSender, { position, qty, guard, price, purpose }: Wanted): void {
  const { symbol, strategy, side } = position;
  const isTarget = purpose === 'takeProfit';
  const request: OrderRequest = {
    symbol,
    side: exitSide(side),
    type: isTarget ? 'takeProfit' : 'stop',
    qty,
    limitPrice: isTarget ? price : undefined,
    stopPrice: isTarget ? undefined : price,
    timeInForce: 'GTC',
    reduceOnly: true,
    postOnly: false,
  };
  const { order, refusal } = desk.place(request, { strategy, purpose });
  if (order === undefined) return watchInstead(core, position, { guard, reason: refusal?.detail ?? '' });
  guard.order = order.clientOrderId;
  guard.placeAt = undefined;
}

/** The venue has no order for a level, or not the wanted one: the engine watches it, says so once, and asks again later. */
function watchInstead(
  core: EngineCore,
  { key, symbol, strategy }: OpenPositionState,
  { guard, reason }: { readonly guard: Guard; readonly reason: string },
): void {
  const exits = core.exits.get(key);
  const isNew = !guard.isWatched;
  core.exits.placeLater(key, guard, (core.clock + PLACE_AGAIN_MS) as EpochMs);
  core.isTimerStale = true;
  if (!isNew || exits === undefined) return;
  const isStop = guard === exits.stopGuard;
  const [name, price] = isStop ? [exits.stopReason, exits.stopPrice] : ['takeProfit', exits.targetPrice];
  const text =
    `No ${name} order of ${strategy} in ${symbol} stands at the venue as it should (${reason}); ` +
    `the engine watches ${price?.toString() ?? 'the level'} itself and asks for the order again.`;
  core.effect({ kind: 'notify', level: 'critical', text });
}

/** A protective order ended at the venue, or stays as it was although it should change. */
export function protectionLost(core: EngineCore, position: OpenPositionState, { order, reason }: LostOrder): void {
  const guard = guardOf(core.exits.get(position.key), order.clientOrderId);
  if (guard !== undefined) watchInstead(core, position, { guard, reason });
}

interface LostOrder {
  readonly order: Order;
  readonly reason: string;
}

/** The venue has taken a protective order: the engine need not watch its level, and an older order for it is over. */
export function protectionStands(core: EngineCore, desk: OrderSender, order: Order): void {
  const key = positionKey(order.strategy, order.symbol);
  const guard = guardOf(core.exits.get(key), order.clientOrderId);
  if (guard?.isWatched !== true || guard.placeAt !== undefined) return;
  guard.isWatched = false;
  for (const other of core.orders.of(key))
    if (other.clientOrderId !== order.clientOrderId && isProtective(other) && other.type === order.type)
      desk.cancel(other);
}

/** While nobody knows whether the venue has the order, its level is watched here. */
export function protectionUnknown(core: EngineCore, order: Order): void {
  const guard = guardOf(core.exits.get(positionKey(order.strategy, order.symbol)), order.clientOrderId);
  if (guard !== undefined) guard.isWatched = true;
}

/** Asks the venue again for the orders it would not take. */
export function retryProtection(core: EngineCore, desk: OrderSender): void {
  for (const key of core.exits.duePlacements(core.clock)) {
    syncProtection(core, desk, need(core.portfolio.position(key), 'a position to protect', key));
  }
}
