import { useState, type ReactNode } from 'react';
import { useSelectedConnection, useSymbols } from '../../lib/live/selected.ts';
import { keys, useConsensus } from '../../lib/live/stores.ts';
import { figureText, sentence, shareText } from '../../lib/format.ts';
import { At } from '../../ui/Figures.tsx';
import { SelectField } from '../../ui/Fields.tsx';
import { ConsensusGauge, VoteTable } from '../../ui/market/Votes.tsx';
import { Empty, Loading } from '../../ui/States.tsx';

export function ConsensusPanel(): ReactNode {
  const connection = useSelectedConnection() ?? '';
  const symbols = useSymbols();
  const [chosen, setChosen] = useState<string>();
  const symbol = chosen !== undefined && symbols.includes(chosen) ? chosen : (symbols[0] ?? '');
  const isLive = useConsensus((state) => state.isLive);
  const row = useConsensus((state) => state.byKey.get(keys.consensus({ connection, symbol })));
  if (!isLive) return <Loading what="the consensus" />;
  return (
    <div className="stack consensusPanel">
      <div className="row">
        <SelectField
          label="Symbol"
          isLabelHidden
          value={symbol}
          options={symbols.map((value) => ({ value, label: value }))}
          onValue={setChosen}
        />
        {row === undefined ? null : (
          <span className="faint">
            as of <At at={row.at} /> · agreement {shareText(row.agreement)} · quorum {shareText(row.quorum)} · data{' '}
            {figureText(row.dataQuality)}
          </span>
        )}
      </div>
      {row === undefined ? (
        <Empty title={`No consensus for ${symbol}`}>No model speaks for this symbol, or none has answered yet.</Empty>
      ) : (
        <>
          <ConsensusGauge row={row} />
          {row.reasons.map((reason) => (
            <p key={reason.code} className="faint">
              {sentence(reason.detail)}
            </p>
          ))}
          <VoteTable votes={row.votes} isCompact />
        </>
      )}
    </div>
  );
}
