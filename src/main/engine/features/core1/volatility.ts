// How wild the market is now, against the volatility that the barriers of our labels are scaled by, and in which way.
import { DAY_MS } from '../../../../shared/time.ts';
import { type Feature, logRatio, ratio } from '../feature.ts';
import { decayWeights, type History, SPAN } from '../history.ts';
import { lineOf } from '../oscillators.ts';

const LOG_RATIO = 'log ratio';

const realised = (span: number): Feature => ({
  name: `realised_${span}`,
  definition: `ln(root mean square of ${span} log returns / sigma)`,
  unit: LOG_RATIO,
  value: (h) => logRatio(h.realised(span), h.sigma),
});

const parkinson = (span: number): Feature => ({
  name: `parkinson_${span}`,
  definition: `ln(Parkinson volatility of ${span} candles / sigma)`,
  unit: LOG_RATIO,
  value: (h) => logRatio(h.parkinson(span), h.sigma),
});

const parkinsonRatio = (short: number, long: number): Feature => ({
  name: `parkinson_ratio_${short}_${long}`,
  definition: `ln(Parkinson volatility of ${short} candles / that of ${long})`,
  unit: LOG_RATIO,
  value: (h) => logRatio(h.parkinson(short), h.parkinson(long)),
});

const weighted = (halfLife: number): Feature => {
  const weights = decayWeights(halfLife);
  return {
    name: `weighted_${halfLife}`,
    definition: `ln(exponentially weighted volatility of half-life ${halfLife} / sigma)`,
    unit: LOG_RATIO,
    value: (h) => logRatio(h.weighted(weights), h.sigma),
  };
};

const downside = (span: number): Feature => ({
  name: `downside_${span}`,
  definition: `share of falling candles in the squared returns of ${span}, minus a half`,
  unit: 'share',
  value: (h) => ratio(h.downSquares[span] as number, h.squares[span] as number, 0.5) - 0.5,
});

const evenness = (span: number): Feature => ({
  name: `evenness_${span}`,
  definition: `mean absolute / root mean square log return of ${span} candles; low where few candles did it all`,
  unit: 'ratio',
  value: (h) => ratio((h.moves[span] as number) / span, h.realised(span)),
});

const autocorrelation = (span: number): Feature => ({
  name: `autocorrelation_${span}`,
  definition: `sum of products of neighbouring log returns / sum of squares, ${span} candles`,
  unit: 'correlation',
  value: (h) => ratio(h.products[span] as number, h.squares[span] as number),
});

/** Volatility that steps of `step` candles show, against that of single ones. */
const coarse = (step: number, span: number): Feature => ({
  name: `coarse_${step}_${span}`,
  definition: `ln(volatility per candle from log returns of ${step} candles / from those of one), last ${span} candles`,
  unit: LOG_RATIO,
  value: (h) => {
    let squares = 0;
    for (let back = 0; back < span; back += step) squares += h.ret(step, back) ** 2;
    return logRatio(Math.sqrt(squares / span), h.realised(span));
  },
});

/** Candles of the season that a timeframe shows: the day where it has more than a few candles, else the week. */
function seasonOf({ lengthMs }: History): number {
  const day = DAY_MS / lengthMs;
  return day > 12 ? day : 7 * day;
}

/** Mean over the `span` candles that followed this hour in each earlier season of the history. */
export function seasonal(h: History, span: number, valueOf: (h: History, back: number) => number): number {
  const season = seasonOf(h);
  let [sum, count] = [0, 0];
  for (let start = season; start <= SPAN; start += season) {
    for (let step = 1; step <= Math.min(span, season); step++, count++) sum += valueOf(h, start - step);
  }
  return count === 0 ? 0 : sum / count;
}

const varianceAt = (h: History, back: number): number => h.variance(back);

const seasonalVolatility = (span: number): Feature => ({
  name: `season_volatility_${span}`,
  definition: `ln(Parkinson volatility of the ${span} candles after this hour in earlier days, from 2h on weeks, / sigma)`,
  unit: LOG_RATIO,
  value: (h) => {
    const variance = seasonal(h, span, varianceAt);
    return variance === 0 ? 0 : logRatio(Math.sqrt(variance), h.sigma);
  },
});

function rangeSpread(h: History, span: number): number {
  let [sum, squares] = [0, 0];
  for (let back = 0; back < span; back++) {
    const variance = h.variance(back);
    sum += Math.sqrt(variance);
    squares += variance;
  }
  const mean = sum / span;
  return ratio(Math.sqrt(Math.max(0, squares / span - mean * mean)), mean);
}

export const VOLATILITY: readonly Feature[] = [
  {
    name: 'sigma_day',
    definition: 'ln of sigma (weighted volatility of log returns, half-life 96 candles) scaled to a day',
    unit: 'log',
    value: (h) => Math.log(Math.max(h.sigma * Math.sqrt(DAY_MS / h.lengthMs), 1e-6)),
  },
  ...[4, 8, 16, 32, 96, 288].map(realised),
  ...[1, 4, 8, 16, 32, 96].map(parkinson),
  parkinsonRatio(8, 32),
  ...[8, 24].map(weighted),
  {
    name: 'atr_ratio',
    definition: 'ln(ATR 14 / (close * sigma))',
    unit: LOG_RATIO,
    value: (h) => logRatio(lineOf(h.oscillators.atr), h.close() * h.sigma),
  },
  {
    name: 'bollinger_width',
    definition: 'ln((upper - middle) / (close * sigma)) of Bollinger 20 2',
    unit: LOG_RATIO,
    value: (h) => {
      const { bollinger } = h.oscillators;
      return logRatio(lineOf(bollinger, 1) - lineOf(bollinger), h.close() * h.sigma);
    },
  },
  {
    name: 'range_spread_32',
    definition: 'standard deviation / mean of the log ranges of 32 candles',
    unit: 'ratio',
    value: (h) => rangeSpread(h, 32),
  },
  ...[downside(32), downside(96), evenness(32), evenness(96), autocorrelation(32), autocorrelation(96)],
  ...[coarse(4, 96), coarse(16, 288), seasonalVolatility(8)],
];
