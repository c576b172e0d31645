// Candles for charts, on demand: the feed's history in the connection's own time, longer timeframes built of the base one where
// the feed has none. The last few series asked for are kept, so that scrolling and indicators do not ask again.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import { bucketOpen, isBuiltFrom, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { Aggregator } from '../../engine/market/aggregator.ts';
import { ColumnBuilder } from '../../store/candleFiles/columnBuilder.ts';
import type { EngineHost } from '../host/engineHost.ts';

export interface CandleQuery {
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  /** Only candles that open before; undefined: up to the newest closed one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Candles of one question to the feed. */
const AT_ONCE = 1000;
/** Questions before others get their turn. */
const BREATH = 5;
/** Each a few megabytes at most: a chart holds some twenty thousand candles. */
const KEPT_SERIES = 8;

type Numbers = Pick<CandleColumns, (typeof FIELDS)[number]>;
const FIELDS = ['openTime', 'open', 'high', 'low', 'close', 'volume'] as const;

interface Kept {
  /** Open times [from, to) that have been asked for. */
  readonly from: number;
  readonly to: number;
  readonly numbers: Numbers;
}

export class CandleReader {
  private readonly kept = new Map<string, Kept>();
  /** The newest reading of each series: the next one waits for it, and finds what it has brought. */
  private readonly readings = new Map<string, Promise<unknown>>();

  /** The newest `limit` closed candles before `before`, ascending, as copies. Rejects with `AppError` where the feed cannot be asked. */
  async columns(host: EngineHost, query: CandleQuery): Promise<CandleColumns> {
    const { symbol, timeframe, limit } = query;
    const to = endOf(host, query);
    const from = Math.max(0, to - limit * timeframeMs(timeframe));
    const key = `${host.id}|${symbol}|${timeframe}`;
    const reading = (this.readings.get(key) ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.range(host, { symbol, timeframe, from, to }, key));
    this.readings.set(key, reading);
    try {
      return { symbol, timeframe, ...(await reading) };
    } finally {
      if (this.readings.get(key) === reading) this.readings.delete(key);
    }
  }

  private async range(host: EngineHost, range: Range, key: string): Promise<Numbers> {
    const known = this.kept.get(key);
    const isNear = known !== undefined && range.from <= known.to && range.to >= known.from;
    const next = isNear ? await extended(host, range, known) : keptOf(range, await read(host, range));
    this.kept.delete(key);
    this.kept.set(key, next);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_SERIES && oldest !== undefined) this.kept.delete(oldest);
    const { openTime } = next.numbers;
    const [start, end] = [indexOf(openTime, range.from), indexOf(openTime, range.to)];
    return eachField((field) => next.numbers[field].slice(start, end));
  }
}

/** Where the candles of a query end: the newest closed one, or the one before its time. */
export function endOf(
  { core }: EngineHost,
  { timeframe, before = Infinity }: Omit<CandleQuery, 'limit' | 'symbol'>,
): number {
  const lengthMs = timeframeMs(timeframe);
  return Math.min(bucketOpen(core.clock, timeframe), Math.ceil(before / lengthMs) * lengthMs);
}

interface Range {
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly from: number;
  readonly to: number;
}

const eachField = (make: (field: (typeof FIELDS)[number]) => Float64Array): Numbers =>
  Object.fromEntries(FIELDS.map((field) => [field, make(field)])) as unknown as Numbers;

/** Of the first candle that opens at `time` or later. */
function indexOf(openTime: Float64Array, time: number): number {
  let [low, high] = [0, openTime.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((openTime[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is known with what is missing before and after it. */
async function extended(host: EngineHost, range: Range, known: Kept): Promise<Kept> {
  const before = range.from < known.from ? await read(host, { ...range, to: known.from }) : undefined;
  const after = range.to > known.to ? await read(host, { ...range, from: known.to }) : undefined;
  const parts = [before, known.numbers, after].filter((part) => part !== undefined);
  const from = Math.min(range.from, known.from);
  if (parts.length === 1) return { ...known, from };
  return keptOf({ timeframe: range.timeframe, from, to: known.to }, joined(parts));
}

/** Up to its last candle: a venue may publish its newest one a little late, and what is missing at the end is asked for again. */
function keptOf({ timeframe, from, to }: Pick<Range, 'timeframe' | 'from' | 'to'>, numbers: Numbers): Kept {
  const last = numbers.openTime.at(-1);
  return { from, to: last === undefined ? Math.min(from, to) : last + timeframeMs(timeframe), numbers };
}

function joined(parts: readonly Numbers[]): Numbers {
  const length = parts.reduce((sum, { openTime }) => sum + openTime.length, 0);
  return eachField((field) => {
    const whole = new Float64Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set(part[field], at);
      at += part[field].length;
    }
    return whole;
  });
}

/** From the feed, in pieces so that others get their turn. */
async function read(host: EngineHost, range: Range): Promise<Numbers> {
  const { baseTimeframe, feed } = host.connection;
  const { timeframe, from, to } = range;
  if (timeframe !== baseTimeframe && !isBuiltFrom(timeframe, baseTimeframe))
    throw new AppError(
      'NOT_FOUND',
      `${timeframe} candles cannot be built from the ${baseTimeframe} candles of ${host.id}`,
    );
  const built =
    timeframe === baseTimeframe
      ? undefined
      : new Aggregator({ symbol: range.symbol, base: baseTimeframe, timeframes: [timeframe] });
  const pieceMs = AT_ONCE * timeframeMs(baseTimeframe);
  const columns = new ColumnBuilder({ source: host.id, symbol: range.symbol, timeframe });
  let asked = 0;
  for (let start = from; start < to; start += pieceMs) {
    const piece = await feed.candles({
      ...{ symbol: range.symbol, timeframe: baseTimeframe },
      from: toEpochMs(start),
      to: toEpochMs(Math.min(to, start + pieceMs)),
    });
    for (const candle of piece) {
      if (built === undefined) columns.add(candle);
      else for (const longer of built.push(candle)) columns.add(longer);
    }
    // A feed that has its candles at hand answers at once.
    asked += 1;
    if (asked % BREATH === 0) await nextTurn();
  }
  return columns.build();
}
