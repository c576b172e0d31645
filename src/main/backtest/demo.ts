// The demonstration: the shipped strategies on sixty days of simulated markets, the same for everybody unless a seed is given.
import { consensusConfigOf } from '../config/consensusConfigOf.ts';
import { toEpochMs, toSymbolId } from '../../shared/domain/ids.ts';
import type { Instrument } from '../../shared/domain/instrument.ts';
import { SIMULATOR_SOURCE } from '../../shared/domain/simulated.ts';
import { need } from '../../shared/assert.ts';
import { Decimal } from '../../shared/money.ts';
import { DAY_MS, timeframeMs } from '../../shared/time.ts';
import type { CommandContext, CommandOutcome } from '../config/commandContext.ts';
import { findPreset, withFees } from '../config/instruments.ts';
import { readStrategy, shippedStrategies } from '../config/namedStrategy.ts';
import { simulateCandles } from '../engine/paper/simulator/marketSimulator.ts';
import { executeRun } from './executeRun.ts';
import { freshnessOf, matchStrategies } from './loadRun.ts';
import { askModels } from './models/runModels.ts';
import { programVersion } from './programVersion.ts';
import type { BacktestRun } from './report/backtestReport.ts';
import { terminalReport, terminalStyle } from './report/terminalReport.ts';

const DAYS = 60;
const TIMEFRAME = '15m';
const FROM = toEpochMs(Date.UTC(2025, 0, 1));
const SYMBOLS = ['BTC/USDT:USDT', 'ETH/USDT:USDT', 'SOL/USDT:USDT'].map(toSymbolId);

/** The seed of `npm start`. */
export const DEMO_SEED = 'foredeck';

export interface DemoOptions {
  readonly seed: string;
}

export async function runDemo({ seed }: DemoOptions, context: CommandContext): Promise<CommandOutcome> {
  const run = demoRun(seed, context);
  const models = await askModels(run, context);
  const report = await executeRun(run, context, { models, withEquity: false });
  await context.breathe();
  context.out.answer(report.document, () => `${terminalReport(report, terminalStyle(process.stdout))}\n${NEXT_STEPS}`);
  return 0;
}

const NEXT_STEPS = `Try next
  npm start -- --seed 2                                       the same strategies in another simulated market
  npm start -- --setting risk.maxDrawdownPct=null             the same market without the drawdown limit
  npm run -s cli -- strategies list                           the strategies and their files
  npm run -s cli -- backtest --strategy sma-cross --candles binance_BTCUSDT_15m.csv.gz --out report
                                                              your own candles, with a report to open in a browser
  npm run -s cli -- --help                                    everything else
`;

/** Everything the demonstration runs on. */
export function demoRun(seed: string, context: CommandContext): BacktestRun {
  const { costs, backtest, risk } = context.config;
  const fees = { takerBps: Decimal.of(costs.takerBps), makerBps: Decimal.of(costs.makerBps) };
  const instruments = SYMBOLS.map((symbol): Instrument =>
    withFees(need(findPreset(SIMULATOR_SOURCE, symbol), `the preset ${SIMULATOR_SOURCE} ${symbol}`), {}, fees),
  );
  const count = (DAYS * DAY_MS) / timeframeMs(TIMEFRAME);
  return {
    isSimulated: true,
    programVersion,
    timeframe: TIMEFRAME,
    quote: 'USDT',
    strategies: matchStrategies(
      shippedStrategies().map((id) => readStrategy(id)),
      { instruments, timeframe: TIMEFRAME },
    ),
    instruments,
    series: [...simulateCandles({ seed, symbols: SYMBOLS, from: FROM, timeframe: TIMEFRAME, count }).values()],
    sources: [`market simulator, seed ${JSON.stringify(seed)}`],
    funding: new Map(),
    cash: Decimal.of(backtest.cash),
    slippageBps: Decimal.of(costs.slippageBps),
    volumeCapPct: Decimal.of(costs.volumeCapPct),
    risk,
    freshness: freshnessOf(context),
    consensus: consensusConfigOf(context.config),
    notes: [],
  };
}
