// Writes a candle file: canonical number text, gzip for names that end in `.gz`, whole or not at all.
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { AppError } from '../../../shared/errors.ts';
import { Decimal } from '../../../shared/money.ts';
import { makeFolder } from '../../config/makeFolder.ts';
import { systemErrorText } from '../../config/systemError.ts';
import { CANDLE_FILE_HEADER } from './candleRows.ts';

const ROWS_PER_CHUNK = 5_000;

export interface WriteCandleFileOptions {
  readonly onProgress?: ((doneRows: number, totalRows: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Replaces `path` by a file that reads back as the same candles. Throws `AppError` NOT_WRITABLE or CANCELED. */
export async function writeCandleFile(
  path: string,
  candles: CandleColumns,
  { onProgress, signal }: WriteCandleFileOptions = {},
): Promise<void> {
  const total = candles.openTime.length;
  function* chunks(): Generator<string> {
    yield `${CANDLE_FILE_HEADER}\n`;
    for (let from = 0; from < total; from += ROWS_PER_CHUNK) {
      const to = Math.min(from + ROWS_PER_CHUNK, total);
      yield rowsText(candles, from, to);
      onProgress?.(to, total);
    }
  }
  // In the same folder, so that the rename is atomic.
  const draft = `${path}.${process.pid}.part`;
  try {
    makeFolder(dirname(path));
    const pack = path.endsWith('.gz') ? createGzip() : new PassThrough();
    const stages = [Readable.from(chunks()), pack, createWriteStream(draft)] as const;
    await pipeline(...stages, signal === undefined ? {} : { signal });
    await flush(draft);
    await rename(draft, path);
  } catch (error) {
    if (existsSync(draft)) await rm(draft);
    if (signal?.aborted === true)
      throw new AppError('CANCELED', `stopped before ${path} was written`, { cause: error });
    throw new AppError('NOT_WRITABLE', `expected to write ${path}: ${systemErrorText(error)}`, { cause: error });
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function rowsText(candles: CandleColumns, from: number, to: number): string {
  const { openTime, open: opens, high, low, close, volume } = candles;
  let text = '';
  for (let i = from; i < to; i++) {
    text += `${numberText(openTime[i])},${numberText(opens[i])},${numberText(high[i])},`;
    text += `${numberText(low[i])},${numberText(close[i])},${numberText(volume[i])}\n`;
  }
  return text;
}

/** The shortest plain notation that reads back as the same float. */
function numberText(value = NaN): string {
  const text = String(value);
  return text.includes('e') ? Decimal.fromNumber(value).toString() : text;
}
