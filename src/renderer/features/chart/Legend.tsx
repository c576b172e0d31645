import type { ReactNode } from 'react';
import type { Bar } from '../../charts/price/candleBars.ts';
import type { ChartLine, Hover } from '../../charts/price/types.ts';
import { figureText, priceText, qtyText, shortTimeText, trendOf, ARROWS } from '../../lib/format.ts';

interface LegendProps {
  readonly lines: readonly ChartLine[];
  readonly hover: Hover | undefined;
  readonly bar: Bar | undefined;
}

/** The candle under the pointer, or the newest, in words. */
export function Legend({ lines, hover, bar }: LegendProps): ReactNode {
  if (bar === undefined) return null;
  const trend = trendOf(bar.close - bar.open);
  return (
    <div className="chartLegend">
      <span>
        {shortTimeText(bar.time)} <span className={`signed signed-${trend}`}>{ARROWS[trend]}</span>
      </span>
      <span>
        O {priceText(bar.open)} H {priceText(bar.high)} L {priceText(bar.low)} C {priceText(bar.close)} V{' '}
        {bar.volume === null ? 'forming' : qtyText(bar.volume)}
      </span>
      {lines.map((line, index) =>
        line.kind === 'votes' ? null : (
          <span key={line.id} className="legendLine">
            <span className={`swatch swatch-${String((index % 6) + 1)}`} aria-hidden="true" />
            {line.label} {figureText(hover?.values.get(line.id) ?? lastValue(line))}
          </span>
        ),
      )}
    </div>
  );
}

const lastValue = (line: ChartLine): number | null => line.values.at(-1) ?? null;
