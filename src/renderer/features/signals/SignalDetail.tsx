// One signal with its evidence, its gates, its size and every risk check.
import type { ReactNode } from 'react';
import type { SignalRow } from '../../../shared/contract/records/signal.ts';
import { qtyText, shareText, wordsText } from '../../lib/format.ts';
import { routeHref } from '../../lib/route.ts';
import { IconButton } from '../../ui/Button.tsx';
import { At } from '../../ui/Figures.tsx';
import { EvidenceTree } from '../../ui/market/EvidenceTree.tsx';
import { GateList, OutcomeBadge, VerdictList } from '../../ui/market/Verdicts.tsx';
import { Panel } from '../../ui/Panel.tsx';

export function SignalDetail({ row, onClose }: { readonly row: SignalRow; readonly onClose: () => void }): ReactNode {
  const { signal, decision } = row;
  return (
    <Panel
      title={`${wordsText(signal.action)} ${signal.side} ${signal.symbol}`}
      isScroll
      actions={<IconButton icon="close" label="Close the signal" isSmall onClick={onClose} />}
    >
      <div className="stack">
        <div className="row">
          <OutcomeBadge decision={decision} />
          <span className="faint">
            {signal.strategy} · {signal.timeframe} · <At at={signal.candleCloseTime} /> · strength{' '}
            {shareText(signal.strength)}
          </span>
        </div>
        {decision === undefined ? <p>Not decided yet.</p> : <p>{decision.reason}</p>}
        <EvidenceTree label="Evidence" evidence={signal.evidence} />
        {decision === undefined ? null : (
          <>
            <GateList gates={decision.gates} />
            {decision.sizing === undefined ? null : (
              <p>
                Size {qtyText(decision.sizing.qty)}: <span className="soft">{decision.sizing.detail}</span>
              </p>
            )}
            {decision.verdicts.length === 0 ? null : (
              <>
                <h3 className="sectionTitle">Risk checks, in their order</h3>
                <VerdictList verdicts={decision.verdicts} />
              </>
            )}
          </>
        )}
        <a href={routeHref('chart', { symbol: signal.symbol, timeframe: signal.timeframe })}>Open the chart</a>
      </div>
    </Panel>
  );
}
