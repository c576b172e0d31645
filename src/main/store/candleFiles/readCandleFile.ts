// Reads a candle file: CSV, gzip by its first bytes, in pieces, so that memory holds the columns and little more.
import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import { fail, ok, type Problem, type Result } from '../../../shared/result.ts';
import { systemErrorText } from '../../config/systemError.ts';
import type { SeriesKey } from '../ports/candleStore.ts';
import { type SeriesOptions, seriesOfFile } from './candleFileName.ts';
import { CandleRows, type CandleRowsReport } from './candleRows.ts';

const READ_BYTES = 1 << 20;
const INFLATE_BYTES = 1 << 18;
const MAX_REJECTED_SHARE = 0.01;

export interface ReadCandleFileOptions extends SeriesOptions {
  /** Bytes of the file read so far, and its size. */
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CandleFile extends CandleRowsReport {
  readonly key: SeriesKey;
}

/** A file fit for use: ascending, at most 1 % of its rows rejected. The problem names file and line. */
export async function readCandleFile(path: string, options: ReadCandleFileOptions = {}): Promise<Result<CandleFile>> {
  const file = await inspectCandleFile(path, options);
  if (!file.ok) return file;
  const problem = whyUnfit(file.value);
  return problem === undefined ? file : fail({ file: path, ...problem });
}

function whyUnfit({ rows, columns, problems, unsortedLine }: CandleFile): Problem | undefined {
  const [first] = problems;
  if (unsortedLine !== undefined) {
    const reason = problems.find(({ line }) => line === unsortedLine)?.reason ?? '';
    return { line: unsortedLine, message: `rows are not in ascending order: ${reason}; sort the file by timestamp` };
  }
  if (first !== undefined && problems.length > rows * MAX_REJECTED_SHARE) {
    const share = `${problems.length} of ${rows} rows rejected, at most 1 % allowed`;
    return { line: first.line, message: `${first.reason} (${share})` };
  }
  return columns.openTime.length === 0 ? { message: 'expected candles after the header, found none' } : undefined;
}

/** Whatever is in the file, for a quality report: only what is no candle file at all is a problem. */
export async function inspectCandleFile(
  path: string,
  { onProgress, signal, ...series }: ReadCandleFileOptions = {},
): Promise<Result<CandleFile>> {
  const key = seriesOfFile(path, series);
  if (!key.ok) return existsSync(path) ? key : fail({ message: `${path} does not exist` });
  const parser = new CandleRows(key.value);
  try {
    const { size, isGzip } = await lookAt(path);
    const source = createReadStream(path, { highWaterMark: READ_BYTES });
    const unpack = isGzip ? createGunzip({ chunkSize: INFLATE_BYTES }) : new PassThrough();
    const parse = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of chunks) {
        const problem = parser.push(chunk);
        if (problem !== undefined) throw new NotCandles(problem);
        onProgress?.(source.bytesRead, size);
      }
    };
    await pipeline(source, unpack, parse, signal === undefined ? {} : { signal });
  } catch (error) {
    return fail(problemOf(error, path));
  }
  const report = parser.finish();
  return 'message' in report ? fail({ file: path, ...report }) : ok({ key: key.value, ...report });
}

/** Ends the reading of a file that holds no candles. */
class NotCandles extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

async function lookAt(path: string): Promise<{ readonly size: number; readonly isGzip: boolean }> {
  const handle = await open(path);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return { size: (await handle.stat()).size, isGzip: bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b };
  } finally {
    await handle.close();
  }
}

function problemOf(error: unknown, path: string): Problem {
  if (error instanceof NotCandles) return { file: path, ...error.problem };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ABORT_ERR') throw new AppError('CANCELED', `stopped while reading ${path}`, { cause: error });
  if (code === 'Z_BUF_ERROR')
    return { file: path, message: 'the gzip data end too early: the file is truncated, fetch it again' };
  if (code.startsWith('Z_'))
    return { file: path, message: `the gzip data are damaged (${code}): fetch the file again` };
  if (code === '') throw error;
  return { message: systemErrorText(error, path) };
}
