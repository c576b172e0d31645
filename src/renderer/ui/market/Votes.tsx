// The consensus of the models and the votes it is made of.
import type { ReactNode } from 'react';
import type { ConsensusRow } from '../../../shared/contract/records/prediction.ts';
import { ARROWS, figureText, latencyText, shareText, type Trend } from '../../lib/format.ts';
import { Badge } from '../Badge.tsx';
import { At } from '../Figures.tsx';

type Vote = ConsensusRow['votes'][number];
type Direction = ConsensusRow['direction'];
type Shares = NonNullable<ConsensusRow['probabilities']>;

const TREND: Readonly<Record<Direction, Trend>> = { BUY: 'up', SELL: 'down', HOLD: 'flat' };

export function DirectionMark({ direction }: { readonly direction: Direction | undefined }): ReactNode {
  if (direction === undefined) return <span className="faint">no vote</span>;
  return (
    <span className={`signed signed-${TREND[direction]}`}>
      <span className="arrow" aria-hidden="true">
        {ARROWS[TREND[direction]]}
      </span>
      {direction}
    </span>
  );
}

/** Sell, hold and buy as one bar. */
export function ProbabilityBar({ shares }: { readonly shares: Shares }): ReactNode {
  const parts = [
    ['sell', shares.sell],
    ['hold', shares.hold],
    ['buy', shares.buy],
  ] as const;
  const words = parts.map(([name, share]) => `${name} ${shareText(share)}`).join(', ');
  return (
    <div className="probabilities" role="img" aria-label={words} title={words}>
      {parts.map(([name, share]) => (
        <span key={name} className={`probability probability-${name}`} style={{ width: `${String(share * 100)}%` }} />
      ))}
    </div>
  );
}

const GAUGE = { width: 220, height: 118, radius: 92 } as const;

/** The score from -1 (sell) to 1 (buy) as a needle. */
export function ConsensusGauge({ row }: { readonly row: ConsensusRow }): ReactNode {
  const [x, y] = [GAUGE.width / 2, GAUGE.height - 14];
  const angle = Math.PI * (1 - (Math.max(-1, Math.min(1, row.score)) + 1) / 2);
  const point = (radius: number, at: number): string =>
    `${(x + radius * Math.cos(at)).toFixed(1)} ${(y - radius * Math.sin(at)).toFixed(1)}`;
  const arc = (from: number, to: number): string =>
    `M ${point(GAUGE.radius, from)} A ${String(GAUGE.radius)} ${String(GAUGE.radius)} 0 0 1 ${point(GAUGE.radius, to)}`;
  return (
    <figure className="gauge">
      <svg
        viewBox={`0 0 ${String(GAUGE.width)} ${String(GAUGE.height)}`}
        role="img"
        aria-label={`Consensus ${row.direction}, score ${figureText(row.score, { isSigned: true })}, confidence ${shareText(row.confidence)}`}
      >
        <path className="gaugeArc gaugeSell" d={arc(Math.PI, Math.PI * 0.64)} />
        <path className="gaugeArc gaugeHold" d={arc(Math.PI * 0.62, Math.PI * 0.38)} />
        <path className="gaugeArc gaugeBuy" d={arc(Math.PI * 0.36, 0)} />
        <path className="gaugeNeedle" d={`M ${String(x)} ${String(y)} L ${point(GAUGE.radius - 14, angle)}`} />
        <circle className="gaugePin" cx={x} cy={y} r="5" />
        <text x="6" y={GAUGE.height - 1}>
          SELL
        </text>
        <text x={GAUGE.width - 6} y={GAUGE.height - 1} textAnchor="end">
          BUY
        </text>
      </svg>
      <figcaption>
        <DirectionMark direction={row.direction} /> <strong>{figureText(row.score, { isSigned: true })}</strong>
        <span className="faint"> confidence {shareText(row.confidence)}</span>{' '}
        {row.isActionable ? <Badge tone="good">Actionable</Badge> : <Badge>Not acted on</Badge>}
      </figcaption>
    </figure>
  );
}

export function VoteTable({
  votes,
  nameOf,
  isCompact,
}: {
  readonly votes: readonly Vote[];
  readonly nameOf?: (model: string) => string;
  /** Without the candle's time: where there is little room. */
  readonly isCompact?: boolean;
}): ReactNode {
  return (
    <table className="plainTable voteTable" aria-label="Model votes">
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Vote</th>
          <th scope="col">Sell · hold · buy</th>
          <th scope="col" className="isNumber">
            Weight
          </th>
          {isCompact === true ? null : (
            <th scope="col" className="isNumber">
              Candle
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {votes.map((vote) => (
          <VoteLine
            key={vote.model}
            vote={vote}
            name={nameOf?.(vote.model) ?? vote.model}
            isCompact={isCompact === true}
          />
        ))}
      </tbody>
    </table>
  );
}

interface VoteLineProps {
  readonly vote: Vote;
  readonly name: string;
  readonly isCompact: boolean;
}

function VoteLine({ vote, name, isCompact }: VoteLineProps): ReactNode {
  const { probabilities, failure } = vote;
  return (
    <tr className={vote.isHealthy && vote.isFresh ? '' : 'isLeftOut'}>
      <td>
        {name} <VoteState vote={vote} />
      </td>
      <td>
        <DirectionMark direction={vote.direction} />
      </td>
      <td>
        {probabilities === undefined ? (
          <span className="faint">{failure?.detail ?? 'no answer yet'}</span>
        ) : (
          <ProbabilityBar shares={probabilities} />
        )}
      </td>
      <td className="isNumber">{shareText(vote.weight)}</td>
      {isCompact ? null : (
        <td className="isNumber" title={`Answered in ${latencyText(vote.latencyMs)}`}>
          <At at={vote.candleCloseTime} />
        </td>
      )}
    </tr>
  );
}

function VoteState({ vote }: { readonly vote: Vote }): ReactNode {
  if (vote.isWarmingUp === true) return <Badge tone="info">Warming up</Badge>;
  if (vote.drift === 'demoted') return <Badge tone="bad">Demoted</Badge>;
  if (!vote.isHealthy) return <Badge tone="bad">Unhealthy</Badge>;
  if (!vote.isFresh) return <Badge tone="warn">Stale</Badge>;
  return vote.drift === 'watch' ? <Badge tone="warn">Drift watch</Badge> : null;
}
