// Figures of performance as text, by their unit.
import type { MetricRow } from '../../shared/contract/records/analytics.ts';
import { countText, durationText, figureText, NOTHING, percentText, shareText } from './format.ts';

/** A value that is undefined is a dash; its reason is told beside it. */
export function metricText({ value, unit }: Pick<MetricRow, 'value' | 'unit'>, quote: string): string {
  if (value === null) return NOTHING;
  switch (unit) {
    case 'percent':
      return percentText(value);
    case 'share':
      return shareText(value, 1);
    case 'quote':
      return figureText(value, { unit: quote });
    case 'bps':
      return figureText(value, { unit: 'bps' });
    case 'r':
      return figureText(value, { unit: 'R', isSigned: true });
    case 'count':
      return countText(value);
    case 'duration':
      return durationText(value);
    case 'ratio':
      return figureText(value);
  }
}

export const SECTION_WORDS: Readonly<Record<MetricRow['section'], string>> = {
  return: 'Return',
  risk: 'Risk',
  trades: 'Trades',
  costs: 'Costs',
};
