import { describe, expect, it } from 'vitest';
import { PlainLines } from '../../../../src/main/shell/headless/plainLines.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { aBusyStatus, anEngineStatus, NOON } from '../../../builders/engineStatus.ts';
import { aDecision, anOrder, aSignal } from '../../../builders/tradingRecords.ts';

describe('PlainLines', () => {
  it('tells everything once, in the order of its time', () => {
    const lines = new PlainLines();
    const status = aBusyStatus({ signals: [] });
    expect(lines.changes([status])).toEqual([
      '2026-03-03T10:34:56Z simulator info     Connected: simulator at 60x.',
      '2026-03-04T09:34:56Z simulator order    sell 0.015 BTC/USDT:USDT, stop at 42,016.0, stop loss of sma-cross: open',
      '2026-03-04T09:34:56Z simulator order    sell 0.015 BTC/USDT:USDT, take profit at 44,159.5, take profit of sma-cross: partially filled',
      '2026-03-04T10:34:56Z simulator warning  Disconnected: the feed was silent for 120 s.',
      '2026-03-04T10:35:56Z simulator info     Orders and positions agree with the venue.',
      '2026-03-04T12:12:56Z simulator fill     sell 1.25 ETH/USDT:USDT at 2,305.10, fee 1.4407, taker',
      '2026-03-04T12:34:56Z simulator engine   running',
    ]);
    expect(lines.changes([{ ...status }])).toEqual([]);
  });

  it('tells a signal when it is decided', () => {
    const lines = new PlainLines();
    const signal = aSignal('1');
    lines.changes([anEngineStatus({ signals: [{ signal }] })]);
    const decision = aDecision('1', {
      ...{ at: toEpochMs(NOON + 1), outcome: 'refused', reason: '' },
      verdicts: [{ code: 'DAILY_LOSS', allow: false, detail: '' }],
    });
    const decided = anEngineStatus({ signals: [{ signal, decision }] });
    expect(lines.changes([decided])).toEqual([
      '2026-03-04T12:34:56Z simulator signal   enter long BTC/USDT:USDT (sma-cross) refused: DAILY_LOSS: The daily loss limit is reached.',
    ]);
    expect(lines.changes([decided])).toEqual([]);
  });

  it('tells an order that works again after it was gone', () => {
    const lines = new PlainLines();
    const status = anEngineStatus({ orders: [anOrder(1, { state: 'open' })] });
    expect(lines.changes([status])).toHaveLength(2);
    expect(lines.changes([anEngineStatus()])).toEqual([]);
    expect(lines.changes([status])).toHaveLength(1);
  });

  it('tells a turn of the engine and its alarm, and the alarm again when it comes back', () => {
    const lines = new PlainLines();
    lines.changes([anEngineStatus()]);
    const failed = anEngineStatus({ state: 'failed', detail: 'the disk is full' });
    const told = [
      '2026-03-04T12:34:56Z simulator engine   failed: the disk is full',
      '2026-03-04T12:34:56Z simulator ALARM    FAILED: the disk is full. Nothing is traded here; mend that, then start again.',
    ];
    expect(lines.changes([failed])).toEqual(told);
    expect(lines.changes([anEngineStatus()])).toEqual(['2026-03-04T12:34:56Z simulator engine   running']);
    expect(lines.changes([failed])).toEqual(told);
  });

  it('says nothing of the time and the standing of an engine that has not begun', () => {
    const status = anEngineStatus({ at: toEpochMs(0), state: 'starting', detail: 'reading the history' });
    expect(new PlainLines().changes([status])).toEqual([
      '-------------------- simulator engine   starting: reading the history',
    ]);
    expect(new PlainLines().summaries([status])).toEqual([]);
  });

  it('sums up how an engine stands', () => {
    expect(new PlainLines().summaries([aBusyStatus()])).toEqual([
      '2026-03-04T12:34:56Z simulator status   SIMULATED PAPER running, trading ACTIVE, feed connected; equity 10,123.46 USDT (day +1.03 %); 2 positions, 2 working orders; BTC/USDT:USDT 43,251.5, ETH/USDT:USDT 2,310.55, SOL/USDT:USDT 98.123 (stale); journal 123,456 steps',
    ]);
  });
});
