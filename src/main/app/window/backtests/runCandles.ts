// The candles that a kept run has seen, beside its report: a file of fixed rows per symbol, read in pieces, never as a whole. So
// a run can be drawn whatever has become of the data it ran on.
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CandleColumns } from '../../../../shared/domain/candle.ts';
import { AppError } from '../../../../shared/errors.ts';
import { writeAtomically } from '../../../config/atomicFile.ts';

const INDEX_FILE = 'candles.json';
const FIELDS = ['openTime', 'open', 'high', 'low', 'close', 'volume'] as const;
const ROW_BYTES = FIELDS.length * Float64Array.BYTES_PER_ELEMENT;
/** Candles kept of one run, 48 bytes each; of a longer one the newest of each symbol. */
const MOST_KEPT = 1_000_000;
const ROWS_PER_PIECE = 8192;

const indexSchema = z.array(z.strictObject({ symbol: z.string(), file: z.string(), candles: z.int().min(0) }));

type RunColumns = Omit<CandleColumns, 'symbol' | 'timeframe'>;

/** Into the folder of a run that is being written. Rejects with `AppError` NOT_WRITABLE. */
export async function writeRunCandles(
  folder: string,
  series: readonly CandleColumns[],
  mostKept = MOST_KEPT,
): Promise<void> {
  const most = Math.floor(mostKept / Math.max(1, series.length));
  const index: z.output<typeof indexSchema> = [];
  for (const [place, columns] of series.entries()) {
    const first = Math.max(0, columns.openTime.length - most);
    const file = `candles-${String(place)}.f64`;
    await writeAtomically(join(folder, file), rowsOf(columns, first));
    index.push({ symbol: columns.symbol, file, candles: columns.openTime.length - first });
  }
  await writeAtomically(join(folder, INDEX_FILE), [JSON.stringify(index)]);
}

function* rowsOf(columns: CandleColumns, first: number): Generator<Uint8Array> {
  const { length } = columns.openTime;
  for (let start = first; start < length; start += ROWS_PER_PIECE) {
    const count = Math.min(ROWS_PER_PIECE, length - start);
    const piece = Buffer.alloc(count * ROW_BYTES);
    for (let row = 0; row < count; row++)
      for (const [place, field] of FIELDS.entries())
        piece.writeDoubleLE(columns[field][start + row] as number, row * ROW_BYTES + place * 8);
    yield piece;
  }
}

export interface RunCandleQuery {
  readonly symbol: string;
  /** Only candles that open before; undefined: up to the last. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The newest `limit` candles before `before`, ascending. Throws `AppError`: NOT_FOUND where none were kept, STORE where they cannot be read. */
export function readRunCandles(
  folder: string,
  { symbol, before, limit }: RunCandleQuery,
): { readonly columns: RunColumns; readonly hasMore: boolean } {
  const path = join(folder, INDEX_FILE);
  if (!existsSync(path))
    throw new AppError('NOT_FOUND', 'this run was kept without its candles; run it again to see them');
  try {
    const kept = indexSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).find((one) => one.symbol === symbol);
    if (kept === undefined) throw new AppError('NOT_FOUND', `the run has no candles of ${symbol}`);
    const file = openSync(join(folder, kept.file), 'r');
    try {
      const end = before === undefined ? kept.candles : firstFrom(file, kept.candles, before);
      const start = Math.max(0, end - limit);
      return { columns: columnsAt(file, start, end - start), hasMore: start > 0 };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('STORE', 'the candles of the run cannot be read', { cause: error });
  }
}

/** The first row that opens at `time` or later, by bisection of the file. */
function firstFrom(file: number, rows: number, time: number): number {
  let [low, high] = [0, rows];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bytesAt(file, middle * ROW_BYTES, 8).readDoubleLE(0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function columnsAt(file: number, start: number, count: number): RunColumns {
  const bytes = bytesAt(file, start * ROW_BYTES, count * ROW_BYTES);
  const column = (place: number): Float64Array =>
    Float64Array.from({ length: count }, (_, row) => bytes.readDoubleLE(row * ROW_BYTES + place * 8));
  return Object.fromEntries(FIELDS.map((field, place) => [field, column(place)])) as unknown as RunColumns;
}

function bytesAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const read = readSync(file, bytes, 0, length, position);
  if (read !== length)
    throw new Error(`expected ${String(length)} bytes at ${String(position)}, found ${String(read)}`);
  return bytes;
}
