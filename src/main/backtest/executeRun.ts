// Runs the engine over a prepared run and measures what came out.
import { hash } from 'node:crypto';
import { toConnectionId } from '../../shared/domain/ids.ts';
import type { CommandContext } from '../config/commandContext.ts';
import { Backtest } from '../engine/drivers/backtest.ts';
import type { EngineConfig } from '../engine/kernel/engineConfig.ts';
import { measurePerformance } from '../engine/portfolio/metrics/performance.ts';
import { toBacktestDocument } from './report/backtestDocument.ts';
import type { BacktestReport, BacktestRun } from './report/backtestReport.ts';

const sha256 = (text: string): string => hash('sha256', text);

/** The configuration of an engine that trades `run`. */
const engineConfigOf = (run: BacktestRun): EngineConfig => ({
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
});

/** Candles between two looks at signals and progress: some tens of milliseconds. */
const CANDLES_AT_ONCE = 16_384;

/** Throws `CANCELED` when asked to stop. */
export async function executeRun(
  run: BacktestRun,
  context: CommandContext,
  withEquity: boolean,
): Promise<BacktestReport> {
  const { cash, slippageBps, volumeCapPct, series, funding } = run;
  const costs = { slippageBps, volumeCapPct };
  const backtest = new Backtest({ config: engineConfigOf(run), series, cash, costs, funding, sha256 });
  const task = context.progress.begin('backtest', backtest.total, 'candles');
  let durationMs = 0;
  while (backtest.done < backtest.total) {
    const startedAt = context.clock.elapsedMs();
    backtest.advance(CANDLES_AT_ONCE);
    durationMs += context.clock.elapsedMs() - startedAt;
    task.update(backtest.done);
    await context.breathe();
  }
  task.end();
  const result = backtest.result();
  const performance = measurePerformance(result, series);
  const { isSimulated } = run;
  const document = toBacktestDocument({ isSimulated, result, performance, durationMs, withEquity });
  return { run, result, performance, document };
}
