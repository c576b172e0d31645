// Made-up markets for the window's fake: candles of a seeded walk, coarser ones built of them. Always SIMULATED.
import { createRng } from '../../../src/main/engine/kernel/rng.ts';
import { type Timeframe, timeframeMs } from '../../../src/shared/time.ts';

export const CONNECTION = 'simulator';
export const SYMBOLS = ['BTC/USDT:USDT', 'ETH/USDT:USDT', 'SOL/USDT:USDT'] as const;
export const TIMEFRAMES = ['15m', '1h', '4h'] as const satisfies readonly Timeframe[];
/** The connection's clock when the window opens. */
export const NOW = Date.UTC(2026, 2, 14, 15, 52);
export const DAY = 86_400_000;

const START_PRICE: Readonly<Record<string, number>> = {
  'BTC/USDT:USDT': 61_500,
  'ETH/USDT:USDT': 3_240,
  'SOL/USDT:USDT': 142,
};
const BASE_CANDLES = 6_000;

export interface FakeCandle {
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const round = (price: number): number => Number(price.toPrecision(7));

function walk(symbol: string): readonly FakeCandle[] {
  const rng = createRng(`fake ${symbol}`);
  const length = timeframeMs('15m');
  const end = Math.floor(NOW / length) * length;
  let price = START_PRICE[symbol] ?? 100;
  let volatility = 0.0022;
  return Array.from({ length: BASE_CANDLES }, (_, index) => {
    volatility = Math.max(0.0009, volatility * (1 + 0.08 * rng.gaussian()) * 0.97 + 0.00007);
    const open = price;
    const close = open * Math.exp(volatility * rng.gaussian() + 0.000012);
    const reach = volatility * open * 0.6;
    price = close;
    return {
      openTime: end - (BASE_CANDLES - index) * length,
      open: round(open),
      high: round(Math.max(open, close) + reach * rng.next()),
      low: round(Math.min(open, close) - reach * rng.next()),
      close: round(close),
      volume: Number(((60 + 240 * rng.next()) * (volatility / 0.002)).toFixed(3)),
    };
  }).filter(({ openTime }) => openTime < end - 300 * length || openTime >= end - 292 * length);
}

function build(candles: readonly FakeCandle[], timeframe: Timeframe): readonly FakeCandle[] {
  const length = timeframeMs(timeframe);
  const buckets = new Map<number, FakeCandle>();
  for (const candle of candles) {
    const openTime = Math.floor(candle.openTime / length) * length;
    const known = buckets.get(openTime);
    buckets.set(openTime, {
      openTime,
      open: known?.open ?? candle.open,
      high: Math.max(known?.high ?? 0, candle.high),
      low: Math.min(known?.low ?? Infinity, candle.low),
      close: candle.close,
      volume: Number(((known?.volume ?? 0) + candle.volume).toFixed(3)),
    });
  }
  return [...buckets.values()].filter(({ openTime }) => openTime + length <= NOW);
}

const walks = new Map<string, readonly FakeCandle[]>();

/** Closed candles, ascending; the 15-minute ones have one outage. */
export function candlesOf(symbol: string, timeframe: Timeframe): readonly FakeCandle[] {
  const key = `${symbol} ${timeframe}`;
  const known = walks.get(key);
  if (known !== undefined) return known;
  const made = timeframe === '15m' ? walk(symbol) : build(candlesOf(symbol, '15m'), timeframe);
  walks.set(key, made);
  return made;
}

export const lastPrice = (symbol: string): number => candlesOf(symbol, '15m').at(-1)?.close ?? 100;

/** Missing spans of a page of candles. */
export function gapsOf(candles: readonly FakeCandle[], timeframe: Timeframe) {
  const length = timeframeMs(timeframe);
  return candles.flatMap((candle, index) => {
    const before = candles[index - 1];
    const from = before === undefined ? candle.openTime : before.openTime + length;
    return from < candle.openTime ? [{ from, to: candle.openTime, isOutage: true }] : [];
  });
}

/** The newest `limit` that open before `before`. */
export function pageOfCandles(
  symbol: string,
  timeframe: Timeframe,
  { before = Infinity, limit = 1000 }: { readonly before?: number | undefined; readonly limit?: number },
): { readonly page: readonly FakeCandle[]; readonly hasMore: boolean } {
  const older = candlesOf(symbol, timeframe).filter(({ openTime }) => openTime < before);
  return { page: older.slice(-limit), hasMore: older.length > limit };
}

/** Plain moving mean: enough for a picture. */
function mean(values: readonly number[], period: number): (number | null)[] {
  let sum = 0;
  return values.map((value, index) => {
    sum += value - (values[index - period] ?? 0);
    return index < period - 1 ? null : sum / period;
  });
}

function strength(values: readonly number[], period: number): (number | null)[] {
  let [gain, loss] = [0, 0];
  return values.map((value, index) => {
    const change = index === 0 ? 0 : value - (values[index - 1] ?? value);
    gain += (Math.max(0, change) - gain) / period;
    loss += (Math.max(0, -change) - loss) / period;
    return index < period ? null : gain + loss === 0 ? 50 : (100 * gain) / (gain + loss);
  });
}

export interface FakeColumn {
  readonly spec: string;
  readonly id: string;
  readonly line: string;
  readonly place: 'price' | 'pane';
  readonly values: readonly (number | null)[];
}

/** Lines of an indicator over candles, good enough to look at. */
export function indicatorColumns(spec: string, candles: readonly FakeCandle[]): readonly FakeColumn[] {
  const [name = '', ...params] = spec.split(':');
  const closes = candles.map(({ close }) => close);
  const period = Number(params[0] ?? 14);
  const id = spec.replaceAll(':', '_');
  const column = (line: string, place: 'price' | 'pane', values: readonly (number | null)[]): FakeColumn => ({
    spec,
    id: line === 'value' ? id : `${id}_${line}`,
    line,
    place,
    values,
  });
  if (name === 'sma' || name === 'ema') return [column('value', 'price', mean(closes, period))];
  if (name === 'bollinger') {
    const middle = mean(closes, period);
    const band = (side: number) => middle.map((value) => (value === null ? null : value * (1 + side * 0.012)));
    return [column('upper', 'price', band(1)), column('middle', 'price', middle), column('lower', 'price', band(-1))];
  }
  if (name === 'macd') {
    const [fast, slow] = [mean(closes, 12), mean(closes, 26)];
    const macd = closes.map((_, index) => (slow[index] === null ? null : (fast[index] ?? 0) - (slow[index] ?? 0)));
    const signal = mean(
      macd.map((value) => value ?? 0),
      9,
    );
    const histogram = macd.map((value, index) => (value === null ? null : value - (signal[index] ?? 0)));
    return [column('macd', 'pane', macd), column('signal', 'pane', signal), column('histogram', 'pane', histogram)];
  }
  return [column('value', 'pane', strength(closes, period))];
}
