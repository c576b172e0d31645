// The work of `indications export`: a candle file in, a CSV of indicator values out.
import { resolve } from 'node:path';
import { writeAtomically } from '../../config/atomicFile.ts';
import type { CommandContext, CommandOutcome } from '../../config/commandContext.ts';
import { IndicationSet, parseIndicationSet, visitIndications } from '../../engine/indications/indicationSet.ts';
import { readCandleFile } from '../../store/candleFiles/readCandleFile.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import type { Timeframe } from '../../../shared/time.ts';
import { valueOf } from '../valueOf.ts';

export interface ExportOptions {
  readonly candles: string;
  readonly set: string;
  readonly out: string;
  readonly symbol?: SymbolId;
  readonly timeframe?: Timeframe;
}

const ROWS_PER_PIECE = 5000;

export async function exportIndications(options: ExportOptions, context: CommandContext): Promise<CommandOutcome> {
  const set = new IndicationSet(valueOf(parseIndicationSet(options.set)));
  const { columns: candles } = valueOf(await readCandleFile(options.candles, { ...options, signal: context.signal }));
  const rows = candles.openTime.length;
  const path = resolve(options.out);
  await writeAtomically(path, csv(candles, set, context));
  context.out.answer(
    { file: path, rows, columns: set.columns, set: set.text },
    () => `${rows} rows written to ${path}`,
  );
  return 0;
}

async function* csv(candles: CandleColumns, set: IndicationSet, context: CommandContext): AsyncIterable<string> {
  const rows = candles.openTime.length;
  const task = context.progress.begin('indications', rows, 'candles');
  yield `timestamp,${set.columns.join(',')}\n`;
  for (let from = 0; from < rows; from += ROWS_PER_PIECE) {
    await context.breathe();
    const piece = slice(candles, from, from + ROWS_PER_PIECE);
    let text = '';
    visitIndications(piece, set, (index, values) => {
      text += String(piece.openTime[index]);
      for (const value of values) text += Number.isNaN(value) ? ',' : `,${value}`;
      text += '\n';
    });
    yield text;
    task.update(Math.min(rows, from + ROWS_PER_PIECE));
  }
  task.end();
}

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
