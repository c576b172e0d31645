// Limits and their use in words.
import type { LimitRow } from '../../shared/contract/records/risk.ts';
import { countText, figureText, latencyText, percentText } from './format.ts';

/** A value of a limit with its unit; null is off. */
export function limitText(value: number | null, { unit }: Pick<LimitRow, 'unit'>, quote: string): string {
  if (value === null) return 'off';
  switch (unit) {
    case 'percent':
      return percentText(value);
    case 'count':
      return countText(value);
    case 'ratio':
      return figureText(value, { unit: '×' });
    case 'quote':
      return figureText(value, { unit: quote });
    case 'ms':
      return latencyText(value);
  }
}

export type UseTone = 'accent' | 'warn' | 'bad';

const WARN_AT_PCT = 75;

/** How full a bar is drawn to be. */
export const toneOfUse = ({ usedPct, isReached }: Pick<LimitRow, 'usedPct' | 'isReached'>): UseTone =>
  isReached ? 'bad' : (usedPct ?? 0) >= WARN_AT_PCT ? 'warn' : 'accent';
