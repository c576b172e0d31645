// `features export`: what models are asked, for every candle of a file, with what came of each; `list`: what there is.
import type { Command } from 'commander';
import type { ExportFeaturesOptions } from '../features/exportFeatures.ts';
import { requiredOption, toBarriers, toPath, toSymbol, toTimeframe } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
The file has the column timestamp (candle open, epoch ms UTC) and one per feature, at full single precision, as the engine
computes them; cells are empty until the set's look-back is full. Candles of a shorter timeframe are put together first.
With --labels the last column is label: BUY, SELL or HOLD by the barrier that the market reached first, empty while undecided.

Examples:
  foredeck features export --candles binance_BTCUSDT_1h.csv.gz --timeframe 1h --out features.csv --labels
  foredeck features export --candles binance_BTCUSDT_15m.csv.gz --timeframe 4h --out features.csv --labels --barriers 12:1.2:0.8:96
  foredeck features list
`;

export function addFeatures(program: Command, { runWithoutConfig }: CommandRunner): void {
  const features = program.command('features').description('what models are asked').addHelpText('after', HELP);
  const fromFile = features.command('export').description('feature vectors of every candle of a file, as CSV');
  requiredOption(fromFile, '--candles <file>', 'candle file').argParser(toPath);
  requiredOption(fromFile, '--timeframe <timeframe>', 'timeframe of the vectors').argParser(toTimeframe);
  requiredOption(fromFile, '--out <file>', 'CSV file to write').argParser(toPath);
  fromFile
    .option('--set <id>', 'feature set, see features list', 'core-1')
    .option('--labels', 'also what came of each candle')
    .option(
      '--barriers <horizon:up:down:halfLife>',
      'of the labels: candles; volatilities up and down; half-life of the volatility (else by timeframe)',
      toBarriers,
    )
    .option('--symbol <symbol>', 'symbol of the candles', toSymbol)
    .addHelpText('after', HELP)
    .hook('preAction', () => {
      if (fromFile.getOptionValue('barriers') !== undefined && fromFile.getOptionValue('labels') === undefined) {
        fromFile.error("error: option '--barriers' is about labels: add --labels");
      }
    })
    .action((flags: ExportFeaturesOptions) =>
      runWithoutConfig(async (context) => {
        const { exportFeatures } = await import('../features/exportFeatures.ts');
        return exportFeatures(flags, context);
      }),
    );
  features
    .command('list')
    .description('every feature set with its hash, and each feature with its definition and unit')
    .addHelpText('after', HELP)
    .action(() =>
      runWithoutConfig(async ({ out }) => {
        const { listFeatures } = await import('../features/listFeatures.ts');
        return listFeatures(out);
      }),
    );
}
