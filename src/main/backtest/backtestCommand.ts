// The backtest command: load, run, report. Whether the report can be written is found out before anything runs.
import { resolve } from 'node:path';
import type { CommandContext, CommandOutcome } from '../config/commandContext.ts';
import { ensureFolder } from '../config/paths.ts';
import type { BacktestOptions } from './backtestOptions.ts';
import { executeRun } from './executeRun.ts';
import { loadRun } from './loadRun.ts';
import { askModels } from './models/runModels.ts';
import { writeReportFiles } from './report/reportFiles.ts';
import { terminalReport, terminalStyle } from './report/terminalReport.ts';

/** Throws `AppError` for bad input, an unwritable folder and a stop on request. */
export async function runBacktestCommand(options: BacktestOptions, context: CommandContext): Promise<CommandOutcome> {
  const folder = options.out === undefined ? undefined : ensureFolder(resolve(options.out), '--out');
  const run = await loadRun(options, context);
  await context.breathe();
  const models = await askModels(run, context, options.noModels);
  const report = await executeRun(run, context, { models, withEquity: options.equity });
  await context.breathe();
  if (folder !== undefined) await writeReportFiles(folder, report);
  context.out.answer(report.document, () => terminalReport(report, terminalStyle(process.stdout)));
  if (folder !== undefined) context.out.note(`Report: ${resolve(folder, 'report.html')}`);
  return 0;
}
