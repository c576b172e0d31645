// `data import`, `data check`, `data export`: candles.
import type { Command } from 'commander';
import type { ExportFlags, ImportFlags } from '../data/dataCommands.ts';
import type { SeriesOptions } from '../../store/candleFiles/candleFileName.ts';
import { toSymbol, toTime, toTimeframe } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
Candle files are CSV, optionally gzip, with the header timestamp,open,high,low,close,volume; timestamp is the open time in
epoch ms UTC. Source, symbol and timeframe come from the name <exchange>_<SYMBOL>_<timeframe>.csv[.gz] or from the options.
More than 1 % rejected rows stop an import.

Examples:
  foredeck data check binance_BTCUSDT_15m.csv.gz
  foredeck data import binance_BTCUSDT_15m.csv.gz
  foredeck data import mine.csv --source mine --symbol BTC/USDT --timeframe 1h
  foredeck data export --source binance --symbol BTC/USDT --timeframe 15m --from 2024-01-01 --out btc.csv.gz
`;

export function addData(program: Command, { run }: CommandRunner): void {
  const data = program.command('data').description('recorded candles').addHelpText('after', HELP);
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
    .option('--out <file>', 'file to write, gzip if it ends in .gz (else named by the series)')
    .action((flags: ExportFlags) => run(async (context) => (await work()).runDataExport(flags, context)));
}

const work = async () => import('../data/dataCommands.ts');

const series = (command: Command): Command =>
  command
    .option('--source <name>', 'where the candles come from, for example binance')
    .option('--symbol <symbol>', 'for example BTC/USDT', toSymbol)
    .option('--timeframe <timeframe>', 'for example 15m', toTimeframe)
    .addHelpText('after', HELP);
