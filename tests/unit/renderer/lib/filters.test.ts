import { describe, expect, it } from 'vitest';
import { makeSignal, TRADES } from '../../../fakes/window/fakeAccount.ts';
import { EVERYTHING, fitsActivity } from '../../../../src/renderer/lib/activityFilter.ts';
import { mergeSignals, withChoice } from '../../../../src/renderer/lib/signalFilter.ts';
import { daysFilter, mergeTrades } from '../../../../src/renderer/lib/tradeFilter.ts';

describe('signals asked for and live', () => {
  const [early, late] = [makeSignal(2), makeSignal(1)];

  it('are merged, each once and newest first, the live one knowing better', () => {
    const { decision: _, ...undecided } = early;
    const merged = mergeSignals([undecided], [late, early], {});
    expect(merged.map(({ signal }) => signal.id)).toEqual(['s1', 's2']);
    expect(merged[1]?.decision).toEqual(early.decision);
  });

  it('fit every part of the filter', () => {
    expect(mergeSignals([early, late], [], { symbol: early.signal.symbol })).toEqual([early]);
    expect(mergeSignals([early, late], [], { symbol: early.signal.symbol, outcome: 'ordered' })).toEqual([]);
    expect(withChoice({ symbol: 'a' }, 'outcome', 'refused')).toEqual({ symbol: 'a', outcome: 'refused' });
    expect(withChoice({ symbol: 'a' }, 'symbol', '')).toEqual({});
  });
});

describe('trades asked for and live', () => {
  const trade = TRADES[0];
  if (trade === undefined) throw new Error('the fake has trades');
  const scope = { connection: trade.connection };

  it('are each there once, live ones only where they belong', () => {
    const live = [
      trade,
      { ...trade, id: 'new' },
      { ...trade, id: 'elsewhere', connection: 'other' },
      { ...trade, id: 'other symbol', symbol: 'XRP/USDT' },
    ];
    const merged = mergeTrades([trade], live, { ...scope, symbol: trade.symbol });
    expect(merged.map(({ id }) => id)).toEqual([trade.id, 'new']);
    expect(mergeTrades([], [trade], { ...scope, from: trade.exitAt + 1 })).toEqual([]);
  });

  it('begin at the midnight so many days back', () => {
    const now = Date.UTC(2026, 0, 10, 13);
    expect([daysFilter('', now), daysFilter('1', now), daysFilter('7', now), daysFilter('7', undefined)]).toEqual([
      undefined,
      Date.UTC(2026, 0, 10),
      Date.UTC(2026, 0, 4),
      undefined,
    ]);
  });
});

describe('the activity', () => {
  const line = {
    connection: 'simulator',
    at: 0,
    level: 'warning' as const,
    text: 'Refused: Data of BTC/USDT is stale',
  };

  it('is searched by words, in any order and case', () => {
    const search = (text: string): boolean => fitsActivity(line, { ...EVERYTHING, search: text });
    expect(['', 'stale BTC', 'data  refused', 'stale ETH'].map(search)).toEqual([true, true, true, false]);
  });

  it('is filtered by level and connection', () => {
    expect(fitsActivity(line, { ...EVERYTHING, level: 'info' })).toBe(false);
    expect(fitsActivity(line, { ...EVERYTHING, level: 'warning', connection: 'replay' })).toBe(false);
  });
});
