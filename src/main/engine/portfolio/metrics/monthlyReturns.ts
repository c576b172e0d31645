// Change of equity by calendar month, UTC.
import { type EquityCurve, equityAt } from './equityCurve.ts';
import { type Metric, metric, noMetric } from './metric.ts';

export interface MonthlyReturn {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly returnPct: Metric;
  /** The span holds only a part of the month. */
  readonly isPartial: boolean;
}

/** Every month the curve touches, first to last. */
export function monthlyReturns(curve: EquityCurve): readonly MonthlyReturn[] {
  const from = curve.at[0] as number;
  const to = curve.at.at(-1) as number;
  const first = new Date(from);
  const starts: number[] = [];
  for (let month = first.getUTCMonth(); ; month++) {
    const start = Date.UTC(first.getUTCFullYear(), month);
    starts.push(start);
    if (start >= to && starts.length > 1) break;
  }
  const equities = equityAt(curve, starts);
  return starts.slice(0, -1).map((start, index) => {
    const [before, after] = [equities[index] as number, equities[index + 1] as number];
    const date = new Date(start);
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      returnPct: before > 0 ? metric((after / before - 1) * 100) : noMetric('equity fell to zero'),
      isPartial: start < from || (starts[index + 1] as number) > to,
    };
  });
}
