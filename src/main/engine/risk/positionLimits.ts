// Clips a wanted size to what the limits leave room for. Uses the same table as the order checks (limits/room.ts).
import type { SymbolId } from '../../../shared/domain/ids.ts';
import type { Side } from '../../../shared/domain/order.ts';
import type { RefusalCode } from '../../../shared/domain/refusal.ts';
import { Decimal, maxDecimal } from '../../../shared/money.ts';
import {
  balanceInsufficient,
  exposureSymbol,
  exposureTotal,
  leverage,
  marginInsufficient,
  notionalAboveMax,
  type RoomLimit,
} from './limits/room.ts';
import type { MarketView, RiskView } from './riskLimit.ts';

/** A size before it is an order. `price`: what it is valued at, in quote currency, above zero. */
export interface WantedSize {
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly qty: Decimal;
  readonly price: Decimal;
  readonly reduceOnly: boolean;
}

export interface Clip {
  readonly code: RefusalCode;
  readonly from: Decimal;
  readonly to: Decimal;
}

export interface ClippedSize {
  /** On the lot grid. */
  readonly qty: Decimal;
  /** Each limit that made it smaller, in the order of the chain. */
  readonly clips: readonly Clip[];
}

const ROOM_LIMITS: readonly RoomLimit[] = [
  notionalAboveMax,
  exposureSymbol,
  exposureTotal,
  leverage,
  marginInsufficient,
  balanceInsufficient,
];

/**
 * The wanted quantity, rounded down to the lot and clipped to every limit. When nothing tradable is left, the unclipped
 * quantity is returned, so that the chain refuses it with the code of the limit that stands in the way.
 */
export function clipToLimits(wanted: WantedSize, view: RiskView): ClippedSize {
  const { market } = view;
  if (market === undefined) return { qty: wanted.qty, clips: [] };
  const { lotSize, minQty, minNotional, contractSize } = market.instrument;
  const unclipped = wanted.qty.toStep(lotSize, 'down');
  const clips: Clip[] = [];
  let qty = unclipped;
  const clip = (code: RefusalCode, max: Decimal): void => {
    if (qty.lte(max)) return;
    const to = maxDecimal(max, Decimal.ZERO).toStep(lotSize, 'down');
    clips.push({ code, from: qty, to });
    qty = to;
  };
  if (market.instrument.maxQty !== undefined) clip('QTY_ABOVE_MAX', market.instrument.maxQty);
  for (const limit of wanted.reduceOnly ? [] : ROOM_LIMITS) {
    const room = roomOf(limit, { wanted, view, market });
    if (room !== undefined) clip(limit.code, room);
  }
  const isTradable =
    qty.isPositive() &&
    qty.gte(minQty) &&
    (wanted.reduceOnly || qty.lte(view.reducibleQty) || qty.times(contractSize).times(wanted.price).gte(minNotional));
  return isTradable ? { qty, clips } : { qty: unclipped, clips: [] };
}

/** The largest quantity the limit leaves room for; undefined while it is off. Closing is never clipped. */
function roomOf(
  limit: RoomLimit,
  { wanted, view, market }: { wanted: WantedSize; view: RiskView; market: MarketView },
): Decimal | undefined {
  const { instrument } = market;
  const budget = limit.budget(wanted.side, view, market);
  if (budget === undefined) return undefined;
  const unitCost = limit.unitCost(wanted.price, wanted.side, instrument);
  const room = budget.plus(limit.freeQty(view).times(unitCost)).floorQuotient(unitCost, instrument.lotSize);
  return maxDecimal(room, view.reducibleQty);
}
