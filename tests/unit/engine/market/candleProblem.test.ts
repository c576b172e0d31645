import { describe, expect, it } from 'vitest';
import { candleProblem } from '../../../../src/main/engine/market/candleProblem.ts';
import { MINUTE_MS } from '../../../../src/shared/time.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { aCandle, START } from '../../../builders/aCandle.ts';

const LENGTH = 15 * MINUTE_MS;

describe('candleProblem', () => {
  it('finds nothing wrong with a sound candle, flat and without volume included', () => {
    expect(candleProblem(aCandle(), LENGTH)).toBeUndefined();
    expect(candleProblem(aCandle({ open: 1, high: 1, low: 1, close: 1, volume: 0 }), LENGTH)).toBeUndefined();
  });

  it.each([
    [{ openTime: toEpochMs(START + 1) }, 'multiple of 900000 ms, found 1704067200001'],
    [{ openTime: toEpochMs(-LENGTH) }, 'multiple of'],
    [{ openTime: toEpochMs(NaN) }, 'multiple of'],
    [{ open: NaN }, 'finite open, found NaN'],
    [{ high: Infinity }, 'finite high, found Infinity'],
    [{ volume: NaN }, 'finite volume'],
    [{ volume: Infinity }, 'finite volume'],
    [{ volume: -1 }, 'volume of at least 0, found -1'],
    [{ low: 0 }, 'low above 0, found 0'],
    [{ low: -5 }, 'low above 0'],
    [{ low: 100.5 }, 'low <= open and close, found low 100.5'],
    [{ close: 89 }, 'low <= open and close'],
    [{ high: 104 }, 'high >= open and close, found high 104'],
    [{ open: 111 }, 'high >= open and close'],
  ])('names what is wrong in %j', (part, words) => {
    expect(candleProblem(aCandle(part), LENGTH)).toContain(words);
  });
});
