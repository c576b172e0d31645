// Return for risk over time: Sharpe, Sortino, CAGR, Calmar (domain rules, section 11).
import { DAY_MS } from '../../../../shared/time.ts';
import { type DailyReturn, type EquityCurve } from './equityCurve.ts';
import { type Metric, metric, noMetric } from './metric.ts';
import { mean, sampleDeviation } from './statistics.ts';

const MIN_DAYS = 30;
const DAYS_PER_YEAR = 365;

type Returns = readonly DailyReturn[] | undefined;

/** mean / sample deviation of the daily returns x sqrt(365). */
export const sharpe = (returns: Returns): Metric =>
  annualised(returns, (values, average) => {
    const deviation = sampleDeviation(values);
    return deviation === 0 ? noMetric('the daily returns do not vary') : metric(average / deviation);
  });

/** mean / sqrt(mean(min(return, 0)^2)) x sqrt(365). */
export const sortino = (returns: Returns): Metric =>
  annualised(returns, (values, average) => {
    const downside = Math.sqrt(mean(values.map((value) => Math.min(value, 0) ** 2)));
    return downside === 0 ? noMetric('no day lost') : metric(average / downside);
  });

function annualised(returns: Returns, daily: (values: readonly number[], average: number) => Metric): Metric {
  if (returns === undefined) return noMetric('equity fell to zero');
  if (returns.length < MIN_DAYS) return noMetric(tooShort(returns.length));
  const values = returns.map(({ value }) => value);
  const ratio = daily(values, mean(values));
  return ratio.value === null ? ratio : metric(ratio.value * Math.sqrt(DAYS_PER_YEAR));
}

/** Growth per 365 days in percent. */
export function cagrPct({ at, value }: EquityCurve): Metric {
  const days = ((at.at(-1) as number) - (at[0] as number)) / DAY_MS;
  if (days < MIN_DAYS) return noMetric(tooShort(Math.floor(days)));
  const growth = (value.at(-1) as number) / (value[0] as number);
  return growth < 0 ? noMetric('equity fell below zero') : metric((growth ** (DAYS_PER_YEAR / days) - 1) * 100);
}

/** CAGR / max drawdown. */
export function calmar(cagr: Metric, maxDrawdownPct: number): Metric {
  if (cagr.value === null) return cagr;
  return maxDrawdownPct === 0 ? noMetric('no drawdown') : metric(cagr.value / maxDrawdownPct);
}

const tooShort = (days: number): string => `${String(days)} of the ${String(MIN_DAYS)} whole days it needs`;
