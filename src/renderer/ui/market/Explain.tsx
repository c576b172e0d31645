// Why, or why not: the looks of strategies at one candle with evidence, what stopped each, since when, how far away.
import type { ReactNode } from 'react';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { ageText, shortTimeText, wordsText } from '../../lib/format.ts';
import { Badge } from '../Badge.tsx';
import { EvidenceTree } from './EvidenceTree.tsx';
import { GateList, OutcomeBadge, VerdictList } from './Verdicts.tsx';

type Explanation = ResultOf<'decisions.explain'>['items'][number];

export function Explain({ item }: { readonly item: Explanation }): ReactNode {
  return (
    <article className="explain">
      <header className="row">
        <strong>{item.strategy}</strong>
        <Badge tone={item.stage === 'ordered' ? 'good' : item.stage === 'failed' ? 'bad' : 'neutral'}>
          {item.stage === 'ordered' ? 'Ordered' : `Stopped at ${wordsText(item.stage).toLowerCase()}`}
        </Badge>
        {item.asked === 'entry' ? null : <span className="faint">asked: {wordsText(item.asked).toLowerCase()}</span>}
      </header>
      {item.detail === '' ? null : <p>{item.detail}</p>}
      <Stops stops={item.stops} closeTime={item.closeTime} />
      {item.evidence.map(({ side, evidence }) => (
        <EvidenceTree key={side} label={wordsText(side)} evidence={evidence} />
      ))}
      {item.signals.map((row) => (
        <div key={row.signal.id} className="stack">
          <div className="row">
            Signal {row.signal.action} {row.signal.side} <OutcomeBadge decision={row.decision} />
          </div>
          {row.decision === undefined ? null : (
            <>
              <p className="soft">{row.decision.reason}</p>
              <GateList gates={row.decision.gates} />
              <VerdictList verdicts={row.decision.verdicts} />
            </>
          )}
        </div>
      ))}
    </article>
  );
}

export function Stops({
  stops,
  closeTime,
}: {
  readonly stops: Explanation['stops'];
  readonly closeTime: number;
}): ReactNode {
  if (stops.length === 0) return null;
  return (
    <ul className="stops" aria-label="What stopped it">
      {stops.map((stop) => (
        <li key={`${stop.what} ${stop.text} ${stop.side ?? ''}`}>
          <div>{stop.text}</div>
          <div className="faint">
            {stop.isSinceWhole ? 'since' : 'at least since'} {shortTimeText(stop.since)} (
            {ageText(Math.max(0, closeTime - stop.since))})
            {stop.missing
              .filter(({ text }) => !stop.text.includes(text))
              .map(({ label, text }) => ` · ${label}: ${text}`)
              .join('')}
          </div>
        </li>
      ))}
    </ul>
  );
}
