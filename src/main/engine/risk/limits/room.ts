// Limits with room left: quantity x cost per unit must fit into a budget. One table for the check of an order and for the
// clipping of a size (positionLimits.ts), so the two cannot disagree.
import type { Instrument } from '../../../../shared/domain/instrument.ts';
import type { Side } from '../../../../shared/domain/order.ts';
import type { RefusalCode } from '../../../../shared/domain/refusal.ts';
import { bpsOf, Decimal, percentOf } from '../../../../shared/money.ts';
import { figure, referencePrice } from '../orderRelief.ts';
import { ALLOW, type MarketView, refuse, type RiskLimit, type RiskView } from '../riskLimit.ts';

export interface RoomLimit extends RiskLimit {
  /** What may be used at most; undefined when the limit is off or says nothing about this side. */
  budget(side: Side, view: RiskView, market: MarketView): Decimal | undefined;
  /** What one unit of quantity uses of it. */
  unitCost(price: Decimal, side: Side, instrument: Instrument): Decimal;
  /** Part of the quantity that uses nothing: turning a position around frees as much as closing it. */
  freeQty(view: RiskView): Decimal;
}

type RoomRule = Pick<RoomLimit, 'budget'> &
  Partial<Pick<RoomLimit, 'unitCost' | 'freeQty'>> & { readonly code: RefusalCode; readonly name: string };

const notionalPerUnit: RoomLimit['unitCost'] = (price, _side, { contractSize }) => price.times(contractSize);
const turnedAround: RoomLimit['freeQty'] = ({ reducibleQty }) =>
  reducibleQty.isZero() ? reducibleQty : reducibleQty.plus(reducibleQty);
const nothingFree: RoomLimit['freeQty'] = () => Decimal.ZERO;

const roomLimit = (rule: RoomRule): RoomLimit => {
  const { code, name, budget, unitCost = notionalPerUnit, freeQty = turnedAround } = rule;
  return {
    code,
    relief: 'reducing',
    budget,
    unitCost,
    freeQty,
    check: (order, view) => {
      const { market } = view;
      const price = referencePrice(order, view);
      if (market === undefined || price === undefined) return ALLOW;
      const room = budget(order.side, view, market);
      if (room === undefined) return ALLOW;
      const needed = order.qty.minus(freeQty(view)).times(unitCost(price, order.side, market.instrument));
      if (needed.lte(room)) return ALLOW;
      const isBase = code === 'BALANCE_INSUFFICIENT' && order.side === 'sell';
      const unit = isBase ? market.instrument.base : market.instrument.quote;
      return refuse(`needs ${figure(needed)} ${unit}, ${name} leaves ${figure(room)} ${unit}`);
    },
  };
};

export const notionalAboveMax = roomLimit({
  code: 'NOTIONAL_ABOVE_MAX',
  name: 'maxNotionalPerOrder',
  budget: (_side, { amounts }) => amounts.maxNotionalPerOrder,
  freeQty: nothingFree,
});

export const exposureSymbol = roomLimit({
  code: 'EXPOSURE_SYMBOL',
  name: 'maxExposurePerSymbolPct',
  budget: (_side, { amounts: { maxExposurePerSymbolPct }, equity }, { exposure }) =>
    maxExposurePerSymbolPct && percentOf(equity, maxExposurePerSymbolPct).minus(exposure),
});

export const exposureTotal = roomLimit({
  code: 'EXPOSURE_TOTAL',
  name: 'maxExposureTotalPct',
  budget: (_side, { amounts: { maxExposureTotalPct }, equity, totalExposure }) =>
    maxExposureTotalPct && percentOf(equity, maxExposureTotalPct).minus(totalExposure),
});

export const leverage = roomLimit({
  code: 'LEVERAGE',
  name: 'maxLeverage',
  budget: (_side, { amounts: { maxLeverage }, equity, totalExposure }) =>
    maxLeverage && equity.times(maxLeverage).minus(totalExposure),
});

/** Free margin at the leverage the venue grants: the position it can carry, so that nothing is divided. */
export const marginInsufficient = roomLimit({
  code: 'MARGIN_INSUFFICIENT',
  name: 'the free margin at the highest leverage',
  budget: (_side, { freeMargin }, { instrument }) =>
    instrument.kind === 'linear' ? freeMargin.times(instrument.maxLeverage) : undefined,
});

/** Spot: buying takes quote with the taker fee, selling takes base. */
export const balanceInsufficient = roomLimit({
  code: 'BALANCE_INSUFFICIENT',
  name: 'the free balance',
  budget: (side, { freeCash }, { instrument, freeBase }) =>
    instrument.kind === 'spot' ? (side === 'buy' ? freeCash : freeBase) : undefined,
  unitCost: (price, side, instrument) => {
    if (side === 'sell') return Decimal.ONE;
    const cost = price.times(instrument.contractSize);
    return cost.plus(bpsOf(cost, instrument.takerBps));
  },
  freeQty: nothingFree,
});
