// Trades by their result in R, as bars; losing ones hatched, so that colour is not all.
import type { ReactNode } from 'react';
import { figureText } from '../lib/format.ts';

interface Bin {
  readonly from: number | null;
  readonly to: number | null;
  readonly trades: number;
}

const WIDTH = 420;
const HEIGHT = 170;
const BASE = HEIGHT - 26;

const edge = (value: number): string => figureText(value, { decimals: 1, isSigned: true });
const binText = ({ from, to }: Bin): string =>
  from === null ? `below ${edge(to ?? 0)}` : to === null ? `${edge(from)} and more` : `${edge(from)} to ${edge(to)}`;

export function Distribution({
  bins,
  withoutR,
}: {
  readonly bins: readonly Bin[];
  readonly withoutR: number;
}): ReactNode {
  const most = Math.max(1, ...bins.map((bin) => bin.trades));
  const width = WIDTH / Math.max(1, bins.length);
  return (
    <figure>
      <svg className="svgPlot" viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={labelOf(bins)}>
        <defs>
          <pattern id="lossHatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="5" height="5" className="lossFill" />
            <line x1="0" y1="0" x2="0" y2="5" className="lossLine" />
          </pattern>
        </defs>
        {bins.map((bin, index) => {
          const height = (bin.trades / most) * (BASE - 16);
          const isLoss = (bin.to ?? Infinity) <= 0;
          return (
            <g key={binText(bin)}>
              <title>{`${binText(bin)} R: ${String(bin.trades)}`}</title>
              <rect
                className={isLoss ? 'binLoss' : 'binWin'}
                fill={isLoss ? 'url(#lossHatch)' : undefined}
                x={index * width + 2}
                y={BASE - height}
                width={width - 4}
                height={height}
              />
              {bin.trades === 0 ? null : (
                <text x={(index + 0.5) * width} y={BASE - height - 4} textAnchor="middle">
                  {bin.trades}
                </text>
              )}
              <text x={(index + 0.5) * width} y={HEIGHT - 10} textAnchor="middle">
                {bin.from === null ? `<${edge(bin.to ?? 0)}` : edge(bin.from)}
              </text>
            </g>
          );
        })}
        <line className="axis" x1="0" x2={WIDTH} y1={BASE} y2={BASE} />
      </svg>
      <figcaption className="faint">
        Result in R, the initial risk{withoutR === 0 ? '' : `; ${String(withoutR)} trades without a stop have none`}.
      </figcaption>
    </figure>
  );
}

const labelOf = (bins: readonly Bin[]): string =>
  `Trades by result in R: ${bins.map((bin) => `${binText(bin)}: ${String(bin.trades)}`).join(', ')}`;
