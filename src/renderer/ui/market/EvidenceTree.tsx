import { useMemo, type ReactNode } from 'react';
import {
  countLeaves,
  evidenceLines,
  TRUTH_WORDS,
  type EvidenceLine,
  type EvidenceNode,
  type Truth,
} from '../../lib/evidence.ts';
import { Icon, type IconName } from '../Icon.tsx';

const ICONS: Readonly<Record<Truth, IconName>> = { true: 'check', false: 'cross', unknown: 'question' };

export function EvidenceTree({
  label,
  evidence,
}: {
  readonly label: string;
  readonly evidence: EvidenceNode;
}): ReactNode {
  const lines = useMemo(() => evidenceLines(evidence), [evidence]);
  const { met, of } = countLeaves(lines);
  return (
    <div className="evidence">
      <div className="evidenceHead">
        {label} <span className="faint">{`${String(met)} of ${String(of)} conditions true`}</span>
      </div>
      <ul className="evidenceList" aria-label={label}>
        {lines.map((line) => (
          <Line key={line.path} line={line} />
        ))}
      </ul>
    </div>
  );
}

function Line({ line }: { readonly line: EvidenceLine }): ReactNode {
  return (
    <li className={`evidenceLine truth-${line.truth}`} style={{ paddingLeft: line.depth * 16 }}>
      <Icon name={ICONS[line.truth]} size={13} />
      <span className="visuallyHidden">{TRUTH_WORDS[line.truth]}:</span>
      <span>
        {line.label}
        {line.values.map((value) => (
          <span key={value} className="evidenceValue">
            {value}
          </span>
        ))}
      </span>
    </li>
  );
}
