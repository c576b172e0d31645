import { describe, expect, it } from 'vitest';
import { countLeaves, evidenceLines, type EvidenceNode } from '../../../../src/renderer/lib/evidence.ts';

const TREE: EvidenceNode = {
  label: 'all',
  result: false,
  children: [
    { label: 'RSI(14) below 30', result: true, values: [{ name: 'RSI(14)', now: 27.5, before: 31.25 }] },
    {
      label: 'not',
      result: null,
      children: [{ label: 'SMA(50) rising 3', result: null, values: [{ name: 'SMA(50)', now: null, before: null }] }],
    },
    {
      label: 'direction equals BUY',
      result: false,
      values: [
        { name: 'direction', now: 'HOLD' },
        { name: 'BUY', now: 'BUY' },
      ],
    },
  ],
};

describe('the evidence tree', () => {
  it('is lines, parents before children, with their depth and place', () => {
    expect(evidenceLines(TREE).map(({ path, depth, label, truth }) => [path, depth, label, truth])).toEqual([
      ['0', 0, 'All of these', 'false'],
      ['0.0', 1, 'RSI(14) below 30', 'true'],
      ['0.1', 1, 'Not this', 'unknown'],
      ['0.1.0', 2, 'SMA(50) rising 3', 'unknown'],
      ['0.2', 1, 'direction equals BUY', 'false'],
    ]);
  });

  it('shows what was found, absent values as absent', () => {
    expect(evidenceLines(TREE).flatMap(({ values }) => values)).toEqual([
      'RSI(14) 27.5 (before 31.25)',
      'SMA(50) – (before –)',
      'direction HOLD',
    ]);
  });

  it('counts comparisons, not groups', () => {
    expect(countLeaves(evidenceLines(TREE))).toEqual({ met: 1, of: 3 });
  });
});
