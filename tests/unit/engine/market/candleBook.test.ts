import { describe, expect, it } from 'vitest';
import { CandleBook, KNOWN_CANDLES } from '../../../../src/main/engine/market/candleBook.ts';
import { InvariantError } from '../../../../src/shared/assert.ts';
import type { Candle } from '../../../../src/shared/domain/candle.ts';
import { toEpochMs, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { MINUTE_MS } from '../../../../src/shared/time.ts';
import { aCandle, openTimeAt } from '../../../builders/aCandle.ts';

const LENGTH = 15 * MINUTE_MS;
const GRACE = 5 * MINUTE_MS;
const book = (): CandleBook => new CandleBook({ symbol: toSymbolId('BTC/USDT'), timeframe: '15m', graceMs: GRACE });
const candle = (index: number, part: Partial<Candle> = {}): Candle => aCandle({ openTime: openTimeAt(index), ...part });
const push = (to: CandleBook, index: number, part: Partial<Candle> = {}) =>
  to.accept(candle(index, part), openTimeAt(index + 1));
const range = (from: number, to: number) => ({ from: openTimeAt(from), to: openTimeAt(to) });
const filled = (...indexes: number[]): CandleBook => {
  const made = book();
  for (const index of indexes) push(made, index);
  return made;
};

describe('accepting', () => {
  it('takes each next candle and ignores an identical one', () => {
    const taken = filled(0);
    expect(push(taken, 1)).toEqual({ kind: 'accepted' });
    expect(push(taken, 1)).toEqual({ kind: 'ignored' });
    expect(push(taken, 0)).toEqual({ kind: 'ignored' });
    expect(taken.lastCloseTime()).toBe(openTimeAt(2));
  });

  it('reports other values for a known candle once, with the values known before', () => {
    const taken = filled(0, 1);
    expect(push(taken, 0, { close: 106 })).toEqual({ kind: 'revised', known: candle(0) });
    expect(push(taken, 0, { close: 106 })).toEqual({ kind: 'ignored' });
    expect(push(taken, 0)).toEqual({ kind: 'revised', known: candle(0, { close: 106 }) });
  });

  it('rejects a broken, foreign, unclosed or unknown old candle and says why', () => {
    const taken = filled(5);
    expect(push(taken, 6, { low: 200 })).toMatchObject({
      kind: 'rejected',
      reason: expect.stringContaining('low') as string,
    });
    expect(push(taken, 8, { timeframe: '1h' })).toMatchObject({ reason: 'expected a 15m candle, found 1h' });
    expect(taken.accept(candle(6), toEpochMs(openTimeAt(7) - 1))).toMatchObject({
      kind: 'rejected',
      reason: expect.stringContaining('closes 2024-01-01T01:45:00Z') as string,
    });
    expect(push(taken, 4)).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('newer than') as string });
    expect(taken.lastCloseTime()).toBe(openTimeAt(6));
  });

  it('recognises no candle older than its memory', () => {
    const taken = book();
    for (let i = 0; i <= KNOWN_CANDLES; i++) push(taken, i);
    expect(push(taken, 1)).toEqual({ kind: 'ignored' });
    expect(push(taken, 0)).toMatchObject({ kind: 'rejected' });
  });
});

describe('gaps and outages', () => {
  it('opens a gap at a missing bucket and resolves it candle by candle, in any order', () => {
    const taken = filled(0);
    expect(push(taken, 4)).toEqual({ kind: 'accepted', missing: [range(1, 4)] });
    expect(taken.hasGap()).toBe(true);
    expect(push(taken, 2)).toEqual({ kind: 'late', resolved: range(2, 3) });
    expect(taken.openGaps()).toEqual([range(1, 2), range(3, 4)]);
    push(taken, 3);
    push(taken, 1);
    expect(taken.hasGap()).toBe(false);
    expect(push(taken, 1)).toEqual({ kind: 'ignored' });
  });

  it('resolves a gap by an outage confirmed afterwards, only where it covers it', () => {
    const taken = filled(0, 4);
    expect(taken.recordOutage(range(2, 9))).toEqual([range(2, 4)]);
    expect(taken.openGaps()).toEqual([range(1, 2)]);
    expect(taken.recordOutage(range(0, 2))).toEqual([range(1, 2)]);
    expect(taken.hasGap()).toBe(false);
  });

  it('opens no gap where an outage was confirmed before', () => {
    const taken = filled(0);
    expect(taken.recordOutage(range(1, 3))).toEqual([]);
    expect(push(taken, 3)).toEqual({ kind: 'accepted' });
    expect(push(taken, 6)).toEqual({ kind: 'accepted', missing: [range(4, 6)] });
  });

  it('keeps a gap beside a confirmed outage', () => {
    const taken = filled(0);
    taken.recordOutage(range(2, 3));
    expect(push(taken, 4)).toEqual({ kind: 'accepted', missing: [range(1, 2), range(3, 4)] });
  });
});

it('tells so many gaps apart and no more: beyond, they are one, which its candles resolve', () => {
  const every2nd = Array.from({ length: 201 }, (_, index) => 2 * index);
  const taken = filled(...every2nd);
  expect(taken.openGaps()).toHaveLength(200);
  expect(push(taken, 402)).toEqual({ kind: 'accepted', missing: [range(1, 402)] });
  expect(taken.openGaps()).toEqual([range(1, 402)]);
  const restored = book();
  restored.load(taken.save());
  // The ones in between are known, and belong to it now.
  for (let index = 1; index < 402; index++) expect(push(restored, index)).toMatchObject({ kind: 'late' });
  expect(restored.hasGap()).toBe(false);
  expect(push(restored, 2)).toEqual({ kind: 'ignored' });
});

describe('freshness', () => {
  it('is stale from one timeframe plus grace after the close', () => {
    const taken = filled(0);
    const limit = openTimeAt(1) + LENGTH + GRACE;
    expect(taken.staleReason(toEpochMs(limit))).toBeUndefined();
    expect(taken.staleReason(toEpochMs(limit + 1))).toContain('1200001 ms ago, at most 1200000 ms');
    expect(book().staleReason(toEpochMs(0))).toContain('no 15m candle of BTC/USDT yet');
  });
});

describe('data quality', () => {
  it('is the share of candles that came in their turn; outages and late candles count against it', () => {
    const taken = filled(0, 1, 2, 3, 6, 7, 8, 9);
    expect(taken.dataQuality(10)).toBe(0.8);
    expect(taken.dataQuality(4)).toBe(1);
    expect(taken.dataQuality(5)).toBe(0.8);
    push(taken, 4);
    taken.recordOutage(range(5, 6));
    expect(taken.dataQuality(10)).toBe(0.8);
  });

  it('expects nothing before the first candle, and refuses a window it cannot know', () => {
    expect(filled(0, 1).dataQuality(100)).toBe(1);
    expect(book().dataQuality(1)).toBe(0);
    expect(() => book().dataQuality(KNOWN_CANDLES + 1)).toThrow(InvariantError);
  });
});

it('regression: after a hole longer than its memory it knows what a restored one knows', () => {
  const taken = filled(0, 5, KNOWN_CANDLES + 50);
  const restored = book();
  restored.load(taken.save());
  expect(push(taken, 5)).toMatchObject({ kind: 'rejected' });
  expect(push(taken, 5)).toEqual(push(restored, 5));
});

it('regression: outages that are repeated, or whose candles come after all, do not pile up', () => {
  const taken = filled(0);
  for (let index = 1; index < 50; index++) {
    taken.recordOutage(range(index, index + 1));
    taken.recordOutage(range(index, index + 1));
    push(taken, index);
  }
  expect(taken.save().outages).toEqual([range(49, 50)]);
});
