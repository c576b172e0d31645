import { describe, expect, it } from 'vitest';
import { Aggregator } from '../../../../src/main/engine/market/aggregator.ts';
import { InvariantError } from '../../../../src/shared/assert.ts';
import { toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { aCandle, openTimeAt } from '../../../builders/aCandle.ts';

const symbol = toSymbolId('BTC/USDT');
const aggregator = (): Aggregator => new Aggregator({ symbol, base: '15m', timeframes: ['4h', '1h', '15m', '1h'] });
/** What candles `from`..`to` build, as `timeframe@index of the base candle`. */
const built = (made: Aggregator, indexes: readonly number[]): string[] =>
  indexes.flatMap((index) =>
    made.push(aCandle({ openTime: openTimeAt(index) })).map(({ timeframe }) => `${timeframe}@${index}`),
  );
const upTo = (end: number): number[] => Array.from({ length: end }, (_, index) => index);

describe('Aggregator', () => {
  it('builds a candle from its bucket at the close of the last base candle', () => {
    const made = new Aggregator({ symbol, base: '15m', timeframes: ['1h'] });
    expect(made.push(aCandle({ openTime: openTimeAt(0), open: 10, high: 12, low: 9, close: 11, volume: 1 }))).toEqual(
      [],
    );
    expect(made.push(aCandle({ openTime: openTimeAt(1), open: 11, high: 15, low: 10, close: 14, volume: 2 }))).toEqual(
      [],
    );
    expect(made.push(aCandle({ openTime: openTimeAt(2), open: 14, high: 14, low: 8, close: 9, volume: 3 }))).toEqual(
      [],
    );
    expect(made.push(aCandle({ openTime: openTimeAt(3), open: 9, high: 10, low: 9, close: 10, volume: 4 }))).toEqual([
      { symbol, timeframe: '1h', openTime: openTimeAt(0), open: 10, high: 15, low: 8, close: 10, volume: 10 },
    ]);
  });

  it('emits the shorter timeframe first at a common close', () => {
    expect(built(aggregator(), upTo(16))).toEqual(['1h@3', '1h@7', '1h@11', '1h@15', '4h@15']);
  });

  it('gives no candle for a bucket with a missing base candle, whichever it is', () => {
    for (const missing of [4, 5, 7]) {
      const indexes = upTo(32).filter((index) => index !== missing);
      expect(built(aggregator(), indexes)).toEqual([
        '1h@3',
        '1h@11',
        '1h@15',
        '1h@19',
        '1h@23',
        '1h@27',
        '1h@31',
        '4h@31',
      ]);
    }
  });

  it('starts in the middle of a bucket without a candle for it', () => {
    expect(built(aggregator(), [2, 3, 4, 5, 6, 7])).toEqual(['1h@7']);
  });

  it('refuses a timeframe that the base cannot fill', () => {
    expect(() => new Aggregator({ symbol, base: '2h', timeframes: ['3m'] })).toThrow(InvariantError);
  });

  it('refuses the state of other timeframes', () => {
    const other = new Aggregator({ symbol, base: '15m', timeframes: ['1h'] });
    expect(() => aggregator().load(other.save())).toThrow(InvariantError);
  });
});
