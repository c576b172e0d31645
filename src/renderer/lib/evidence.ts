// The evidence tree of a decision as rows to draw: what was asked, what was found, how deep, which leaves decided.
import type { SignalRow } from '../../shared/contract/records/signal.ts';
import { figureText, NOTHING } from './format.ts';

export type EvidenceNode = SignalRow['signal']['evidence'];

export type Truth = 'true' | 'false' | 'unknown';

export interface EvidenceLine {
  /** Place in the tree: `0.1.2`. */
  readonly path: string;
  readonly depth: number;
  readonly label: string;
  readonly truth: Truth;
  /** `SMA(10) 61,512.4 (before 61,480.1)`, one each. */
  readonly values: readonly string[];
  readonly hasChildren: boolean;
}

const GROUP_WORDS: Readonly<Record<string, string>> = {
  all: 'All of these',
  any: 'Any of these',
  not: 'Not this',
};

const truthOf = (result: boolean | null): Truth => (result === null ? 'unknown' : result ? 'true' : 'false');

export const TRUTH_WORDS: Readonly<Record<Truth, string>> = {
  true: 'true',
  false: 'not true',
  unknown: 'unknown: a value is absent',
};

/** The tree as lines, parents before children. */
export function evidenceLines(node: EvidenceNode, path = '0', depth = 0): EvidenceLine[] {
  const children = node.children ?? [];
  return [
    {
      path,
      depth,
      label: GROUP_WORDS[node.label] ?? node.label,
      truth: truthOf(node.result),
      // A constant names itself; its value says nothing more.
      values: (node.values ?? []).filter(({ name, now }) => name !== String(now)).map(valueText),
      hasChildren: children.length > 0,
    },
    ...children.flatMap((child, index) => evidenceLines(child, `${path}.${String(index)}`, depth + 1)),
  ];
}

function valueText({ name, now, before }: NonNullable<EvidenceNode['values']>[number]): string {
  const text = `${name} ${typeof now === 'string' ? now : numberOf(now)}`;
  return before === undefined ? text : `${text} (before ${numberOf(before)})`;
}

const numberOf = (value: number | null): string =>
  value === null ? NOTHING : figureText(value, { decimals: Math.abs(value) >= 100 ? 1 : 4 }).replace(/\.?0+$/, '');

/** How many comparisons were true, of how many. */
export function countLeaves(lines: readonly EvidenceLine[]): { readonly met: number; readonly of: number } {
  const leaves = lines.filter((line) => !line.hasChildren);
  return { met: leaves.filter((line) => line.truth === 'true').length, of: leaves.length };
}
