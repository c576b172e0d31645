// The work of `features export`: a candle file in, a CSV of feature vectors and labels out.
import { hash } from 'node:crypto';
import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { Barriers } from '../../../shared/domain/model.ts';
import type { Direction } from '../../../shared/domain/prediction.ts';
import { isSimulatedSource } from '../../../shared/domain/simulated.ts';
import { groupDigits } from '../../../shared/groupDigits.ts';
import type { Timeframe } from '../../../shared/time.ts';
import { writeAtomically } from '../../config/atomicFile.ts';
import type { CommandOutcome, TerminalContext } from '../../config/commandContext.ts';
import { BarrierLabeler, defaultBarriers } from '../../engine/features/barrierLabels.ts';
import { FEATURE_SETS, type FeatureSet, featureSetHash, findFeatureSet } from '../../engine/features/featureSet.ts';
import { FeatureWindow } from '../../engine/features/featureWindow.ts';
import { seriesText } from '../data/seriesText.ts';
import { type CandlesOptions, candlePieces, readCandlesFor, singleCells } from './fileCandles.ts';

export interface ExportFeaturesOptions extends CandlesOptions {
  readonly out: string;
  readonly set: string;
  readonly labels?: true;
  readonly barriers?: Barriers;
}

export async function exportFeatures(
  options: ExportFeaturesOptions,
  context: TerminalContext,
): Promise<CommandOutcome> {
  const { timeframe, out } = options;
  const set = setOf(options.set);
  const { key, columns } = await readCandlesFor(options, context.signal);
  const barriers = options.labels === undefined ? undefined : (options.barriers ?? defaultBarriers(timeframe));
  const sheet: Sheet = { columns, set, timeframe, barriers, counts: { rows: 0, ready: 0, labelled: 0 } };
  const path = resolve(out);
  await writeAtomically(path, csv(sheet, context));
  const { rows, ready, labelled } = sheet.counts;
  const answer = {
    ...{ file: path, simulated: isSimulatedSource(key.source), timeframe, set: set.id },
    featureHash: featureSetHash(set, (text) => hash('sha256', text)),
    ...{ rows, ready },
    ...(barriers !== undefined && { barriers, labelled }),
  };
  context.out.answer(answer, () => {
    const labels = barriers === undefined ? '' : `, ${groupDigits(labelled)} of them with a label`;
    const series = seriesText({ ...key, timeframe });
    return `${series}: ${groupDigits(rows)} rows written to ${path}, ${groupDigits(ready)} with features${labels}`;
  });
  return 0;
}

function setOf(id: string): FeatureSet {
  const set = findFeatureSet(id);
  if (set !== undefined) return set;
  const known = FEATURE_SETS.map((each) => each.id).join(', ');
  throw new AppError('BAD_INPUT', `there is no feature set "${id}"; known: ${known}`);
}

interface Sheet {
  /** As in the file. */
  readonly columns: CandleColumns;
  readonly set: FeatureSet;
  readonly timeframe: Timeframe;
  readonly barriers: Barriers | undefined;
  /** Filled while rows are written; `labelled` counts those with both features and label. */
  readonly counts: { rows: number; ready: number; labelled: number };
}

async function* csv(sheet: Sheet, context: TerminalContext): AsyncIterable<string> {
  const { columns, set, timeframe, barriers, counts } = sheet;
  const labels = barriers === undefined ? undefined : await labelsOf(sheet, barriers, context);
  const window = new FeatureWindow(set, timeframe);
  const blank = ','.repeat(set.features.length);
  const task = context.progress.begin('features', columns.openTime.length, 'candles');
  yield `timestamp,${set.features.map(({ name }) => name).join(',')}${labels === undefined ? '' : ',label'}\n`;
  for await (const { candles, end } of candlePieces(columns, timeframe, context)) {
    let text = '';
    for (const candle of candles) {
      window.push(candle);
      counts.rows++;
      text += `${candle.openTime}${window.isReady ? singleCells(window.values) : blank}`;
      if (window.isReady) counts.ready++;
      if (labels !== undefined) {
        const label = labels.get(candle.openTime);
        text += `,${label ?? ''}`;
        if (window.isReady && label !== undefined) counts.labelled++;
      }
      text += '\n';
    }
    yield text;
    task.update(end);
  }
  task.end();
}

async function labelsOf(
  sheet: Sheet,
  barriers: Barriers,
  context: TerminalContext,
): Promise<ReadonlyMap<EpochMs, Direction>> {
  const labels = new Map<EpochMs, Direction>();
  const labeler = new BarrierLabeler(barriers);
  const task = context.progress.begin('labels', sheet.columns.openTime.length, 'candles');
  for await (const { candles, end } of candlePieces(sheet.columns, sheet.timeframe, context)) {
    for (const candle of candles) {
      for (const { openTime, direction } of labeler.push(candle)) labels.set(openTime, direction);
    }
    task.update(end);
  }
  task.end();
  return labels;
}
