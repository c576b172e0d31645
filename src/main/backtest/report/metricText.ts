// A backtest's figure in its unit, as text.
import type { Metric } from '../../engine/portfolio/metrics/metric.ts';
import type { MetricUnit } from '../../engine/portfolio/metrics/metricDefinitions.ts';
import { countText, durationText, type Money, NOTHING, numberText, percentText } from '../../../shared/figures.ts';

/** A metric in its unit; an undefined one as a dash. */
export function metricText({ value }: Metric, unit: MetricUnit, { quote, decimals, isSigned }: MetricStyle): string {
  if (value === null) return NOTHING;
  const style = { isSigned };
  switch (unit) {
    case 'percent':
      return percentText(value, style);
    case 'share':
      return percentText(value * 100, style);
    case 'ratio':
      return numberText(value, style);
    case 'quote':
      return `${numberText(value, { isSigned, decimals })} ${quote}`;
    case 'bps':
      return `${numberText(value, style)} bps`;
    case 'r':
      return `${numberText(value, style)} R`;
    case 'count':
      return countText(value);
    case 'duration':
      return durationText(value);
  }
}

interface MetricStyle extends Money {
  readonly isSigned: boolean;
}
