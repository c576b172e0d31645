// The work of `indications export`: a candle file in, a CSV of indicator values and chart overlays out.
import { resolve } from 'node:path';
import { writeAtomically } from '../../config/atomicFile.ts';
import type { CommandContext, CommandOutcome } from '../../config/commandContext.ts';
import { IndicationSet, parseIndicationSet, visitIndications } from '../../engine/indications/indicationSet.ts';
import { computeOverlay, overlayColumns, parseOverlay, type OverlaySpec } from '../../engine/indications/overlays.ts';
import { readCandleFile } from '../../store/candleFiles/readCandleFile.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import { isSimulatedSource } from '../../../shared/domain/simulated.ts';
import type { Timeframe } from '../../../shared/time.ts';
import { AppError } from '../../../shared/errors.ts';
import { seriesText } from '../data/seriesText.ts';
import { groupDigits } from '../../../shared/groupDigits.ts';
import { valueOf } from '../../config/valueOf.ts';

export interface ExportOptions {
  readonly candles: string;
  readonly set?: string;
  /** Each `name:parameter:…`. */
  readonly overlay?: readonly string[];
  readonly out: string;
  readonly symbol?: SymbolId;
  readonly timeframe?: Timeframe;
}

const ROWS_PER_PIECE = 5000;

export async function exportIndications(options: ExportOptions, context: CommandContext): Promise<CommandOutcome> {
  const set = new IndicationSet(options.set === undefined ? [] : valueOf(parseIndicationSet(options.set)));
  const overlays = (options.overlay ?? []).map((entry) => valueOf(parseOverlay(entry)));
  const columns = [...set.columns, ...overlays.flatMap(overlayColumns)];
  refuseTwins(columns);
  const read = await readCandleFile(options.candles, { ...options, signal: context.signal });
  const { key, columns: candles } = valueOf(read);
  const extras: Float64Array[] = [];
  for (const overlay of overlays) extras.push(...(await linesOf(overlay, candles, context)));
  const rows = candles.openTime.length;
  const path = resolve(options.out);
  await writeAtomically(path, csv({ candles, set, columns, extras }, context));
  const answer = { file: path, simulated: isSimulatedSource(key.source), rows, columns, set: set.text };
  context.out.answer(answer, () => `${seriesText(key)}: ${groupDigits(rows)} rows written to ${path}`);
  return 0;
}

function refuseTwins(columns: readonly string[]): void {
  const twin = columns.find((column, place) => columns.indexOf(column) !== place);
  if (twin !== undefined) throw new AppError('BAD_INPUT', `column ${twin} is asked for twice`);
}

async function linesOf(
  { name, params }: OverlaySpec,
  candles: CandleColumns,
  context: CommandContext,
): Promise<readonly Float64Array[]> {
  await context.breathe();
  return [...valueOf(computeOverlay(name, params, candles)).values()];
}

interface Sheet {
  readonly candles: CandleColumns;
  readonly set: IndicationSet;
  /** Names of the set's values, then of the extras. */
  readonly columns: readonly string[];
  /** Values computed beforehand, aligned to the candles. */
  readonly extras: readonly Float64Array[];
}

async function* csv({ candles, set, columns, extras }: Sheet, context: CommandContext): AsyncIterable<string> {
  const rows = candles.openTime.length;
  const task = context.progress.begin('indications', rows, 'candles');
  yield `timestamp,${columns.join(',')}\n`;
  for (let from = 0; from < rows; from += ROWS_PER_PIECE) {
    await context.breathe();
    const piece = slice(candles, from, from + ROWS_PER_PIECE);
    let text = '';
    visitIndications(piece, set, (index, values) => {
      text += String(piece.openTime[index]);
      for (const value of values) text += cell(value);
      for (const extra of extras) text += cell(extra[from + index] as number);
      text += '\n';
    });
    yield text;
    task.update(Math.min(rows, from + ROWS_PER_PIECE));
  }
  task.end();
}

const cell = (value: number): string => (Number.isNaN(value) ? ',' : `,${value}`);

function slice(candles: CandleColumns, from: number, to: number): CandleColumns {
  const { symbol, timeframe, openTime, open, high, low, close, volume } = candles;
  const part = (column: Float64Array): Float64Array => column.subarray(from, to);
  return {
    symbol,
    timeframe,
    openTime: part(openTime),
    open: part(open),
    high: part(high),
    low: part(low),
    close: part(close),
    volume: part(volume),
  };
}
