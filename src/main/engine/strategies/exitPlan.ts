// A strategy's protection as the plan of one position: distances in ATR become prices' distances at the decision.
import type { ExitLevel, ExitPlan } from '../../../shared/domain/order.ts';
import type { ExitDistance, StrategyRisk } from '../../../shared/domain/strategy.ts';
import { Decimal, percentOf } from '../../../shared/money.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { HOUR_MS } from '../../../shared/time.ts';

/** The plan, unrounded; `atrOf` gives the newest ATR of a period in quote currency, NaN while warming up. */
export function exitPlanOf(risk: StrategyRisk, atrOf: (period: number) => number): Result<ExitPlan> {
  const stopLoss = levelOf(risk.stopLoss, atrOf);
  if (!stopLoss.ok) return stopLoss;
  const takeProfit = levelOf(risk.takeProfit, atrOf);
  if (!takeProfit.ok) return takeProfit;
  return ok({
    stopLoss: stopLoss.value,
    takeProfit: takeProfit.value,
    trailing: risk.trailing ?? undefined,
    breakEven: risk.breakEven ?? undefined,
    maxHoldMs: risk.maxHoldHours === null ? undefined : Math.round(risk.maxHoldHours * HOUR_MS),
  });
}

function levelOf(distance: ExitDistance | null, atrOf: (period: number) => number): Result<ExitLevel | undefined> {
  if (distance === null) return ok(undefined);
  if (distance.kind === 'percent') return ok({ pct: distance.pct });
  const atr = atrOf(distance.period);
  if (Number.isNaN(atr)) return fail({ message: `the ATR of ${distance.period} candles is still warming up` });
  if (atr === 0)
    return fail({ message: `the ATR of ${distance.period} candles is 0: no distance to a stop or target` });
  return ok({ distance: Decimal.fromNumber(atr * distance.multiple) });
}

/** How far `level` is from an entry at `price`, in quote currency: what one unit loses at that stop. */
export function distanceTo(level: ExitLevel, price: Decimal): Decimal {
  if ('pct' in level) return percentOf(price, level.pct);
  return 'distance' in level ? level.distance : level.price.minus(price).abs();
}
