// Parses the rows of a candle file from bytes as they come. Well-formed rows take a fast path that gives exactly what
// `Number(text)` gives; every other line is parsed as text, so that its problem can be told.
import { candleProblem, isSameCandle } from '../../engine/market/candleProblem.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { isoUtc, timeframeMs } from '../../../shared/time.ts';
import type { Problem } from '../../../shared/result.ts';
import type { SeriesKey } from '../ports/candleStore.ts';
import { ColumnBuilder } from './columnBuilder.ts';

/** The columns a file must begin with; more may follow and are not read. */
export const CANDLE_FILE_HEADER = 'timestamp,open,high,low,close,volume';
const FIELDS = ['timestamp', 'open', 'high', 'low', 'close', 'volume'] as const;
const MAX_LINE_BYTES = 64 * 1024;
const [NEWLINE, RETURN, COMMA, POINT, ZERO] = [10, 13, 44, 46, 48] as const;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Powers of ten that floats hold exactly: dividing an exact integer by one rounds once, as `Number(text)` does. */
const POW10 = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const MAX_EXACT = 1e15;

/** What a file holds. Times are open times in epoch ms. */
export interface CandleRowsReport {
  readonly columns: CandleColumns;
  /** Rows read, the header and blank lines not counted. */
  readonly rows: number;
  /** Rows left out, by line. */
  readonly problems: readonly { readonly line: number; readonly reason: string }[];
  /** Line of the first row that is older than the one before it. */
  readonly unsortedLine: number | undefined;
  /** Rows that repeat the candle before them. */
  readonly duplicates: number;
  readonly gaps: readonly Gap[];
  readonly zeroVolume: number;
}

/** `missing` candles from open time `from` on. */
export interface Gap {
  readonly from: number;
  readonly missing: number;
}

export class CandleRows {
  private readonly lengthMs: number;
  private readonly builder: ColumnBuilder;
  private readonly row = { openTime: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  private readonly last = { openTime: -1, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  private readonly problems: { line: number; reason: string }[] = [];
  private readonly gaps: Gap[] = [];
  private rest: Buffer = Buffer.alloc(0);
  /** Where the fast path stands in the buffer. */
  private at = 0;
  private line = 0;
  private rows = 0;
  private duplicates = 0;
  private zeroVolume = 0;
  private hasMoreColumns = false;
  private unsortedLine: number | undefined;

  constructor(key: SeriesKey) {
    this.lengthMs = timeframeMs(key.timeframe);
    this.builder = new ColumnBuilder(key);
  }

  /** Takes the next bytes of the file; a problem means that the file as a whole is none of ours. */
  push(chunk: Buffer): Problem | undefined {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    this.rest = bytes.subarray(end);
    if (this.rest.length > MAX_LINE_BYTES) {
      return { line: this.line + 1, message: `expected lines of text, found one of more than ${MAX_LINE_BYTES} bytes` };
    }
    return this.parse(bytes, end);
  }

  /** Takes the last line, should it not end in a newline, and gives the report. */
  finish(): Problem | CandleRowsReport {
    const problem = this.rest.length === 0 ? undefined : this.push(Buffer.from('\n'));
    if (problem !== undefined) return problem;
    if (this.line === 0) return { line: 1, message: `expected the header ${CANDLE_FILE_HEADER}, found an empty file` };
    const { rows, problems, unsortedLine, duplicates, gaps, zeroVolume } = this;
    return { columns: this.builder.build(), rows, problems, unsortedLine, duplicates, gaps, zeroVolume };
  }

  private parse(bytes: Buffer, end: number): Problem | undefined {
    let from = 0;
    while (from < end) {
      this.line += 1;
      this.at = from;
      if (this.line > 1 && this.rows > 0 && this.takeFast(bytes)) {
        from = this.at;
      } else {
        const newline = bytes.indexOf(NEWLINE, from);
        const problem = this.takeText(bytes.toString('utf8', from, newline).trim());
        if (problem !== undefined) return problem;
        from = newline + 1;
      }
    }
    return undefined;
  }

  /** Parses the line at `at` if it is six plain numbers, and moves to the next line; else leaves it to the text path. */
  private takeFast(bytes: Buffer): boolean {
    const { row } = this;
    row.openTime = this.number(bytes, COMMA);
    row.open = this.number(bytes, COMMA);
    row.high = this.number(bytes, COMMA);
    row.low = this.number(bytes, COMMA);
    row.close = this.number(bytes, COMMA);
    row.volume = this.number(bytes, NEWLINE);
    if (this.at === -1) return false;
    this.rows += 1;
    this.take();
    return true;
  }

  /** A plain number that ends in `until`; moves behind that, or to -1 for good if it is anything else. */
  private number(bytes: Buffer, until: number): number {
    let at = this.at;
    if (at === -1) return 0;
    let digit = (bytes[at] as number) - ZERO;
    let units = 0;
    let scale = 0;
    const start = at;
    while (digit >= 0 && digit <= 9) {
      units = units * 10 + digit;
      digit = (bytes[++at] as number) - ZERO;
    }
    if (digit === POINT - ZERO && at > start) {
      const point = at;
      digit = (bytes[++at] as number) - ZERO;
      while (digit >= 0 && digit <= 9) {
        units = units * 10 + digit;
        digit = (bytes[++at] as number) - ZERO;
      }
      scale = at - point - 1;
    }
    if (digit === RETURN - ZERO) at += 1;
    const isPlain = bytes[at] === until && at > start && units < MAX_EXACT && scale < POW10.length;
    this.at = isPlain ? at + 1 : -1;
    return scale === 0 ? units : units / (POW10[scale] as number);
  }

  private takeText(text: string): Problem | undefined {
    if (this.line === 1) return this.takeHeader(text);
    if (text === '') return undefined;
    this.rows += 1;
    const parsed = parseRow(text, this.hasMoreColumns);
    if (typeof parsed === 'string') {
      this.reject(parsed);
      return undefined;
    }
    Object.assign(this.row, parsed);
    const unit = this.rows === 1 ? wrongUnit(this.row.openTime) : undefined;
    if (unit !== undefined) return { line: this.line, message: unit };
    this.take();
    return undefined;
  }

  private takeHeader(text: string): Problem | undefined {
    const header = text.replace(/^\uFEFF/, '').toLowerCase();
    this.hasMoreColumns = header.startsWith(`${CANDLE_FILE_HEADER},`);
    if (header === CANDLE_FILE_HEADER || this.hasMoreColumns) return undefined;
    return {
      line: 1,
      message: `expected the header ${CANDLE_FILE_HEADER}, found ${JSON.stringify(text.slice(0, 80))}`,
    };
  }

  /** Judges `row` and keeps it if it is the next candle. */
  private take(): void {
    const problem = candleProblem(this.row, this.lengthMs);
    if (problem !== undefined) this.reject(problem);
    else if (this.row.openTime <= this.last.openTime) this.takeOld();
    else this.takeNext();
  }

  private takeNext(): void {
    const { row, last } = this;
    if (last.openTime !== -1 && row.openTime !== last.openTime + this.lengthMs) {
      const from = last.openTime + this.lengthMs;
      this.gaps.push({ from, missing: (row.openTime - from) / this.lengthMs });
    }
    if (row.volume === 0) this.zeroVolume += 1;
    this.builder.add(row);
    last.openTime = row.openTime;
    last.open = row.open;
    last.high = row.high;
    last.low = row.low;
    last.close = row.close;
    last.volume = row.volume;
  }

  private takeOld(): void {
    const { row, last } = this;
    if (isSameCandle(row, last)) {
      this.duplicates += 1;
    } else if (row.openTime === last.openTime) {
      this.reject(`expected the values of the row before it for the same timestamp ${row.openTime}, found others`);
    } else {
      this.unsortedLine ??= this.line;
      this.reject(`expected a timestamp after ${last.openTime} (${isoUtc(last.openTime)}), found ${row.openTime}`);
    }
  }

  private reject(reason: string): void {
    this.problems.push({ line: this.line, reason });
  }
}

function parseRow(text: string, hasMoreColumns: boolean): Record<string, number> | string {
  const fields = text.split(',');
  if (fields.length < FIELDS.length || (fields.length > FIELDS.length && !hasMoreColumns)) {
    return `expected ${FIELDS.length} fields, found ${fields.length}`;
  }
  const row: Record<string, number> = {};
  for (const [place, name] of FIELDS.entries()) {
    const field = (fields[place] as string).trim();
    if (!NUMBER.test(field)) return `expected a number for ${name}, found ${JSON.stringify(field.slice(0, 40))}`;
    row[name === 'timestamp' ? 'openTime' : name] = Number(field) + 0; // no -0
  }
  return row;
}

/** Times between 2000 and 2100 in another unit than milliseconds: never scaled silently. */
function wrongUnit(timestamp: number): string | undefined {
  const units = { seconds: 1e-3, microseconds: 1e3, nanoseconds: 1e6 };
  const found = Object.entries(units).find(
    ([, perMs]) => timestamp >= 946_684_800_000 * perMs && timestamp < 4_102_444_800_000 * perMs,
  );
  if (found === undefined) return undefined;
  return `expected timestamps in epoch milliseconds, found ${timestamp}, which looks like ${found[0]}: convert the column`;
}
