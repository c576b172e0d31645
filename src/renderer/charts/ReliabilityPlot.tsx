// Predicted against observed, as SVG: the holdout as a line, what came true live as hollow squares, size by count.
import type { ReactNode } from 'react';

interface Point {
  readonly predicted: number;
  readonly observed: number;
  readonly count: number;
}

interface ReliabilityProps {
  readonly holdout: readonly Point[];
  readonly live: readonly Point[];
}

const SIZE = 260;
const EDGE = 30;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

const x = (share: number): number => EDGE + share * (SIZE - EDGE - 8);
const y = (share: number): number => SIZE - EDGE - share * (SIZE - EDGE - 8);

export function ReliabilityPlot({ holdout, live }: ReliabilityProps): ReactNode {
  const most = Math.max(1, ...[...holdout, ...live].map((point) => point.count));
  const radius = (count: number): number => 2 + 4 * Math.sqrt(count / most);
  const line = holdout.map(({ predicted, observed }) => `${String(x(predicted))},${String(y(observed))}`).join(' ');
  return (
    <figure className="reliability">
      <svg
        className="svgPlot"
        viewBox={`0 0 ${String(SIZE)} ${String(SIZE)}`}
        role="img"
        aria-label={`Reliability: ${String(holdout.length)} points of the holdout, ${String(live.length)} live`}
      >
        {TICKS.map((tick) => (
          <g key={tick}>
            <line className="grid" x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} />
            <line className="grid" x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
            <text x={x(tick)} y={SIZE - EDGE + 13} textAnchor="middle">
              {tick}
            </text>
            <text x={EDGE - 5} y={y(tick) + 3} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        <line className="axis" strokeDasharray="4 4" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        <polyline className="holdoutLine" points={line} />
        {holdout.map((point) => (
          <circle
            key={point.predicted}
            className="holdoutPoint"
            cx={x(point.predicted)}
            cy={y(point.observed)}
            r={radius(point.count)}
          />
        ))}
        {live.map((point) => (
          <rect
            key={point.predicted}
            className="livePoint"
            x={x(point.predicted) - radius(point.count)}
            y={y(point.observed) - radius(point.count)}
            width={2 * radius(point.count)}
            height={2 * radius(point.count)}
          />
        ))}
        <text x={x(0.5)} y={SIZE - 2} textAnchor="middle">
          predicted
        </text>
      </svg>
      <figcaption className="faint">● holdout (line) · ☐ live · dashed: perfect · up: observed</figcaption>
    </figure>
  );
}
