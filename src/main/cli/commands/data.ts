// `data simulate`, `data import`, `data check`, `data export`, `data list`: candles.
import { type Command, Option } from 'commander';
import type { ExportFlags, ImportFlags } from '../data/dataCommands.ts';
import type { SeriesOptions } from '../../store/candleFiles/candleFileName.ts';
import type { SimulateFlags } from '../data/simulateData.ts';
import {
  collectSimulated,
  requiredOption,
  toDays,
  toPath,
  toSource,
  toSymbol,
  toTime,
  toTimeframe,
  toTimeOfMarket,
} from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
Candle files are CSV, optionally gzip, with the header timestamp,open,high,low,close,volume; timestamp is the open time in
epoch ms UTC. Source, symbol and timeframe come from the name <exchange>_<SYMBOL>_<timeframe>.csv[.gz] or from the options.
More than 1 % rejected rows stop an import. What "data simulate" makes is named simulator_… and stays labelled SIMULATED.

Examples:
  foredeck data check binance_BTCUSDT_15m.csv.gz
  foredeck data import binance_BTCUSDT_15m.csv.gz
  foredeck data list
  foredeck data import mine.csv --source mine --symbol BTC/USDT --timeframe 1h
  foredeck data export --source binance --symbol BTC/USDT --timeframe 15m --from 2024-01-01 --out btc.csv.gz
`;

export function addData(program: Command, { run }: CommandRunner): void {
  const data = program.command('data').description('recorded candles').addHelpText('after', HELP);
  addSimulate(data, run);
  data
    .command('list')
    .description('the stored candles')
    .addHelpText('after', HELP)
    .action(() => run(async (context) => (await work()).runDataList(context)));
  series(data.command('import').description('store the candles of a file; again: only what is new'))
    .argument('<file>', 'candle file')
    .option('--overwrite', 'replace stored candles that have other values')
    .action((file: string, flags: ImportFlags) =>
      run(async (context) => (await work()).runDataImport(file, flags, context)),
    );
  series(data.command('check').description('quality report of a file, or of stored candles'))
    .argument('[file]', 'candle file')
    .action((file: string | undefined, flags: SeriesOptions) =>
      run(async (context) => (await work()).runDataCheck(file, flags, context)),
    );
  series(data.command('export').description('write stored candles to a file that imports back to the same'))
    .option('--from <time>', 'first candle, UTC date or epoch ms', toTime)
    .option('--to <time>', 'end, not included, UTC date or epoch ms', toTime)
    .option('--out <file>', 'file to write, gzip if it ends in .gz (else named by the series)', toPath)
    .action((flags: ExportFlags) => run(async (context) => (await work()).runDataExport(flags, context)));
}

const SIMULATE_HELP = `
The candles are SIMULATED: made up by the market simulator, they say nothing about a real market. The same seed gives the same
candles, whatever the other symbols; every timeframe is cut from the same market. Files are named simulator_BTCUSDT_15m.csv.gz.

Examples:
  foredeck data simulate --out simulated
  foredeck data simulate --out simulated --symbols BTC/USDT,ETH/USDT --timeframe 1h --from 2024-01-01 --days 365 --seed two
  foredeck data simulate --out simulator_BTCUSDT_5m.csv --days 7
  foredeck backtest --strategy sma-cross --candles simulated/simulator_BTCUSDT_15m.csv.gz
`;

const SIMULATED_FROM = '2025-01-01';

function addSimulate(data: Command, run: CommandRunner['run']): void {
  const simulate = data.command('simulate').description('write candle files of SIMULATED markets');
  requiredOption(simulate, '--out <dir|file>', 'folder, or a file named like simulator_BTCUSDT_15m.csv.gz').argParser(
    toPath,
  );
  simulate
    .option('--symbols <list>', 'markets in USDT (default: BTC/USDT,ETH/USDT,SOL/USDT)', collectSimulated)
    .option('--timeframe <timeframe>', 'of all candles (default: 15m)', toTimeframe)
    .addOption(
      new Option('--from <time>', 'first candle, UTC date or epoch ms')
        .argParser(toTimeOfMarket)
        .default(toTime(SIMULATED_FROM), SIMULATED_FROM),
    )
    .option('--days <number>', 'how many days', toDays, 60)
    .option('--seed <text>', 'another text, another market', 'foredeck')
    .addHelpText('after', SIMULATE_HELP)
    .action((flags: SimulateFlags) =>
      run(async (context) => {
        const { runDataSimulate } = await import('../data/simulateData.ts');
        return runDataSimulate(flags, context);
      }),
    );
}

const work = async () => import('../data/dataCommands.ts');

const series = (command: Command): Command =>
  command
    .option('--source <name>', 'where the candles come from, for example binance', toSource)
    .option('--symbol <symbol>', 'for example BTC/USDT', toSymbol)
    .option('--timeframe <timeframe>', 'for example 15m', toTimeframe)
    .addHelpText('after', HELP);
