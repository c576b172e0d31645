import { useState, type ReactNode } from 'react';
import { figureText, sentence, shareText } from '../../lib/format.ts';
import { useSelectedConnection, useSymbols } from '../../lib/live/selected.ts';
import { keys, useConsensus } from '../../lib/live/stores.ts';
import { Segmented } from '../../ui/Fields.tsx';
import { At } from '../../ui/Figures.tsx';
import { ConsensusGauge, VoteTable } from '../../ui/market/Votes.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Empty } from '../../ui/States.tsx';

export function VotesPanel({ names }: { readonly names: ReadonlyMap<string, string> }): ReactNode {
  const connection = useSelectedConnection() ?? '';
  const symbols = useSymbols();
  const [chosen, setChosen] = useState<string>();
  const symbol = chosen ?? symbols[0] ?? '';
  const row = useConsensus((state) => state.byKey.get(keys.consensus({ connection, symbol })));
  return (
    <Panel
      title="Consensus and votes"
      className="votesPanel"
      actions={
        <Segmented
          label="Symbol"
          value={symbol}
          options={symbols.map((value) => ({ value, label: value }))}
          onValue={setChosen}
        />
      }
    >
      {row === undefined ? (
        <Empty title={`No consensus for ${symbol}`}>No model speaks for this symbol, or none has answered yet.</Empty>
      ) : (
        <div className="votesLayout">
          <div className="stack">
            <ConsensusGauge row={row} />
            <p className="faint">
              As of <At at={row.at} />. Agreement {shareText(row.agreement)}, quorum {shareText(row.quorum)}, data
              quality {figureText(row.dataQuality)}.
            </p>
            {row.reasons.map((reason) => (
              <p key={reason.code} className="soft">
                {sentence(reason.detail)}
              </p>
            ))}
          </div>
          <VoteTable votes={row.votes} nameOf={(model) => names.get(model) ?? model} />
        </div>
      )}
    </Panel>
  );
}
