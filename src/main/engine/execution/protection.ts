// Keeps a position's protective orders equal to its exits: price, quantity, one cancels the other when the position is gone.
import type { ClientOrderId } from '../../../shared/domain/ids.ts';
import { exitSide, type Order, type OrderPurpose, type OrderRequest } from '../../../shared/domain/order.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { EngineCore } from '../kernel/core.ts';
import type { OpenPositionState } from '../portfolio/openPosition.ts';
import { type Exits, setLevels } from '../realtime/exits.ts';
import type { Amendment } from './orderBook.ts';
import type { Placement, Ticket } from './ticket.ts';

/** What protection asks of the order desk. */
export interface ProtectionDesk {
  place(request: OrderRequest, ticket: Ticket): Placement;
  amend(order: Order, left: Decimal, price: Omit<Amendment, 'qty'>): void;
}

/** After a fill: levels from the new average entry, then orders to match. A position without a plan has no exits to keep. */
export function protect(
  core: EngineCore,
  desk: ProtectionDesk,
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
export function syncProtection(core: EngineCore, desk: ProtectionDesk, position: OpenPositionState): void {
  const exits = core.exits.get(position.key);
  if (exits === undefined || exits.isWatched) return;
  const stop = { id: exits.stopOrder, price: exits.stopPrice, purpose: exits.stopReason, position, exits };
  exits.stopOrder = syncOrder(core, desk, stop);
  const target = { id: exits.targetOrder, price: exits.targetPrice, purpose: 'takeProfit', position, exits } as const;
  exits.targetOrder = syncOrder(core, desk, target);
}

interface Wanted {
  readonly id: ClientOrderId | undefined;
  readonly price: Decimal | undefined;
  readonly purpose: OrderPurpose;
  readonly position: OpenPositionState;
  readonly exits: Exits;
}

/** The id of the order that now stands for what is wanted, if any. */
function syncOrder(core: EngineCore, desk: ProtectionDesk, wanted: Wanted): ClientOrderId | undefined {
  const { id, price, purpose, position, exits } = wanted;
  if (price === undefined) return id;
  const isTarget = purpose === 'takeProfit';
  const limitPrice = isTarget ? price : undefined;
  const stopPrice = isTarget ? undefined : price;
  const working = id === undefined ? undefined : core.orders.findWorking(id);
  if (working !== undefined) {
    const left = working.qty.minus(working.filledQty);
    const known = isTarget ? working.limitPrice : working.stopPrice;
    if (!left.eq(position.qty) || known?.eq(price) !== true) {
      desk.amend(working, position.qty, { limitPrice, stopPrice });
    }
    return id;
  }
  const request: OrderRequest = {
    symbol: position.symbol,
    side: exitSide(position.side),
    type: isTarget ? 'takeProfit' : 'stop',
    qty: position.qty,
    limitPrice,
    stopPrice,
    timeInForce: 'GTC',
    reduceOnly: true,
    postOnly: false,
  };
  const { order, refusal } = desk.place(request, { strategy: position.strategy, purpose });
  if (order !== undefined) return order.clientOrderId;
  exits.isWatched = true;
  core.effect({
    kind: 'notify',
    level: 'critical',
    text: `No ${purpose} order of ${position.symbol} at the venue (${refusal?.detail ?? ''}); the engine watches the level itself.`,
  });
  return undefined;
}
