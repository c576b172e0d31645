// The candles of one timeframe out of a candle file of that timeframe or a shorter one, piece by piece.
import { AppError } from '../../../shared/errors.ts';
import { candleAt, type Candle, type CandleColumns } from '../../../shared/domain/candle.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import { isBuiltFrom, type Timeframe } from '../../../shared/time.ts';
import type { TerminalContext } from '../../config/commandContext.ts';
import { valueOf } from '../../config/valueOf.ts';
import { Aggregator } from '../../engine/market/aggregator.ts';
import { parseCandleFileName } from '../../store/candleFiles/candleFileName.ts';
import { readCandleFile } from '../../store/candleFiles/readCandleFile.ts';

export interface CandlesOptions {
  readonly candles: string;
  /** Wanted; the file's own or a multiple. */
  readonly timeframe: Timeframe;
  readonly symbol?: SymbolId;
}

/** The file as it is, once its candles can be put together to the timeframe; throws `AppError` BAD_INPUT. */
export async function readCandlesFor({ candles, timeframe, symbol }: CandlesOptions, signal: AbortSignal) {
  const named = parseCandleFileName(candles);
  const fileTimeframe = named.ok ? named.value.timeframe : timeframe;
  if (!isBuiltFrom(timeframe, fileTimeframe)) {
    throw new AppError('BAD_INPUT', `${candles}: ${timeframe} candles cannot be made of ${fileTimeframe} candles`);
  }
  return valueOf(await readCandleFile(candles, { symbol, timeframe: fileTimeframe, signal }));
}

/** Rows between two looks at the clock; a row takes some ten microseconds. */
const ROWS_PER_PIECE = 2000;

export interface CandlePiece {
  readonly candles: readonly Candle[];
  /** The row of the file that the piece ends before. */
  readonly end: number;
}

export async function* candlePieces(
  columns: CandleColumns,
  timeframe: Timeframe,
  { breathe }: Pick<TerminalContext, 'breathe'>,
): AsyncIterable<CandlePiece> {
  const { symbol, timeframe: base, openTime } = columns;
  const aggregator = new Aggregator({ symbol, base, timeframes: [timeframe] });
  for (let from = 0; from < openTime.length; from += ROWS_PER_PIECE) {
    await breathe();
    const end = Math.min(from + ROWS_PER_PIECE, openTime.length);
    const candles: Candle[] = [];
    for (let row = from; row < end; row++) {
      const candle = candleAt(columns, row);
      if (timeframe === base) candles.push(candle);
      else candles.push(...aggregator.push(candle));
    }
    yield { candles, end };
  }
}

/** Decimal digits that tell any two single-precision numbers apart. */
const SINGLE_DIGITS = 9;

/** A comma before each, and the shortest text that reads back as the same single-precision number. */
export function singleCells(values: Float32Array): string {
  let text = '';
  for (const value of values) text += `,${Number(value.toPrecision(SINGLE_DIGITS))}`;
  return text;
}
