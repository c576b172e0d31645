import type { ReactNode } from 'react';
import { keys, useConsensus } from '../../lib/live/stores.ts';
import { shareText } from '../../lib/format.ts';
import { At } from '../../ui/Figures.tsx';
import { DirectionMark, ProbabilityBar } from '../../ui/market/Votes.tsx';

/** What the models say of the newest candle, under the candles. */
export function VotesStrip({
  connection,
  symbol,
}: {
  readonly connection: string;
  readonly symbol: string;
}): ReactNode {
  const row = useConsensus((state) => state.byKey.get(keys.consensus({ connection, symbol })));
  if (row === undefined) return <p className="votesStrip faint">No model speaks for {symbol} yet.</p>;
  return (
    <div className="votesStrip" tabIndex={0} role="group" aria-label="Model votes">
      <div className="voteCell">
        <span className="faint">Consensus</span>
        <span>
          <DirectionMark direction={row.direction} /> {shareText(row.confidence)}
        </span>
        <span className="faint">
          <At at={row.at} />
        </span>
      </div>
      {row.votes.map((vote) => (
        <div key={vote.model} className="voteCell">
          <span className="faint">
            {vote.model} · {shareText(vote.weight)}
          </span>
          <DirectionMark direction={vote.direction} />
          {vote.probabilities === undefined ? (
            <span className="faint" title={vote.failure?.detail}>
              {vote.failure?.code ?? 'no answer yet'}
            </span>
          ) : (
            <ProbabilityBar shares={vote.probabilities} />
          )}
        </div>
      ))}
    </div>
  );
}
