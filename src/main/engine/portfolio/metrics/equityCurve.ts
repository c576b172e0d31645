// Equity as floats for statistics: the start first, then one sample per candle close.
import { DAY_MS } from '../../../../shared/time.ts';
import type { BacktestResult } from '../../drivers/backtestResult.ts';

/** Columns of equal length, ascending in time, at least one row. Quote currency. */
export interface EquityCurve {
  readonly at: Float64Array;
  readonly value: Float64Array;
}

/** The start equity at `from`, followed by every sample. */
export function toEquityCurve({ equity, from, startEquity }: BacktestResult): EquityCurve {
  const at = new Float64Array(equity.at.length + 1);
  const value = new Float64Array(at.length);
  at[0] = from;
  at.set(equity.at, 1);
  value[0] = startEquity.toNumber();
  value.set(equity.value.toNumbers(), 1);
  return { at, value };
}

/** The last known equity at each of the ascending `times`, none before the curve's start. */
export function equityAt({ at, value }: EquityCurve, times: readonly number[]): number[] {
  let row = 0;
  return times.map((time) => {
    while (row + 1 < at.length && (at[row + 1] as number) <= time) row++;
    return value[row] as number;
  });
}

/** Change of equity over one whole day, as a fraction. */
export interface DailyReturn {
  /** Its 00:00 UTC. */
  readonly day: number;
  readonly value: number;
}

/** Returns between the 00:00 UTC equities of the span; days cut off by its ends are left out. Undefined once equity is not positive. */
export function dailyReturns(curve: EquityCurve): readonly DailyReturn[] | undefined {
  const first = Math.ceil((curve.at[0] as number) / DAY_MS) * DAY_MS;
  const last = curve.at.at(-1) as number;
  const midnights: number[] = [];
  for (let midnight = first; midnight <= last; midnight += DAY_MS) midnights.push(midnight);
  const equities = equityAt(curve, midnights);
  if (equities.some((equity) => equity <= 0)) return undefined;
  return equities.slice(1).map((equity, index) => ({
    day: midnights[index] as number,
    value: equity / (equities[index] as number) - 1,
  }));
}
