// The work of `models predict`: a candle file in, a CSV of what the models of a timeframe say of each candle out.
import { resolve } from 'node:path';
import { need } from '../../../shared/assert.ts';
import { AppError } from '../../../shared/errors.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { isSimulatedSource } from '../../../shared/domain/simulated.ts';
import { groupDigits } from '../../../shared/groupDigits.ts';
import { writeAtomically } from '../../config/atomicFile.ts';
import type { CommandContext, CommandOutcome } from '../../config/commandContext.ts';
import { nodeWall } from '../../app/nodeWall.ts';
import { type FeatureSet, findFeatureSet } from '../../engine/features/featureSet.ts';
import { FeatureWindow } from '../../engine/features/featureWindow.ts';
import { type ModelRegistry, refusalText, type RegisteredModel } from '../../inference/modelRegistry.ts';
import { createPredictor } from '../../inference/onnxPredictor.ts';
import type { Predictor } from '../../inference/ports.ts';
import { CLASS_NAMES, CLASSES, readProbabilities } from '../../inference/probabilities.ts';
import { seriesText } from '../data/seriesText.ts';
import { type CandlesOptions, candlePieces, readCandlesFor, singleCells } from '../features/fileCandles.ts';
import { modelNamed, openProgramModels } from './programModels.ts';

export interface PredictOptions extends CandlesOptions {
  readonly out: string;
  /** One of the timeframe's models; all of them without. */
  readonly model?: string;
}

/** Rows between two looks at the clock; a row takes some ten microseconds. */
const ROWS_PER_PIECE = 5000;

export async function predictModels(options: PredictOptions, context: CommandContext): Promise<CommandOutcome> {
  const checked = await openProgramModels(context);
  const predictor = createPredictor({ models: checked, wall: nodeWall, log: context.log });
  try {
    const models = chosen(checked.registry, options, context);
    const { key, columns } = await readCandlesFor(options, context.signal);
    const other = models.find(({ spec }) => spec.symbol !== key.symbol)?.spec.symbol;
    if (other !== undefined) context.out.note(`the models are made for ${other}, the candles are of ${key.symbol}`);
    const table = await predictAll(predictor, { models, columns, timeframe: options.timeframe }, context);
    const path = resolve(options.out);
    await writeAtomically(path, csv(table, models));
    const answer = {
      ...{ file: path, simulated: isSimulatedSource(key.source), symbol: key.symbol, timeframe: options.timeframe },
      rows: table.openTimes.length,
      models: models.map(({ spec }, place) => ({
        id: spec.id,
        sha256: spec.modelHash,
        unsound: unsoundOf(table, place),
      })),
    };
    context.out.answer(answer, () => {
      const series = seriesText({ ...key, timeframe: options.timeframe });
      const of = models.length === 1 ? 'one model' : `${models.length} models`;
      return `${series}: ${groupDigits(answer.rows)} rows of ${of} written to ${path}`;
    });
    return 0;
  } finally {
    await predictor.close();
  }
}

/** The models to ask, none of them refused; what is left out is noted. */
function chosen(
  { models, problems, remarks }: ModelRegistry,
  { model, timeframe }: PredictOptions,
  { out }: CommandContext,
): readonly RegisteredModel[] {
  if (model !== undefined) {
    const named = modelNamed(models, model);
    if (named.refusal !== undefined) throw new AppError('BAD_INPUT', refusalText(named.spec.id, named.refusal));
    if (named.spec.timeframe === timeframe) return [named];
    throw new AppError('BAD_INPUT', `${model} is a model of ${named.spec.timeframe} candles, asked for ${timeframe}`);
  }
  const fitting = models.filter(({ spec }) => spec.timeframe === timeframe);
  const refused = fitting.flatMap(({ spec, refusal }) =>
    refusal === undefined ? [] : [refusalText(spec.id, refusal)],
  );
  const usable = fitting.filter(({ refusal }) => refusal === undefined);
  if (usable.length === 0) {
    const why = [...refused, ...problems, ...remarks].map((line) => `\n${line}`).join('');
    throw new AppError('NOT_FOUND', `there is no model of ${timeframe} candles to ask${why}`);
  }
  for (const line of refused) out.note(`left out: ${line}`);
  return usable;
}

interface Question {
  readonly models: readonly RegisteredModel[];
  /** As in the file. */
  readonly columns: CandleColumns;
  readonly timeframe: PredictOptions['timeframe'];
}

interface Table {
  readonly openTimes: readonly number[];
  /** By model: three numbers a row. */
  readonly probabilities: readonly Float32Array[];
}

async function predictAll(predictor: Predictor, question: Question, context: CommandContext): Promise<Table> {
  const { models } = question;
  const sets = new Map(models.map(({ spec }) => [spec.featureSet, setOf(spec.featureSet)]));
  const vectors = new Map<string, Vectors>();
  for (const [id, set] of sets) vectors.set(id, await vectorsOf(set, question, context));
  const openTimes = firstReady([...vectors.values()]);
  const task = context.progress.begin('predictions', openTimes.length * models.length, 'predictions');
  const probabilities: Float32Array[] = [];
  for (const [place, { spec }] of models.entries()) {
    const { values, width, count } = need(vectors.get(spec.featureSet), 'the vectors of', spec.featureSet);
    const answers = new Float32Array(openTimes.length * CLASSES);
    // A set that looks back further is ready later: only the rows that all have.
    const skipped = count - openTimes.length;
    for (let row = 0; row < openTimes.length; row += ROWS_PER_PIECE) {
      await context.breathe();
      const end = Math.min(row + ROWS_PER_PIECE, openTimes.length);
      const rows = values.slice((skipped + row) * width, (skipped + end) * width);
      answers.set(await predictor.predictBatch(spec.id, rows), row * CLASSES);
      task.update(place * openTimes.length + end);
    }
    probabilities.push(answers);
  }
  task.end();
  return { openTimes, probabilities };
}

const setOf = (id: string): FeatureSet => need(findFeatureSet(id), 'the feature set', id);

interface Vectors {
  readonly openTimes: readonly number[];
  /** Row-major, the candles after the warm-up. */
  readonly values: Float32Array;
  readonly width: number;
  readonly count: number;
}

const firstReady = (vectors: readonly Vectors[]): readonly number[] =>
  vectors.reduce<readonly number[]>(
    (shortest, { openTimes }, place) => (place === 0 || openTimes.length < shortest.length ? openTimes : shortest),
    [],
  );

async function vectorsOf(set: FeatureSet, { columns, timeframe }: Question, context: CommandContext): Promise<Vectors> {
  const width = set.features.length;
  const window = new FeatureWindow(set, timeframe);
  const values = new Float32Array(columns.openTime.length * width);
  const openTimes: number[] = [];
  const task = context.progress.begin('features', columns.openTime.length, 'candles');
  for await (const { candles, end } of candlePieces(columns, timeframe, context)) {
    for (const candle of candles) {
      window.push(candle);
      if (!window.isReady) continue;
      values.set(window.values, openTimes.length * width);
      openTimes.push(candle.openTime);
    }
    task.update(end);
  }
  task.end();
  return { openTimes, values, width, count: openTimes.length };
}

const BLANK = ','.repeat(CLASSES);

function* csv({ openTimes, probabilities }: Table, models: readonly RegisteredModel[]): Iterable<string> {
  const names = models.flatMap(({ spec }) => CLASS_NAMES.map((name) => `${spec.id}_${name.toLowerCase()}`));
  yield `timestamp,${names.join(',')}\n`;
  for (let from = 0; from < openTimes.length; from += ROWS_PER_PIECE) {
    let text = '';
    for (const [place, openTime] of openTimes.slice(from, from + ROWS_PER_PIECE).entries()) {
      const row = from + place;
      text += String(openTime);
      for (const values of probabilities) text += cells(values, row);
      text += '\n';
    }
    yield text;
  }
}

/** Empty where the model did not answer with probabilities. */
const cells = (values: Float32Array, row: number): string =>
  readProbabilities(values, row).ok ? singleCells(values.subarray(row * CLASSES, (row + 1) * CLASSES)) : BLANK;

const unsoundOf = ({ openTimes, probabilities }: Table, model: number): number =>
  openTimes.filter((_, row) => !readProbabilities(need(probabilities[model], 'the answers of a model'), row).ok).length;
