import type { ReactNode } from 'react';
import { CHART_RANGES, type ChartRange, rangeTitle } from './chartRanges.ts';

/** Jumps, not states: where the chart is afterwards is the trader's. */
export function RangeButtons({ onRange }: { readonly onRange: (range: ChartRange) => void }): ReactNode {
  return (
    <div className="segmented" role="group" aria-label="Range">
      {CHART_RANGES.map((range) => (
        <button key={range.label} type="button" title={rangeTitle(range)} onClick={() => onRange(range)}>
          {range.label}
        </button>
      ))}
    </div>
  );
}
