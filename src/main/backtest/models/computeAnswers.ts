// What every model says at every close of a backtest, computed before it runs: features here, inference in the predictor's
// workers meanwhile. The same code and the same bits as one candle at a time.
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { Predictor } from '../../inference/ports.ts';
import { AnswerTable, type ModelAnswers } from './answerTable.ts';
import { type FeatureRows, FeatureWalk } from './featureRows.ts';

export interface AnswersOptions {
  /** Each with the symbol it speaks for here. */
  readonly models: readonly ModelSpec[];
  readonly series: readonly CandleColumns[];
  readonly predictor: Pick<Predictor, 'predictBatch' | 'health'>;
  /** Lets signals, timers and the workers' messages in; throws `CANCELED` once asked to stop. */
  readonly breathe: () => Promise<void>;
  readonly onProgress: (candles: number) => void;
}

/** Candles between two looks at the workers' messages: few, as they wait for the next rows. */
const CANDLES_AT_ONCE = 128;

/** Throws `AppError`: a model cannot be asked though it was not refused, or somebody wants to stop. */
export async function computeAnswers(options: AnswersOptions): Promise<AnswerTable> {
  const { models, series, predictor, breathe, onProgress } = options;
  const refusals = new Map(
    predictor.health().flatMap(({ model, state, code, detail }) => {
      return state === 'refused' ? [[model, [code, detail].filter(Boolean).join(', ')] as const] : [];
    }),
  );
  const answers: ModelAnswers[] = [];
  let done = 0;
  for (const columns of series) {
    const specs = models.filter(({ symbol }) => symbol === columns.symbol);
    if (specs.length === 0) continue;
    const asking = specs.filter(({ id }) => !refusals.has(id)).map((spec) => new ModelRun(spec, predictor));
    const walk = new FeatureWalk(columns, specs, (rows, block) => {
      for (const run of asking) if (run.reads(rows)) run.ask(block.slice());
    });
    while (!walk.isDone) {
      onProgress((done += walk.advance(CANDLES_AT_ONCE)));
      await breathe();
    }
    for (const spec of specs) {
      const rows = walk.rows.find((one) => one.timeframe === spec.timeframe && one.set.id === spec.featureSet);
      if (rows === undefined) continue;
      const run = asking.find((one) => one.spec === spec);
      const probabilities = (await run?.all()) ?? new Float32Array(0);
      answers.push({ spec, rows, probabilities, refusal: refusals.get(spec.id) });
    }
  }
  return new AnswerTable(answers);
}

/** The batches of one model, one after the other. */
class ModelRun {
  readonly spec: ModelSpec;
  private readonly predictor: AnswersOptions['predictor'];
  private readonly parts: Float32Array[] = [];
  private last: Promise<unknown> = Promise.resolve();

  constructor(spec: ModelSpec, predictor: AnswersOptions['predictor']) {
    this.spec = spec;
    this.predictor = predictor;
  }

  reads({ timeframe, set }: FeatureRows): boolean {
    return this.spec.timeframe === timeframe && this.spec.featureSet === set.id;
  }

  ask(values: Float32Array<ArrayBuffer>): void {
    this.last = this.last.then(async () => {
      this.parts.push(await this.predictor.predictBatch(this.spec.id, values));
    });
    // Looked at in `all`; until then a failure is nobody's surprise.
    this.last.catch(() => undefined);
  }

  async all(): Promise<Float32Array> {
    await this.last;
    const whole = new Float32Array(this.parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of this.parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}
