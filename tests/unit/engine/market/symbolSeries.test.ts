import { describe, expect, it } from 'vitest';
import { Series } from '../../../../src/main/engine/market/series.ts';
import { SymbolSeries, TimeframeSeries } from '../../../../src/main/engine/market/symbolSeries.ts';
import { InvariantError } from '../../../../src/shared/assert.ts';
import { toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { barWalk } from '../../../builders/barWalk.ts';
import { specsOf } from '../../../builders/indicatorRun.ts';

const [sma3, rsi5] = specsOf('sma:3,rsi:5');
const bars = barWalk(40);

describe('a series', () => {
  it('looks back from the newest value and is absent before the first', () => {
    const series = new Series(3);
    [10, 20].forEach((value) => series.push(value));
    expect([0, 1, 2].map((back) => series.at(back))).toEqual([20, 10, NaN]);
  });

  it('keeps its values when it is deepened', () => {
    const series = new Series(2);
    [1, 2, 3].forEach((value) => series.push(value));
    series.deepen(5);
    series.push(4);
    expect([0, 1, 2, 3, 4].map((back) => series.at(back))).toEqual([4, 3, 2, NaN, NaN]);
  });

  it('refuses to look back further than it keeps', () => {
    expect(() => new Series(2).at(2)).toThrow(InvariantError);
  });
});

describe('the series of a timeframe', () => {
  it('computes an indicator once for all who ask, as deep as the deepest', () => {
    const series = new TimeframeSeries('15m');
    const [first, second] = [series.require(sma3!, 'value', 1), series.require(sma3!, 'value', 4)];
    expect(second).toBe(first);
    for (const bar of bars) series.push(bar);
    const means = bars.map((_, i) => bars.slice(i - 2, i + 1).reduce((sum, { close }) => sum + close, 0) / 3);
    for (const back of [0, 1, 2, 3]) expect(first.at(back)).toBeCloseTo(means.at(-1 - back)!, 10);
  });

  it('keeps prices', () => {
    const series = new TimeframeSeries('15m');
    const fields = ['open', 'high', 'low', 'close', 'volume'] as const;
    const kept = fields.map((field) => series.requirePrice(field, 2));
    for (const bar of bars) series.push(bar);
    expect(kept.map((one) => one.at(1))).toEqual(fields.map((field) => bars.at(-2)![field]));
  });

  it('counts the candles until everything exists', () => {
    const series = new TimeframeSeries('15m');
    expect(series.warmUpBars).toBe(0);
    series.requirePrice('close', 4);
    expect(series.warmUpBars).toBe(4);
    series.require(rsi5!, 'value', 2);
    expect(series.warmUpBars).toBe(7);
  });

  it('refuses a line that the indicator does not have', () => {
    expect(() => new TimeframeSeries('15m').require(sma3!, 'upper', 1)).toThrow(
      'expected a line of sma_3, got "upper"',
    );
  });

  it('saves the same state whatever the order of the requests', () => {
    const [one, other] = [new TimeframeSeries('15m'), new TimeframeSeries('15m')];
    one.require(sma3!, 'value', 2);
    one.require(rsi5!, 'value', 2);
    other.require(rsi5!, 'value', 2);
    other.require(sma3!, 'value', 2);
    for (const bar of bars) [one, other].forEach((series) => series.push(bar));
    expect(one.save()).toEqual(other.save());
  });
});

describe('the series of a symbol', () => {
  it('makes each timeframe once and lists them shortest first', () => {
    const market = new SymbolSeries(toSymbolId('BTC/USDT'));
    expect(market.timeframe('4h')).toBe(market.timeframe('4h'));
    market.timeframe('15m');
    expect(market.timeframes).toEqual(['15m', '4h']);
  });

  it('brings back what was required once, also when nobody requires it any more', () => {
    const market = new SymbolSeries(toSymbolId('BTC/USDT'));
    market.timeframe('15m').require(sma3!, 'value', 2);
    for (const bar of bars) market.timeframe('15m').push(bar);
    const restored = new SymbolSeries(toSymbolId('BTC/USDT'));
    restored.load(market.save());
    expect(restored.save()).toEqual(market.save());
    expect(restored.timeframe('15m').require(sma3!, 'value', 2).at(1)).toBeGreaterThan(0);
  });
});
