// `indications export`: indicator values of a candle file; `compute`: of stored candles, into the store; `list`: what there is.
import type { Command } from 'commander';
import type { ComputeFlags } from '../indications/computeStored.ts';
import type { ExportOptions } from '../indications/exportIndications.ts';
import { collectList, requiredOption, toPath, toSource, toSymbol, toTime, toTimeframe } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const SET_HELP = 'indicators as name:parameter:parameter, for example sma:20,rsi:14,macd:12:26:9';

const HELP = `
The file has the column timestamp (candle open, epoch ms UTC) and one per value, for example macd_12_26_9_signal; cells
are empty while an indicator is warming up. Values are those the engine computes, at full precision; overlays are for charts.

Examples:
  foredeck indications export --candles binance_BTCUSDT_15m.csv.gz --set sma:20,rsi:14,macd:12:26:9 --out values.csv
  foredeck indications export --candles binance_BTCUSDT_15m.csv.gz --overlay psar:0.02:0.2 --overlay ichimoku --out chart.csv
  foredeck indications list
  foredeck indications compute --source binance --symbol BTC/USDT --timeframe 15m --from 2024-01-01
`;

export function addIndications(program: Command, { run, runWithoutConfig }: CommandRunner): void {
  const indications = program.command('indications').description('indicator values').addHelpText('after', HELP);
  const fromFile = indications.command('export').description('indicator values of every candle of a file, as CSV');
  requiredOption(fromFile, '--candles <file>', 'candle file').argParser(toPath);
  requiredOption(fromFile, '--out <file>', 'CSV file to write').argParser(toPath);
  fromFile
    .option('--set <list>', SET_HELP)
    .option('--overlay <list>', 'chart overlays, for example psar:0.02:0.2; may be repeated', collectList)
    .option('--symbol <symbol>', 'symbol of the candles', toSymbol)
    .option('--timeframe <timeframe>', 'timeframe of the candles', toTimeframe)
    .addHelpText('after', HELP)
    .hook('preAction', () => {
      if (fromFile.getOptionValue('set') === undefined && fromFile.getOptionValue('overlay') === undefined) {
        fromFile.error("error: option '--set <list>' or '--overlay <list>' not specified");
      }
    })
    .action((flags: ExportOptions) =>
      run(async (context) => {
        const { exportIndications } = await import('../indications/exportIndications.ts');
        return exportIndications(flags, context);
      }),
    );
  indications
    .command('list')
    .description('every indicator and overlay with its parameters, their defaults and its lines')
    .addHelpText('after', HELP)
    .action(() =>
      runWithoutConfig(async ({ out }) => {
        const { listIndications } = await import('../indications/listIndications.ts');
        return listIndications(out);
      }),
    );
  indications
    .command('compute')
    .description('compute and store the values of stored candles, each candle once')
    .option('--source <name>', 'where the candles come from, for example binance', toSource)
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
