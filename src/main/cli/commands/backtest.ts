// `backtest`: options to typed values; the work is in src/main/backtest.
import type { Command } from 'commander';
import type { BacktestOptions } from '../../backtest/backtestOptions.ts';
import type { Config } from '../../../shared/config/schema.ts';
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import { Decimal } from '../../../shared/money.ts';
import { isoUtc, type Timeframe } from '../../../shared/time.ts';
import {
  collectList,
  collectSeries,
  requiredOption,
  type SeriesName,
  toBps,
  toMoney,
  toPath,
  toShare,
  toSignedBps,
  toSymbol,
  toTime,
  toTimeframe,
} from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

interface Flags {
  readonly strategy: readonly string[];
  readonly candles?: readonly string[];
  readonly stored?: readonly SeriesName[];
  readonly funding?: readonly string[];
  readonly symbol?: SymbolId;
  readonly timeframe?: Timeframe;
  readonly instrument?: string;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly cash?: Decimal;
  readonly takerBps?: Decimal;
  readonly makerBps?: Decimal;
  readonly slippageBps?: Decimal;
  readonly volumeCapPct?: Decimal;
  /** False with --no-models. */
  readonly models: boolean;
  readonly equity?: true;
  readonly out?: string;
}

const HELP = `
Candle files are CSV, optionally gzip: timestamp,open,high,low,close,volume with the open time in epoch ms. Symbol and
timeframe come from the file name <exchange>_<SYMBOL>_<timeframe>.csv[.gz] or from --symbol and --timeframe.

Examples:
  foredeck backtest --strategy sma-cross --candles binance_BTCUSDT_15m.csv.gz
  foredeck backtest --strategy mine.yaml --candles binance_BTCUSDT_15m.csv.gz,binance_ETHUSDT_15m.csv.gz --out report
  foredeck backtest --strategy sma-cross --stored binance:BTC/USDT:15m --from 2025-01-01
  foredeck --json backtest --strategy sma-cross --candles btc.csv --symbol BTC/USDT --timeframe 15m --from 2024-01-01
`;

export function addBacktest(program: Command, { run }: CommandRunner): void {
  const backtest = program
    .command('backtest')
    .description('run strategies over recorded candles, exactly as they would trade');
  requiredOption(
    backtest,
    '--strategy <id|file>',
    'strategy id or YAML file; may be repeated: all trade one account',
  ).argParser(collectList);
  backtest
    .option('--candles <file>', 'candle files, separated by commas; may be repeated', collectList)
    .option('--stored <series>', 'imported candles, for example binance:BTC/USDT:15m; may be repeated', collectSeries)
    .hook('preAction', () => {
      if (backtest.getOptionValue('candles') === undefined && backtest.getOptionValue('stored') === undefined) {
        backtest.error("error: required option '--candles <file>' not specified (or '--stored <series>')");
      }
    })
    .option('--symbol <symbol>', 'symbol of the candles, for example BTC/USDT', toSymbol)
    .option('--timeframe <timeframe>', 'timeframe of the candles, for example 15m', toTimeframe)
    .option('--instrument <file>', 'instrument file in place of the presets', toPath)
    .option('--funding <file>', 'funding rates of linear contracts: CSV timestamp,funding_rate', collectList)
    .option('--from <time>', 'first candle, UTC date or epoch ms', toTime)
    .option('--to <time>', 'end, not included, UTC date or epoch ms', toTime)
    .option('--cash <amount>', 'quote currency at the start (setting backtest.cash)', toMoney)
    .option('--taker-bps <bps>', "taker fee (else the instrument's, else setting costs.takerBps)", toBps)
    .option('--maker-bps <bps>', "maker fee (else the instrument's, else setting costs.makerBps)", toSignedBps)
    .option(
      '--slippage-bps <bps>',
      'market and stop fills move this far against you (setting costs.slippageBps)',
      toBps,
    )
    .option(
      '--volume-cap-pct <pct>',
      "largest share of a candle's volume, 0 is no cap (setting costs.volumeCapPct)",
      toShare,
    )
    .option('--no-models', 'run without predictions of the models')
    .option('--equity', 'put the equity curve into the answer')
    .option('--out <dir>', 'write report.json, trades.csv, equity.csv and report.html there', toPath)
    .addHelpText('after', HELP)
    .action((flags: Flags) =>
      run(async (context) => {
        const options = toBacktestOptions(flags, context.config);
        const { runBacktestCommand } = await import('../../backtest/backtestCommand.ts');
        return runBacktestCommand(options, context);
      }),
    );
}

function toBacktestOptions(flags: Flags, { backtest, costs }: Config): BacktestOptions {
  const { strategy, cash, slippageBps, volumeCapPct, models, equity, funding, candles, stored, ...rest } = flags;
  if (rest.from !== undefined && rest.to !== undefined && rest.from >= rest.to) {
    throw new AppError('BAD_INPUT', `--from must be before --to, found ${isoUtc(rest.from)} and ${isoUtc(rest.to)}`);
  }
  return {
    ...rest,
    strategies: strategy,
    candles: candles ?? [],
    stored: stored ?? [],
    funding: funding ?? [],
    cash: cash ?? Decimal.of(backtest.cash),
    slippageBps: slippageBps ?? Decimal.of(costs.slippageBps),
    volumeCapPct: volumeCapPct ?? Decimal.of(costs.volumeCapPct),
    noModels: !models,
    equity: equity === true,
  };
}
