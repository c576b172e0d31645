// The thread of one backtest: loads, runs, measures and writes it, and ends. Only BacktestJobs starts it.
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { need } from '../../../../shared/assert.ts';
import { toEpochMs, toSymbolId } from '../../../../shared/domain/ids.ts';
import type { Instrument } from '../../../../shared/domain/instrument.ts';
import { SIMULATOR_SOURCE } from '../../../../shared/domain/simulated.ts';
import { AppError } from '../../../../shared/errors.ts';
import { Decimal } from '../../../../shared/money.ts';
import { DAY_MS, timeframeMs } from '../../../../shared/time.ts';
import type { BacktestOptions, GivenSeries } from '../../../backtest/backtestOptions.ts';
import { executeRun } from '../../../backtest/executeRun.ts';
import { loadRun } from '../../../backtest/loadRun.ts';
import { askModels } from '../../../backtest/models/runModels.ts';
import { writeReportFiles } from '../../../backtest/report/reportFiles.ts';
import { writeAtomically } from '../../../config/atomicFile.ts';
import type { CommandContext } from '../../../config/commandContext.ts';
import { makeFolder } from '../../../config/makeFolder.ts';
import { decode } from '../../../engine/kernel/canonical.ts';
import { simulateCandles } from '../../../engine/paper/simulator/marketSimulator.ts';
import { nodeWall } from '../../nodeWall.ts';
import { simulatedInstrument } from '../../plans/simulatedInstrument.ts';
import { detailOf } from './runDetail.ts';
import { writeRunCandles } from './runCandles.ts';
import { DETAIL_FILE, HEAD_FILE } from './runFiles.ts';
import type { WorkerMessage, WorkerTask } from './workerProtocol.ts';

const task = workerData as WorkerTask;
const port = need(parentPort, 'a parent thread');
const tell = (message: WorkerMessage): void => port.postMessage(message);

/** Between two messages on how far it is. */
const TELL_EVERY_MS = 100;

async function work(): Promise<void> {
  const { id, request, folder } = task;
  const context = workerContext();
  tell({ type: 'progress', phase: 'loading candles', done: 0, total: 0 });
  const run = await loadRun(optionsOf(context), context);
  await context.breathe();
  const models = await askModels(run, context, !request.withModels);
  const report = await executeRun(run, context, { models, withEquity: false });
  tell({ type: 'progress', phase: 'writing the report', done: 1, total: 1 });
  const detail = detailOf({ id, request, report, finishedAt: nodeWall.now() });
  await context.breathe();
  makeFolder(folder);
  await writeReportFiles(folder, report);
  await writeRunCandles(folder, report.run.series);
  await writeAtomically(join(folder, DETAIL_FILE), [JSON.stringify(detail)]);
  // Last: a folder without it is no run.
  await writeAtomically(join(folder, HEAD_FILE), [JSON.stringify(detail.run)]);
  tell({ type: 'done', run: detail.run });
}

const isStopped = (): boolean => Atomics.load(task.stop, 0) !== 0;

function workerContext(): CommandContext {
  const ignore = (): void => undefined;
  return {
    ...{ config: task.config, dataDir: task.dataDir, json: false, quiet: true, clock: nodeWall },
    configSources: { env: {}, assignments: [] },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => workerContext().log },
    out: { answer: ignore, note: ignore },
    progress: { begin: (label, total) => ({ update: toldNowAndThen(label, total ?? 0), end: ignore }) },
    signal: new AbortController().signal,
    breathe: async () => {
      await nextTurn();
      if (isStopped()) throw new AppError('CANCELED', 'it was called off');
    },
  };
}

function toldNowAndThen(label: string, total: number): (done: number) => void {
  let toldAt = -Infinity;
  return (done) => {
    const now = nodeWall.elapsedMs();
    if (now - toldAt < TELL_EVERY_MS) return;
    toldAt = now;
    tell({ type: 'progress', phase: label === 'backtest' ? 'running' : label, done, total });
  };
}

function optionsOf({ config }: CommandContext): BacktestOptions {
  const { strategies, data, from, to, cash, takerBps, makerBps, slippageBps, volumeCapPct } = task.request;
  return {
    ...{ strategies, candles: [], funding: [], noModels: !task.request.withModels, equity: false },
    stored: data.flatMap((one) =>
      one.kind === 'stored' ? [{ source: one.source, symbol: toSymbolId(one.symbol), timeframe: one.timeframe }] : [],
    ),
    given: [
      ...task.given.map(({ instrument, ...one }) => ({ ...one, instrument: decode(instrument) as Instrument })),
      ...data.flatMap((one) => (one.kind === 'simulated' ? [simulated(one, config)] : [])),
    ],
    ...(from === undefined ? {} : { from: toEpochMs(from) }),
    ...(to === undefined ? {} : { to: toEpochMs(to) }),
    cash: Decimal.of(cash ?? config.backtest.cash),
    ...(takerBps === undefined ? {} : { takerBps: Decimal.of(takerBps) }),
    ...(makerBps === undefined ? {} : { makerBps: Decimal.of(makerBps) }),
    slippageBps: Decimal.of(slippageBps ?? config.costs.slippageBps),
    volumeCapPct: Decimal.of(volumeCapPct ?? config.costs.volumeCapPct),
  };
}

type Simulated = Extract<WorkerTask['request']['data'][number], { kind: 'simulated' }>;

/** The same days for the same seed, whenever it is run. */
const SIMULATED_FROM = toEpochMs(Date.UTC(2025, 0, 1));

function simulated(
  { symbol: market, timeframe, days, seed }: Simulated,
  { costs }: CommandContext['config'],
): GivenSeries {
  const symbol = toSymbolId(`${market}:USDT`);
  const count = Math.floor((days * DAY_MS) / timeframeMs(timeframe));
  const made = simulateCandles({ seed, symbols: [symbol], from: SIMULATED_FROM, timeframe, count });
  const fees = { takerBps: Decimal.of(costs.takerBps), makerBps: Decimal.of(costs.makerBps) };
  return {
    ...{ name: `market simulator ${market} ${timeframe}, seed ${JSON.stringify(seed)}`, source: SIMULATOR_SOURCE },
    columns: need(made.get(symbol), 'candles', symbol),
    instrument: simulatedInstrument(symbol, fees),
  };
}

try {
  await work();
} catch (error) {
  const isApp = error instanceof AppError;
  tell({
    type: 'failed',
    isCanceled: isApp && error.code === 'CANCELED',
    isFault: !isApp || error.code === 'FAULT',
    message: error instanceof Error ? (isApp ? error.message : (error.stack ?? error.message)) : String(error),
  });
}
