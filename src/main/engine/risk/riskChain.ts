// Every check of an order before its intent is written, in order. The first refusal wins, all verdicts are kept.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { OrderIntent } from '../../../shared/domain/order.ts';
import type { Verdict } from '../../../shared/domain/refusal.ts';
import { clockSkew } from './limits/clockSkew.ts';
import { connectionDisabled, liveNotAllowed, reconciling } from './limits/connection.ts';
import { instrumentInactive, instrumentUnknown } from './limits/instrument.ts';
import { consecutiveLosses, lockCoolDown, lockLowProfit, lockManual, lockStopLossGuard } from './limits/locks.ts';
import { dailyLoss, drawdown } from './limits/losses.ts';
import { dataGap, dataStale } from './limits/marketData.ts';
import { maxPositions } from './limits/maxPositions.ts';
import { duplicateIntent, orderRate } from './limits/orderFlow.ts';
import { notionalBelowMin, qtyAboveMax, qtyBelowMin } from './limits/orderSize.ts';
import { priceCollar } from './limits/priceCollar.ts';
import { priceOffGrid } from './limits/priceOffGrid.ts';
import { reduceOnlyIncreases } from './limits/reduceOnlyIncreases.ts';
import {
  balanceInsufficient,
  exposureSymbol,
  exposureTotal,
  leverage,
  marginInsufficient,
  notionalAboveMax,
} from './limits/room.ts';
import { safeMode, tradingHalted, tradingReducing } from './limits/tradingState.ts';
import { unsupportedOrderType } from './limits/unsupportedOrderType.ts';
import { reliefOf } from './orderRelief.ts';
import type { Relief, RiskLimit, RiskView } from './riskLimit.ts';

/** The chain is data; its order is the one of `REFUSALS`. PROFIT_FACTOR and MODEL_QUORUM are gates of the strategies. */
export const RISK_CHAIN: readonly RiskLimit[] = [
  ...[safeMode, tradingHalted, tradingReducing],
  ...[connectionDisabled, liveNotAllowed, reconciling],
  ...[instrumentUnknown, instrumentInactive, unsupportedOrderType, priceOffGrid, reduceOnlyIncreases],
  ...[dataStale, dataGap, clockSkew, priceCollar],
  ...[qtyBelowMin, qtyAboveMax, notionalBelowMin, notionalAboveMax],
  ...[maxPositions, exposureSymbol, exposureTotal, leverage, marginInsufficient, balanceInsufficient],
  ...[orderRate, duplicateIntent],
  ...[dailyLoss, drawdown, consecutiveLosses, lockCoolDown, lockStopLossGuard, lockLowProfit, lockManual],
];

export interface RiskReport {
  /** The first one in the order of the chain; undefined: the order may go. */
  readonly refusal: Verdict | undefined;
  /** Of every limit, in the order of the chain. */
  readonly verdicts: readonly Verdict[];
}

const ALLOWED: readonly Verdict[] = Object.freeze(
  RISK_CHAIN.map(({ code }) => Object.freeze({ code, allow: true, detail: '' })),
);
const PASSED: RiskReport = Object.freeze({ refusal: undefined, verdicts: ALLOWED });

interface Place {
  readonly limit: RiskLimit;
  /** In the chain, and so in its report. */
  readonly index: number;
}

/** The limits that can block an order, by the relief it has. */
const BLOCKING: Readonly<Record<Relief, readonly Place[]>> = {
  none: blocking(() => true),
  reducing: blocking(({ relief }) => relief !== 'reducing'),
  protecting: blocking(({ relief }) => relief === 'none'),
};

function blocking(isKept: (limit: RiskLimit) => boolean): readonly Place[] {
  return RISK_CHAIN.map((limit, index) => ({ limit, index })).filter(({ limit }) => isKept(limit));
}

/** Runs the whole chain. An order that passes allocates nothing here: its report is shared. */
export function checkOrder(order: OrderIntent, view: RiskView, now: EpochMs): RiskReport {
  let verdicts: Verdict[] | undefined;
  for (const { limit, index } of BLOCKING[reliefOf(order, view)]) {
    const verdict = limit.check(order, view, now);
    if (verdict.allow) continue;
    verdicts ??= [...ALLOWED];
    verdicts[index] = { code: limit.code, ...verdict };
  }
  if (verdicts === undefined) return PASSED;
  return { refusal: verdicts.find(({ allow }) => !allow), verdicts };
}
