// Candles for charts, on demand: the feed's history in the connection's own time, longer timeframes built of the base one where
// the feed has none. The last few series asked for are kept, so that scrolling and indicators do not ask again.
import type { Candle, CandleColumns } from '../../../shared/domain/candle.ts';
import { type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import { bucketOpen, isBuiltFrom, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { Aggregator } from '../../engine/market/aggregator.ts';
import type { EngineHost } from '../host/engineHost.ts';

export interface CandleQuery {
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  /** Only candles that open before; undefined: up to the newest closed one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Candles of one answer, and of one question to the feed. */
const AT_ONCE = 1000;
/** Candles kept over all series. */
const KEPT_SERIES = 8;

interface Kept {
  /** Open times [from, to) that have been asked for. */
  readonly from: number;
  readonly to: number;
  readonly candles: readonly Candle[];
}

export class CandleReader {
  private readonly kept = new Map<string, Kept>();

  /** The newest `limit` closed candles before `before`, ascending. Rejects with `AppError` where the feed cannot be asked. */
  async columns(host: EngineHost, query: CandleQuery): Promise<CandleColumns> {
    const { symbol, timeframe, limit } = query;
    const lengthMs = timeframeMs(timeframe);
    const newest = bucketOpen(host.core.clock, timeframe);
    const to = Math.min(newest, query.before === undefined ? newest : Math.ceil(query.before / lengthMs) * lengthMs);
    const from = Math.max(0, to - limit * lengthMs);
    const candles = await this.range(host, { symbol, timeframe, from, to });
    return toColumns(symbol, timeframe, candles);
  }

  private async range(host: EngineHost, range: Range): Promise<readonly Candle[]> {
    const key = `${host.id}|${range.symbol}|${range.timeframe}`;
    const known = this.kept.get(key);
    const isNear = known !== undefined && range.from <= known.to && range.to >= known.from;
    const next: Kept = isNear ? await extended(host, range, known) : { ...range, candles: await read(host, range) };
    this.kept.delete(key);
    this.kept.set(key, next);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_SERIES && oldest !== undefined) this.kept.delete(oldest);
    return next.candles.filter(({ openTime }) => openTime >= range.from && openTime < range.to);
  }
}

interface Range {
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly from: number;
  readonly to: number;
}

/** What is known with what is missing before and after it. */
async function extended(host: EngineHost, range: Range, known: Kept): Promise<Kept> {
  const before = range.from < known.from ? await read(host, { ...range, to: known.from }) : [];
  const after = range.to > known.to ? await read(host, { ...range, from: known.to }) : [];
  return {
    from: Math.min(range.from, known.from),
    to: Math.max(range.to, known.to),
    candles: before.length + after.length === 0 ? known.candles : [...before, ...known.candles, ...after],
  };
}

/** From the feed, in pieces so that others get their turn. */
async function read(host: EngineHost, range: Range): Promise<readonly Candle[]> {
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
  const candles: Candle[] = [];
  for (let start = from; start < to; start += pieceMs) {
    const piece = await feed.candles({
      ...{ symbol: range.symbol, timeframe: baseTimeframe },
      from: toEpochMs(start),
      to: toEpochMs(Math.min(to, start + pieceMs)),
    });
    for (const candle of piece) {
      if (built === undefined) candles.push(candle);
      else candles.push(...built.push(candle));
    }
  }
  return candles;
}

function toColumns(symbol: SymbolId, timeframe: Timeframe, candles: readonly Candle[]): CandleColumns {
  const column = (field: 'openTime' | 'open' | 'high' | 'low' | 'close' | 'volume'): Float64Array =>
    Float64Array.from(candles, (candle) => candle[field]);
  return {
    ...{ symbol, timeframe, openTime: column('openTime'), open: column('open'), high: column('high') },
    ...{ low: column('low'), close: column('close'), volume: column('volume') },
  };
}
