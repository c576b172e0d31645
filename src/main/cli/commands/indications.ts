// `indications export`: indicator values of a candle file; `indications compute`: of stored candles, into the store.
import type { Command } from 'commander';
import type { ComputeFlags } from '../indications/computeStored.ts';
import type { ExportOptions } from '../indications/exportIndications.ts';
import { requiredOption, toSymbol, toTime, toTimeframe } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const SET_HELP = 'indicators as name:parameter:parameter, for example sma:20,rsi:14,macd:12:26:9';

const HELP = `
The file has the column timestamp (candle open, epoch ms UTC) and one per value, for example macd_12_26_9_signal; cells
are empty while an indicator is warming up. Values are those the engine computes, at full precision.

Examples:
  foredeck indications export --candles binance_BTCUSDT_15m.csv.gz --set sma:20,rsi:14,macd:12:26:9 --out values.csv
  foredeck indications compute --source binance --symbol BTC/USDT --timeframe 15m --from 2024-01-01
`;

export function addIndications(program: Command, { run }: CommandRunner): void {
  const indications = program.command('indications').description('indicator values').addHelpText('after', HELP);
  const fromFile = indications.command('export').description('indicator values of every candle of a file, as CSV');
  requiredOption(fromFile, '--candles <file>', 'candle file');
  requiredOption(fromFile, '--set <list>', SET_HELP);
  requiredOption(fromFile, '--out <file>', 'CSV file to write');
  fromFile
    .option('--symbol <symbol>', 'symbol of the candles', toSymbol)
    .option('--timeframe <timeframe>', 'timeframe of the candles', toTimeframe)
    .addHelpText('after', HELP)
    .action((flags: ExportOptions) =>
      run(async (context) => {
        const { exportIndications } = await import('../indications/exportIndications.ts');
        return exportIndications(flags, context);
      }),
    );
  indications
    .command('compute')
    .description('compute and store the values of stored candles, each candle once')
    .option('--source <name>', 'where the candles come from, for example binance')
    .option('--symbol <symbol>', 'for example BTC/USDT', toSymbol)
    .option('--timeframe <timeframe>', 'for example 15m', toTimeframe)
    .option('--set <list>', `${SET_HELP} (else the settings indications.byTimeframe and indications.set)`)
    .option('--from <time>', 'first candle, UTC date or epoch ms', toTime)
    .option('--to <time>', 'end, not included, UTC date or epoch ms', toTime)
    .addHelpText('after', HELP)
    .action((flags: ComputeFlags) =>
      run(async (context) => {
        const { computeStoredIndications } = await import('../indications/computeStored.ts');
        return computeStoredIndications(flags, context);
      }),
    );
}
