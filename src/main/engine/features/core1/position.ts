// Where the price stands: oscillators, ranges, trend and streaks, of candles and of the larger ones they make up.
import { type Feature, position, ratio } from '../feature.ts';
import type { History } from '../history.ts';
import { lineOf } from '../oscillators.ts';

const SIGNED = '-1..1';

/** Relative strength of `count` steps of `step` candles each, plain sums. */
const coarseStrength = (step: number, count: number): Feature => ({
  name: `strength_${step}x${count}`,
  definition: `net / total movement of ${count} steps of ${step} candles (RSI of a higher timeframe, simple sums)`,
  unit: SIGNED,
  value: (h) => {
    let total = 0;
    for (let place = 0; place < count; place++) total += Math.abs(h.ret(step, place * step));
    return ratio(h.ret(step * count), total);
  },
});

const rangePosition = (span: number): Feature => ({
  name: `range_position_${span}`,
  definition: `close between the lowest low and the highest high of ${span} candles`,
  unit: SIGNED,
  value: (h) => position(h.close(), h.lowest[span] as number, h.highest[span] as number),
});

/** Shape of the candle that the newest `span` candles make up. */
const body = (span: number): Feature => ({
  name: `body_${span}`,
  definition: `(close - open) / (high - low) of the last ${span} candles as one`,
  unit: SIGNED,
  value: (h) => ratio(h.close() - h.open(span - 1), (h.highest[span] as number) - (h.lowest[span] as number)),
});

const efficiency = (span: number): Feature => ({
  name: `efficiency_${span}`,
  definition: `log return over ${span} candles / sum of absolute ones`,
  unit: SIGNED,
  value: (h) => ratio(h.ret(span), h.moves[span] as number),
});

/** How many candles ago the extreme was, scaled. */
const sinceExtreme = (span: number, kind: 'high' | 'low'): Feature => ({
  name: `since_${kind}_${span}`,
  definition: `candles since the ${kind === 'high' ? 'highest high' : 'lowest low'} of ${span} / ${span}`,
  unit: 'share',
  value: (h) => {
    const extreme = (kind === 'high' ? h.highest : h.lowest)[span] as number;
    let back = 0;
    while (back < span - 1 && (kind === 'high' ? h.high(back) : h.low(back)) !== extreme) back++;
    return back / span;
  },
});

const LONGEST_STREAK = 12;

function streak(h: History): number {
  const sign = Math.sign(h.ret(1));
  if (sign === 0) return 0;
  let length = 1;
  while (length < LONGEST_STREAK && Math.sign(h.ret(1, length)) === sign) length++;
  return (sign * length) / LONGEST_STREAK;
}

export const POSITIONS: readonly Feature[] = [
  { name: 'rsi_14', definition: 'RSI 14 / 50 - 1', unit: SIGNED, value: (h) => lineOf(h.oscillators.rsi) / 50 - 1 },
  { name: 'adx_14', definition: 'ADX 14 / 100', unit: '0..1', value: (h) => lineOf(h.oscillators.adx) / 100 },
  {
    name: 'di_spread_14',
    definition: '(+DI 14 - -DI 14) / (+DI 14 + -DI 14)',
    unit: SIGNED,
    value: ({ oscillators: { adx } }) => ratio(lineOf(adx, 1) - lineOf(adx, 2), lineOf(adx, 1) + lineOf(adx, 2)),
  },
  {
    name: 'stochastic_14',
    definition: '%K of Stochastic 14 3 3 / 50 - 1',
    unit: SIGNED,
    value: (h) => lineOf(h.oscillators.stochastic) / 50 - 1,
  },
  {
    name: 'bollinger_position',
    definition: '(close - middle) / (upper - middle) of Bollinger 20 2',
    unit: 'half widths',
    value: (h) => {
      const { bollinger } = h.oscillators;
      return ratio(h.close() - lineOf(bollinger), lineOf(bollinger, 1) - lineOf(bollinger));
    },
  },
  ...[coarseStrength(4, 14), coarseStrength(16, 14)],
  ...[16, 56, 224].map(rangePosition),
  efficiency(16),
  ...[sinceExtreme(96, 'high'), sinceExtreme(96, 'low')],
  {
    name: 'streak',
    definition: `candles in a row that closed the same way, falling ones negative, at most ${LONGEST_STREAK}, / ${LONGEST_STREAK}`,
    unit: SIGNED,
    value: streak,
  },
];

export const SHAPE: readonly Feature[] = [
  ...[1, 4, 16].map(body),
  {
    name: 'upper_wick',
    definition: '(high - max(open, close)) / (high - low) of the newest candle',
    unit: '0..1',
    value: (h) => ratio(h.high() - Math.max(h.open(), h.close()), h.high() - h.low()),
  },
  {
    name: 'lower_wick',
    definition: '(min(open, close) - low) / (high - low) of the newest candle',
    unit: '0..1',
    value: (h) => ratio(Math.min(h.open(), h.close()) - h.low(), h.high() - h.low()),
  },
];
