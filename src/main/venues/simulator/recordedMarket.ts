// Recorded candles as a source of prices. Between open and close goes a made-up path on the tick grid that touches high and low.
import { need } from '../../../shared/assert.ts';
import { type Candle, candleAt, type CandleColumns } from '../../../shared/domain/candle.ts';
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { AppError } from '../../../shared/errors.ts';
import { type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { createRng, type Rng } from '../../engine/kernel/rng.ts';
import { pathWithin } from '../../engine/paper/simulator/gridCandle.ts';
import type { CandleRange } from '../ports.ts';
import type { Bucket, MarketRow, MarketSource, Quote } from './marketSource.ts';

export interface RecordedMarketOptions {
  readonly candles: readonly CandleColumns[];
  readonly instruments: readonly Instrument[];
  readonly warmUpCandles: number;
  readonly steps: number;
}

interface Track {
  readonly columns: CandleColumns;
  readonly grid: Grid;
  readonly rng: Rng;
  next: number;
}

/** Prices are `ticks x tickUnits / perUnit`: of whole numbers, so that they come out as the floats of their decimals. */
interface Grid {
  readonly tickUnits: number;
  readonly perUnit: number;
  readonly lot: number;
}

const SPREAD_BPS = 1;
/** Usual size at the best price, as a share of what the candle traded from one mark to the next. */
const DEPTH_SHARE = 0.5;

export class RecordedMarket implements MarketSource {
  readonly timeframe: Timeframe;
  readonly startAt: EpochMs;
  readonly identity: string;
  readonly steps: number;
  private readonly lengthMs: number;
  private readonly tracks: readonly Track[];

  constructor({ candles, instruments, warmUpCandles, steps }: RecordedMarketOptions) {
    const sorted = candles.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1));
    this.timeframe = timeframeOf(sorted);
    this.steps = steps;
    this.lengthMs = timeframeMs(this.timeframe);
    this.startAt = startOf(sorted, warmUpCandles);
    this.identity = JSON.stringify([this.timeframe, this.startAt, ...sorted.map(identityOf)]);
    this.tracks = sorted.map((columns) => {
      const instrument = instruments.find(({ symbol }) => symbol === columns.symbol);
      const grid = gridOf(need(instrument, 'an instrument', columns.symbol));
      return { columns, grid, rng: createRng(`recorded ${columns.symbol}`), next: 0 };
    });
    this.seek(this.startAt);
  }

  nextBucket(): Bucket | undefined {
    let openTime = Infinity;
    for (const { columns, next } of this.tracks) openTime = Math.min(openTime, columns.openTime[next] ?? Infinity);
    if (openTime === Infinity) return undefined;
    const rows: MarketRow[] = [];
    for (const track of this.tracks) {
      if (track.columns.openTime[track.next] !== openTime) continue;
      const candle = candleAt(track.columns, track.next++);
      rows.push({ symbol: candle.symbol, candle, quote: route(track, candle, this.steps) });
    }
    return { openTime: toEpochMs(openTime), rows };
  }

  seek(time: EpochMs): void {
    const open = Math.max(this.startAt, time - this.lengthMs);
    for (const track of this.tracks) track.next = firstFrom(track.columns.openTime, open);
  }

  candles({ symbol, timeframe, from, to }: CandleRange, now: EpochMs): readonly Candle[] {
    const track = this.tracks.find(({ columns }) => columns.symbol === symbol);
    if (track === undefined || timeframe !== this.timeframe) {
      const known = this.tracks.map(({ columns }) => columns.symbol).join(' ');
      throw new AppError('NOT_FOUND', `expected candles of ${known} ${this.timeframe}, found ${symbol} ${timeframe}`);
    }
    const { columns } = track;
    const first = firstFrom(columns.openTime, from);
    const end = firstFrom(columns.openTime, Math.min(to, now - this.lengthMs + 1));
    return Array.from({ length: Math.max(0, end - first) }, (_, i) => candleAt(columns, first + i));
  }
}

function timeframeOf(candles: readonly CandleColumns[]): Timeframe {
  const timeframe = candles[0]?.timeframe;
  if (timeframe === undefined) {
    throw new AppError('BAD_INPUT', 'expected at least one candle file to replay: name some in replay.candles');
  }
  const odd = candles.find((columns) => columns.timeframe !== timeframe);
  if (odd === undefined) return timeframe;
  throw new AppError(
    'BAD_INPUT',
    `expected recorded candles of one timeframe, found ${timeframe} and ${odd.timeframe} (${odd.symbol}): replay them one by one`,
  );
}

/** The open of the earliest candle that is not history. */
function startOf(candles: readonly CandleColumns[], warmUpCandles: number): EpochMs {
  const start = Math.min(...candles.map(({ openTime }) => openTime[warmUpCandles] ?? Infinity));
  if (start < Infinity) return toEpochMs(start);
  const longest = Math.max(...candles.map(({ openTime }) => openTime.length));
  throw new AppError(
    'BAD_INPUT',
    `expected more than ${String(warmUpCandles)} recorded candles, found ${String(longest)}: take a longer file, or fewer with replay.warmUpCandles`,
  );
}

/** Enough of a series to know it again. */
function identityOf({ symbol, openTime, close, volume }: CandleColumns): readonly unknown[] {
  let sum = 0;
  for (let i = 0; i < close.length; i++) sum = (sum * 31 + (close[i] as number) + (volume[i] as number)) % 1e9;
  return [symbol, openTime[0], openTime.at(-1), openTime.length, sum];
}

/** Index of the first time at or after `from`. */
function firstFrom(openTime: Float64Array, from: number): number {
  let [low, high] = [0, openTime.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((openTime[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function gridOf({ tickSize, lotSize }: Instrument): Grid {
  const decimals = tickSize.toString().split('.')[1]?.length ?? 0;
  const perUnit = 10 ** decimals;
  return { tickUnits: Math.round(tickSize.toNumber() * perUnit), perUnit, lot: lotSize.toNumber() };
}

function route({ grid, rng }: Track, candle: Candle, steps: number): (step: number) => Quote {
  let path: Float64Array | undefined;
  const toTicks = (price: number): number => Math.max(2, Math.round((price * grid.perUnit) / grid.tickUnits));
  const stream = rng.fork(String(candle.openTime));
  return (step) => {
    path ??= pathWithin(
      {
        ...{ open: toTicks(candle.open), high: toTicks(candle.high) },
        ...{ low: toTicks(candle.low), close: toTicks(candle.close), volume: 0 },
      },
      steps,
      stream.fork('path'),
    );
    return quoteAt(path[step] as number, { grid, volume: candle.volume / steps }, stream.fork(`quote ${String(step)}`));
  };
}

/** `last` is the bid or the ask. */
function quoteAt(ticks: number, { grid, volume }: { grid: Grid; volume: number }, rng: Rng): Quote {
  const spread = Math.max(1, Math.round(ticks * SPREAD_BPS * 1e-4 * Math.exp(0.3 * rng.gaussian())));
  const bid = rng.next() < 0.5 || ticks <= spread ? ticks : ticks - spread;
  const priceOf = (at: number): number => (at * grid.tickUnits) / grid.perUnit;
  const size = (): number => {
    const lots = (volume * DEPTH_SHARE * Math.exp(0.5 * rng.gaussian())) / grid.lot;
    return Math.max(1, Math.round(lots)) * grid.lot;
  };
  return { bid: priceOf(bid), ask: priceOf(bid + spread), last: priceOf(ticks), bidSize: size(), askSize: size() };
}
