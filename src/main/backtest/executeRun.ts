// Runs the engine over a prepared run and measures what came out.
import { hash } from 'node:crypto';
import { toConnectionId } from '../../shared/domain/ids.ts';
import type { CommandContext } from '../config/commandContext.ts';
import { Backtest } from '../engine/drivers/backtest.ts';
import type { EngineConfig } from '../engine/kernel/engineConfig.ts';
import { measurePerformance } from '../engine/portfolio/metrics/performance.ts';
import { toBacktestDocument } from './report/backtestDocument.ts';
import type { RunModels } from './models/runModels.ts';
import type { BacktestReport, BacktestRun } from './report/backtestReport.ts';

const sha256 = (text: string): string => hash('sha256', text);

/** The configuration of an engine that trades `run`. */
const engineConfigOf = (run: BacktestRun, models: RunModels): EngineConfig => ({
  connection: toConnectionId('backtest'),
  mode: 'backtest',
  isEnabled: true,
  isLiveAllowed: false,
  baseTimeframe: run.timeframe,
  instruments: run.instruments,
  strategies: run.strategies.map(({ definition }) => definition),
  indicationSets: [],
  risk: run.risk,
  freshness: run.freshness,
  hasVenueProtection: true,
  ...(models.models.length === 0 ? {} : { models: models.models, consensus: run.consensus }),
});

/** Candles between two looks at signals and progress: some tens of milliseconds. */
const CANDLES_AT_ONCE = 16_384;
/** The same with models: their features are most of the work. */
const CANDLES_WITH_MODELS = 512;

export interface RunExtras {
  readonly models: RunModels;
  readonly withEquity: boolean;
}

/** Throws `CANCELED` when asked to stop. */
export async function executeRun(
  run: BacktestRun,
  context: CommandContext,
  { models, withEquity }: RunExtras,
): Promise<BacktestReport> {
  const { cash, slippageBps, volumeCapPct, series, funding } = run;
  const costs = { slippageBps, volumeCapPct };
  const config = engineConfigOf(run, models);
  const { answer, vectors } = models.answers ?? {};
  const backtest = new Backtest({ config, series, cash, costs, funding, sha256, answer, vectors });
  const count = models.models.length === 0 ? CANDLES_AT_ONCE : CANDLES_WITH_MODELS;
  const task = context.progress.begin('backtest', backtest.total, 'candles');
  let durationMs = 0;
  while (backtest.done < backtest.total) {
    const startedAt = context.clock.elapsedMs();
    backtest.advance(count);
    durationMs += context.clock.elapsedMs() - startedAt;
    task.update(backtest.done);
    await context.breathe();
  }
  task.end();
  const result = backtest.result();
  const performance = measurePerformance(result, series);
  const { isSimulated } = run;
  const input = { isSimulated, result, performance, durationMs, withEquity, models: models.models };
  const told = { ...run, notes: [...run.notes, ...models.notes] };
  return { run: told, models: models.models, result, performance, document: toBacktestDocument(input) };
}
