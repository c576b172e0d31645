// Funding rate files: CSV `timestamp,funding_rate`, optionally gzip, named <exchange>_<SYMBOL>_funding.csv[.gz].
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { toEpochMs } from '../../shared/domain/ids.ts';
import { AppError } from '../../shared/errors.ts';
import { fail, ok, problemText, type Result } from '../../shared/result.ts';
import { systemErrorText } from '../config/systemError.ts';
import type { FundingRate } from '../engine/paper/paperAccount.ts';

const HEADER = 'timestamp,funding_rate';

export interface FundingFile {
  /** As the file name spells it: `BTCUSDT`. */
  readonly market: string;
  /** Ascending. */
  readonly rates: readonly FundingRate[];
}

/** Throws `AppError` with file and line. */
export function readFundingFile(file: string): FundingFile {
  const market = /^[A-Za-z0-9]+_([A-Z0-9]+)_funding\.csv(?:\.gz)?$/.exec(basename(file))?.[1];
  if (market === undefined) {
    throw new AppError(
      'BAD_INPUT',
      `${file}: expected a name such as binanceusdm_BTCUSDT_funding.csv, which tells the symbol`,
    );
  }
  const rates = parseFundingRates(readText(file));
  if (!rates.ok) throw new AppError('BAD_INPUT', problemText({ ...rates.error, file }));
  return { market, rates: rates.value };
}

function readText(file: string): string {
  try {
    const bytes = readFileSync(file);
    return (bytes.readUInt16BE(0) === 0x1f8b ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new AppError('NOT_FOUND', `funding file ${systemErrorText(error, file)}`, { cause: error });
  }
}

/** Rows of `timestamp,funding_rate`, strictly ascending. */
export function parseFundingRates(text: string): Result<readonly FundingRate[]> {
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  if (header.trim() !== HEADER) {
    return fail({ message: `expected the header ${HEADER}, found ${JSON.stringify(header.slice(0, 60))}`, line: 1 });
  }
  const rates: FundingRate[] = [];
  for (const [index, line] of lines.entries()) {
    const match = /^(\d{9,15}),(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.exec(line.trim());
    const at = Number(match?.[1]);
    if (match === null || at <= (rates.at(-1)?.at ?? 0)) {
      const expected = match === null ? 'epoch ms and a rate' : 'a later time than in the row before';
      return fail({ message: `expected ${expected}, found ${JSON.stringify(line.slice(0, 60))}`, line: index + 2 });
    }
    rates.push({ at: toEpochMs(at), rate: Number(match[2]) });
  }
  return ok(rates);
}
