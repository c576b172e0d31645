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
  syncOrder(core, desk, { position, guard: exits.stopGuard, price: exits.stopPrice, purpose: exits.stopReason });
  syncOrder(core, desk, { position, guard: exits.targetGuard, price: exits.targetPrice, purpose: 'takeProfit' });
}

interface Wanted {
  readonly position: OpenPositionState;
  readonly guard: Guard;
  readonly price: Decimal | undefined;
  readonly purpose: OrderPurpose;
}

function syncOrder(core: EngineCore, desk: OrderSender, { position, guard, price, purpose }: Wanted): void {
  const qty = closableQty(position.qty, core.market(position.symbol).instrument);
  if (price === undefined || qty.isZero()) {
    // No order can protect dust.
    guard.placeAt = undefined;
    return;
  }
  if (guard.placeAt !== undefined && core.clock < guard.placeAt) return;
  const terms = purpose === 'takeProfit' ? { limitPrice: price } : { stopPrice: price };
  // One that could not be changed works on, and the next one takes its place.
  const working =
    guard.order === undefined || guard.placeAt !== undefined ? undefined : core.orders.findWorking(guard.order);
  if (working === undefined) return placeGuard(core, desk, { position, guard, purpose, qty, terms });
  const known = purpose === 'takeProfit' ? working.limitPrice : working.stopPrice;
  const isAsWanted = working.qty.minus(working.filledQty).eq(qty) && known?.eq(price) === true;
  if (!isAsWanted) desk.amend(working, qty, terms);
}

function placeGuard(
  core: EngineCore,
  desk: OrderSender,
  { position, guard, purpose, qty, terms }: Omit<Wanted, 'price'> & { readonly qty: Decimal; readonly terms: Terms },
): void {
  const { symbol, strategy, side } = position;
  const type = purpose === 'takeProfit' ? 'takeProfit' : 'stop';
  const { order, refusal } = desk.place(
    { symbol, side: exitSide(side), type, qty, ...terms, timeInForce: 'GTC', reduceOnly: true, postOnly: false },
    { strategy, purpose },
  );
  if (order === undefined) return watchInstead(core, position, { guard, reason: refusal?.detail ?? '' });
  guard.order = order.clientOrderId;
  guard.placeAt = undefined;
}

type Terms = Pick<OrderRequest, 'limitPrice' | 'stopPrice'>;

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
