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
  for (const { code, max } of bounds(wanted, view, market)) {
    if (qty.lte(max)) continue;
    const to = maxDecimal(max, Decimal.ZERO).toStep(lotSize, 'down');
    clips.push({ code, from: qty, to });
    qty = to;
  }
  const isTradable =
    qty.isPositive() &&
    qty.gte(minQty) &&
    (wanted.reduceOnly || qty.lte(view.reducibleQty) || qty.times(contractSize).times(wanted.price).gte(minNotional));
  return isTradable ? { qty, clips } : { qty: unclipped, clips: [] };
}

function* bounds({ side, price, reduceOnly }: WantedSize, view: RiskView, market: MarketView) {
  const { instrument } = market;
  if (instrument.maxQty !== undefined) yield { code: 'QTY_ABOVE_MAX' as const, max: instrument.maxQty };
  if (reduceOnly) return;
  for (const limit of ROOM_LIMITS) {
    const budget = limit.budget(side, view, market);
    if (budget === undefined) continue;
    const unitCost = limit.unitCost(price, side, instrument);
    const room = budget.plus(limit.freeQty(view).times(unitCost)).floorQuotient(unitCost, instrument.lotSize);
    // Closing is never clipped: what is left of a turned order may always reduce.
    yield { code: limit.code, max: maxDecimal(room, view.reducibleQty) };
  }
}
