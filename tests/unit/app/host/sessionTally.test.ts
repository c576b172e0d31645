import { describe, expect, it } from 'vitest';
import { SessionTally } from '../../../../src/main/app/host/sessionTally.ts';
import type { EngineEvent } from '../../../../src/main/engine/kernel/events.ts';
import type { EngineInput } from '../../../../src/main/engine/kernel/inputs.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { dec } from '../../../builders/risk.ts';
import { aDecision, aLedgerEntry, aSignal, aTrade } from '../../../builders/tradingRecords.ts';

const input = (at: number): EngineInput => ({ kind: 'timer', at: toEpochMs(at) });
const sampled = (equity: number): EngineEvent => ({ kind: 'equitySampled', at: toEpochMs(0), equity: dec(equity) });

describe('SessionTally', () => {
  it('counts from the first input on', () => {
    const tally = new SessionTally(dec(500));
    expect(tally.totals).toBeUndefined();
    const refusal = { code: 'DAILY_LOSS', allow: false, detail: '' } as const;
    tally.note(input(7), [
      { kind: 'ledgerPosted', entry: aLedgerEntry(1) },
      { kind: 'ledgerPosted', entry: aLedgerEntry(2, { kind: 'fee', amount: dec('-0.5') }) },
      { kind: 'ledgerPosted', entry: aLedgerEntry(3, { kind: 'funding', amount: dec('-0.25') }) },
      { kind: 'signalRaised', signal: aSignal('1') },
      { kind: 'decisionMade', decision: aDecision('1') },
      { kind: 'decisionMade', decision: aDecision('2', { outcome: 'refused', verdicts: [refusal] }) },
      { kind: 'decisionMade', decision: aDecision('3', { outcome: 'ignored' }) },
      { kind: 'tradeClosed', trade: aTrade(1, { pnl: dec(2), funding: dec('-0.25') }) },
      // Won by its price, lost to its funding.
      { kind: 'tradeClosed', trade: aTrade(2, { pnl: dec(1), funding: dec(-1) }) },
    ]);
    tally.note(input(8), []);
    expect(tally.totals).toEqual({
      ...{ startedAt: 7, startEquity: dec(10_500), signals: 1, ordered: 1, refused: { DAILY_LOSS: 1 }, fills: 0 },
      ...{ trades: 2, wins: 1, realised: dec('1.75'), fees: dec('0.5'), funding: dec('-0.25') },
    });
  });

  it('keeps a curve of any length in few points, from the first on, evenly spaced', () => {
    const tally = new SessionTally(dec(0));
    for (let step = 0; step < 5000; step++) tally.note(input(step), [sampled(step)]);
    const { curve } = tally;
    expect(curve.length).toBeLessThan(400);
    expect(curve.length).toBeGreaterThan(150);
    const spacing = curve[1]!;
    expect(curve).toEqual(curve.map((_, index) => index * spacing));
    expect(curve.at(-1)).toBeGreaterThan(5000 - 2 * spacing);
  });
});
