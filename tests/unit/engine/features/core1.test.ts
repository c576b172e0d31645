// The values of core-1: each formula written out plainly, cases that can be seen by eye, and the whole vector pinned.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CORE_1 } from '../../../../src/main/engine/features/core1/core1.ts';
import type { Bar } from '../../../../src/main/engine/indications/indicator.ts';
import { need } from '../../../../src/shared/assert.ts';
import { HOUR_MS, type Timeframe } from '../../../../src/shared/time.ts';
import { barWalk, flatBars } from '../../../builders/barWalk.ts';
import { candlesOf, named, vectorsOf } from '../../../builders/featureRun.ts';
import { lineOf } from '../../../builders/indicatorRun.ts';

const COUNT = 500;
const BARS = barWalk(COUNT);

const lastVector = (bars: readonly Bar[], timeframe: Timeframe = '1h'): Readonly<Record<string, number>> =>
  named(CORE_1, need(vectorsOf(candlesOf(bars, timeframe)).at(-1), 'a vector'));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const newest = <T>(values: readonly T[], count: number): readonly T[] => values.slice(-count);
const closes = BARS.map(({ close }) => close);
const returns = closes.slice(1).map((close, i) => Math.log(close / need(closes[i], 'a close')));
const variances = BARS.map(({ high, low }) => Math.log(high / low) ** 2 / (4 * Math.LN2));
const rms = (values: readonly number[]): number => Math.sqrt(sum(values.map((value) => value * value)) / values.length);

function weightedVolatility(halfLife: number): number {
  const recent = newest(returns, 288).toReversed();
  const weights = recent.map((_, back) => 0.5 ** (back / halfLife));
  return Math.sqrt(sum(recent.map((value, back) => need(weights[back], 'a weight') * value ** 2)) / sum(weights));
}

const sigma = weightedVolatility(96);
const last = need(BARS.at(-1), 'a bar');
const sma = (span: number): number => sum(newest(closes, span)) / span;
const parkinson = (span: number): number => Math.sqrt(sum(newest(variances, span)) / span);
const high = (span: number): number => Math.max(...newest(BARS, span).map((bar) => bar.high));
const low = (span: number): number => Math.min(...newest(BARS, span).map((bar) => bar.low));
const volume = (span: number): number => sum(newest(BARS, span).map((bar) => bar.volume)) / span;
const line = (text: string, name = 'value'): number => need(lineOf(text, name, BARS).at(-1), text);
const steps = (step: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) =>
    Math.log(need(closes[COUNT - 1 - i * step], 'a close') / need(closes[COUNT - 1 - (i + 1) * step], 'a close')),
  );

/** The same by the definitions, slowly. */
const PLAIN: Readonly<Record<string, number>> = {
  ret_1: need(returns.at(-1), 'a return') / sigma,
  ret_32: sum(newest(returns, 32)) / (sigma * Math.sqrt(32)),
  ret_288: sum(newest(returns, 288)) / (sigma * Math.sqrt(288)),
  sigma_day: Math.log(sigma * Math.sqrt(24)),
  realised_8: Math.log(rms(newest(returns, 8)) / sigma),
  realised_288: Math.log(rms(newest(returns, 288)) / sigma),
  parkinson_1: Math.log(parkinson(1) / sigma),
  parkinson_96: Math.log(parkinson(96) / sigma),
  parkinson_ratio_8_32: Math.log(parkinson(8) / parkinson(32)),
  weighted_8: Math.log(weightedVolatility(8) / sigma),
  atr_ratio: Math.log(line('atr:14') / (last.close * sigma)),
  bollinger_width: Math.log(
    (line('bollinger:20:2', 'upper') - line('bollinger:20:2', 'middle')) / (last.close * sigma),
  ),
  downside_32: sum(newest(returns, 32).map((r) => (r < 0 ? r * r : 0))) / (32 * rms(newest(returns, 32)) ** 2) - 0.5,
  evenness_32: sum(newest(returns, 32).map(Math.abs)) / 32 / rms(newest(returns, 32)),
  autocorrelation_32:
    sum(newest(returns, 32).map((r, i) => r * need(returns[returns.length - 33 + i], 'a return'))) /
    (32 * rms(newest(returns, 32)) ** 2),
  coarse_4_96: Math.log(rms(steps(4, 24)) / 2 / rms(newest(returns, 96))),
  coarse_16_288: Math.log(rms(steps(16, 18)) / 4 / rms(newest(returns, 288))),
  sma_distance_50: Math.log(last.close / sma(50)) / (sigma * Math.sqrt(50)),
  sma_spread_20_100: Math.log(sma(20) / sma(100)) / (sigma * 10),
  from_high_96: Math.log(last.close / high(96)) / (sigma * Math.sqrt(96)),
  from_low_96: Math.log(last.close / low(96)) / (sigma * Math.sqrt(96)),
  macd_histogram: line('macd:12:26:9', 'histogram') / (last.close * sigma),
  rsi_14: line('rsi:14') / 50 - 1,
  adx_14: line('adx:14', 'adx') / 100,
  stochastic_14: line('stochastic:14:3:3', 'k') / 50 - 1,
  strength_16x14: sum(steps(16, 14)) / sum(steps(16, 14).map(Math.abs)),
  range_position_56: (2 * (last.close - low(56))) / (high(56) - low(56)) - 1,
  efficiency_16: sum(newest(returns, 16)) / sum(newest(returns, 16).map(Math.abs)),
  since_high_96:
    newest(BARS, 96)
      .toReversed()
      .findIndex((bar) => bar.high === high(96)) / 96,
  body_4: (last.close - need(BARS.at(-4), 'a bar').open) / (high(4) - low(4)),
  upper_wick: (last.high - Math.max(last.open, last.close)) / (last.high - last.low),
  volume_8_96: Math.log(volume(8) / volume(96)),
  flow_32:
    sum(newest(BARS, 32).map((bar, i) => Math.sign(need(newest(returns, 32)[i], 'a return')) * bar.volume)) /
    (32 * volume(32)),
};

describe('core-1', () => {
  it.each(Object.entries(PLAIN))('%s follows its definition', (name, expected) => {
    expect(lastVector(BARS)[name]).toBeCloseTo(expected, 5);
  });

  it('looks at the hours that followed this one on earlier days', () => {
    // Wild from 12:00 to 19:59 each day, else calm; the last candle closes at 12:00.
    const bars = Array.from({ length: 12 * 24 + 12 }, (_, i) => {
      const range = i % 24 >= 12 && i % 24 < 20 ? 1.04 : 1.01;
      const close = i % 2 === 0 ? 100 : 100.5;
      return {
        openTime: 0,
        open: 100,
        high: 100 * range,
        low: 100,
        close,
        volume: i % 24 >= 12 && i % 24 < 20 ? 40 : 10,
      };
    });
    const vector = lastVector(bars);
    const known = Math.log(1.005);
    expect(vector.season_volatility_8).toBeCloseTo(Math.log(Math.log(1.04) / Math.sqrt(4 * Math.LN2) / known), 5);
    expect(vector.season_volume_8).toBeCloseTo(Math.log(40 / 20), 5);
  });

  it('tells the time at the close as places on circles', () => {
    // 289 hours from Monday 2024-01-01 00:00 are twelve days and one hour: Saturday, 01:00.
    const vector = lastVector(BARS.slice(0, 289));
    const turn = (share: number): number => 2 * Math.PI * share;
    expect(vector.hour_sin).toBeCloseTo(Math.sin(turn(1 / 24)), 6);
    expect(vector.half_day_cos).toBeCloseTo(Math.cos(turn(1 / 12)), 6);
    expect(vector.weekday_sin).toBeCloseTo(Math.sin(turn((5 * 24 + 1) / 168)), 6);
    expect(vector.weekday_cos).toBeCloseTo(Math.cos(turn((5 * 24 + 1) / 168)), 6);
  });

  it('counts candles in a row', () => {
    const rising = (from: number, count: number): readonly number[] =>
      Array.from({ length: count }, (_, i) => from + i);
    const bars = (prices: readonly number[]): readonly Bar[] =>
      prices.map((close) => ({ openTime: HOUR_MS, open: close, high: close, low: close, close, volume: 1 }));
    expect(lastVector(bars([...rising(100, 300), 398, 397, 396])).streak).toBe(Math.fround(-3 / 12));
    expect(lastVector(bars(rising(100, 300))).streak).toBe(1);
    expect(lastVector(bars([...rising(100, 300), 399])).streak).toBe(0);
  });

  it('has a value for a market that never moves and never trades', () => {
    const vector = lastVector(flatBars(300, 50, 0));
    const moving = Object.entries(vector).filter(
      ([name, value]) => value !== 0 && !/^(hour|half_day|weekday)_/.test(name),
    );
    expect(Object.fromEntries(moving)).toEqual({ sigma_day: Math.fround(Math.log(1e-6)) });
  });

  it.each(['15m', '4h'] as const)('has the values it had, on %s', (timeframe) => {
    const golden = readFileSync(
      join(import.meta.dirname, `../../../fixtures/features/core1-${timeframe}.golden.csv`),
      'utf8',
    );
    const vector = lastVector(BARS, timeframe);
    const lines = Object.entries(vector).map(([name, value]) => `${name},${Number(value.toPrecision(9))}`);
    expect(`${lines.join('\n')}\n`).toBe(golden);
  });
});
