// Returns and distances, in units of the volatility that a random walk of the same length would have.
import { type Feature, ratio } from '../feature.ts';
import type { History } from '../history.ts';
import { lineOf } from '../oscillators.ts';

const UNIT = 'volatilities';

/** `move` over `span` candles in units of sigma * sqrt(span). */
const scaled = (h: History, move: number, span: number): number => ratio(move, h.sigma * Math.sqrt(span));

const ret = (span: number): Feature => ({
  name: `ret_${span}`,
  definition: `log return over ${span} candles / (sigma * sqrt(${span}))`,
  unit: UNIT,
  value: (h) => scaled(h, h.ret(span), span),
});

const smaDistance = (span: number): Feature => ({
  name: `sma_distance_${span}`,
  definition: `ln(close / SMA ${span} of closes) / (sigma * sqrt(${span}))`,
  unit: UNIT,
  value: (h) => scaled(h, Math.log(h.close() / h.average(span)), span),
});

const smaSpread = (fast: number, slow: number): Feature => ({
  name: `sma_spread_${fast}_${slow}`,
  definition: `ln(SMA ${fast} / SMA ${slow}) / (sigma * sqrt(${slow}))`,
  unit: UNIT,
  value: (h) => scaled(h, Math.log(h.average(fast) / h.average(slow)), slow),
});

const fromHigh = (span: number): Feature => ({
  name: `from_high_${span}`,
  definition: `ln(close / highest high of ${span} candles) / (sigma * sqrt(${span}))`,
  unit: UNIT,
  value: (h) => scaled(h, Math.log(h.close() / (h.highest[span] as number)), span),
});

const fromLow = (span: number): Feature => ({
  name: `from_low_${span}`,
  definition: `ln(close / lowest low of ${span} candles) / (sigma * sqrt(${span}))`,
  unit: UNIT,
  value: (h) => scaled(h, Math.log(h.close() / (h.lowest[span] as number)), span),
});

const macd = (name: string, line: number, what: string): Feature => ({
  name,
  definition: `${what} of MACD 12 26 9 / (close * sigma)`,
  unit: UNIT,
  value: (h) => ratio(lineOf(h.oscillators.macd, line), h.close() * h.sigma),
});

export const RETURNS: readonly Feature[] = [1, 2, 4, 8, 16, 32, 64, 128, 288].map(ret);

export const DISTANCES: readonly Feature[] = [
  ...[10, 20, 50, 100, 200].map(smaDistance),
  ...[smaSpread(20, 100), fromHigh(96), fromLow(96)],
  ...[macd('macd_line', 0, 'line'), macd('macd_histogram', 2, 'histogram')],
];
