// Keeps a position's protective orders equal to its exits: price, quantity, one cancels the other when the position is gone.
import type { ClientOrderId } from '../../../shared/domain/ids.ts';
import { exitSide, type OrderPurpose, type OrderRequest } from '../../../shared/domain/order.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { EngineCore } from '../kernel/core.ts';
import type { OpenPositionState } from '../portfolio/openPosition.ts';
import { type Exits, setLevels } from '../realtime/exits.ts';
import type { OrderDesk } from './orderDesk.ts';

/** After a fill: levels from the new average entry, then orders to match. A position without a plan has no exits to keep. */
export function protect(core: EngineCore, desk: OrderDesk, position: OpenPositionState): void {
  const exits = core.exits.get(position.key);
  if (exits === undefined) return;
  const isGrowing = position.exitQty.isZero();
  if (isGrowing) {
    setLevels(exits, position, core.market(position.symbol).instrument);
    if (exits.stopPrice !== undefined && exits.stopReason === 'stopLoss') {
      const risk = position.cost.minus(exits.stopPrice.times(position.qty)).times(position.contractSize).abs();
      position.initialRisk = risk;
    }
  }
  syncProtection(desk, exits, position, core);
}

/** Places, amends or leaves alone the protective orders of a position whose venue holds them. */
export function syncProtection(desk: OrderDesk, exits: Exits, position: OpenPositionState, core: EngineCore): void {
  if (exits.isWatched) return;
  const stop = syncOrder(desk, core, position, {
    id: exits.stopOrder,
    price: exits.stopPrice,
    purpose: exits.stopReason,
  });
  if (stop !== undefined) exits.stopOrder = stop;
  const target = syncOrder(desk, core, position, {
    id: exits.targetOrder,
    price: exits.targetPrice,
    purpose: 'takeProfit',
  });
  if (target !== undefined) exits.targetOrder = target;
}

interface Wanted {
  readonly id: ClientOrderId | undefined;
  readonly price: Decimal | undefined;
  readonly purpose: OrderPurpose;
}

/** The id of a newly placed order; undefined when an order was amended, was right already, or is not wanted. */
function syncOrder(
  desk: OrderDesk,
  core: EngineCore,
  position: OpenPositionState,
  wanted: Wanted,
): ClientOrderId | undefined {
  const { id, price, purpose } = wanted;
  if (price === undefined) return undefined;
  const isTarget = purpose === 'takeProfit';
  const prices = isTarget ? { limitPrice: price } : { stopPrice: price };
  const working = id === undefined ? undefined : core.orders.findWorking(id);
  if (working !== undefined) {
    const left = working.qty.minus(working.filledQty);
    const known = isTarget ? working.limitPrice : working.stopPrice;
    if (!left.eq(position.qty) || known?.eq(price) !== true) desk.amend(working, position.qty, prices);
    return undefined;
  }
  const request: OrderRequest = {
    symbol: position.symbol,
    side: exitSide(position.side),
    type: isTarget ? 'takeProfit' : 'stop',
    qty: position.qty,
    ...prices,
    timeInForce: 'GTC',
    reduceOnly: true,
    postOnly: false,
  };
  const { order, refusal } = desk.place(request, { strategy: position.strategy, purpose });
  if (order !== undefined) return order.clientOrderId;
  const exits = core.exits.get(position.key);
  if (exits !== undefined) exits.isWatched = true;
  core.effect({
    kind: 'notify',
    level: 'critical',
    text: `No ${purpose} order of ${position.symbol} at the venue (${refusal?.detail ?? ''}); the engine watches the level itself.`,
  });
  return undefined;
}
