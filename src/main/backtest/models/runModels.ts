// The models that take part in one backtest: opened only where a strategy reads the consensus, asked before it runs, closed then.
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { CommandContext } from '../../config/commandContext.ts';
import { readsConsensus } from '../../engine/strategies/strategyOperands.ts';
import { modelsFor, openPredictor } from '../../inference/openPredictor.ts';
import type { BacktestRun } from '../report/backtestReport.ts';
import type { AnswerTable } from './answerTable.ts';
import { computeAnswers } from './computeAnswers.ts';

export interface RunModels {
  readonly models: readonly ModelSpec[];
  /** Undefined without models. */
  readonly answers: AnswerTable | undefined;
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/** Opens no model where no strategy reads the consensus. Throws `AppError`. */
export async function askModels(run: BacktestRun, context: CommandContext, isWithout = false): Promise<RunModels> {
  const { series, timeframe } = run;
  const readers = run.strategies.flatMap(({ definition }) => (readsConsensus(definition) ? [definition.id] : []));
  if (readers.length === 0) return { models: [], answers: undefined, notes: [] };
  const without = `${readers.join(', ')} can read no consensus`;
  const { log, dataDir, clock, config } = context;
  if (isWithout || !config.models.enabled)
    return { models: [], answers: undefined, notes: [`Without models ${without}.`] };
  const { predictor, specs, remarks } = await openPredictor({
    dataDir,
    log,
    wall: { ...clock, after },
    isEnabled: true,
  });
  try {
    const found = modelsFor(
      specs,
      series.map(({ symbol }) => symbol),
      timeframe,
    );
    const notes = [...remarks, ...found.remarks];
    if (found.models.length === 0) {
      const symbols = series.map(({ symbol }) => symbol).join(', ');
      return { models: [], answers: undefined, notes: [...notes, `No model speaks for ${symbols}: ${without}.`] };
    }
    const total = series.reduce((sum, { symbol, openTime }) => {
      return found.models.some((model) => model.symbol === symbol) ? sum + openTime.length : sum;
    }, 0);
    const task = context.progress.begin('predictions', total, 'candles');
    const { models } = found;
    const { breathe } = context;
    const answers = await computeAnswers({ models, series, predictor, breathe, onProgress: task.update });
    task.end();
    return { models, answers, notes };
  } finally {
    await predictor.close();
  }
}

function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
