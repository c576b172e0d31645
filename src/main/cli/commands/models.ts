// `models verify`, `list` and `card`: what models there are and whether they are sound; `predict`: what they say of a file.
import type { Command } from 'commander';
import type { PredictOptions } from '../models/predictModels.ts';
import { requiredOption, toPath, toSymbol, toTimeframe } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
Models come with Foredeck; yours are in the folder models of the data folder, beside a manifest.json of their own. Your models
of a symbol take the place of the shipped ones of that symbol; the weights of a symbol's models add up to 1. A model that fails
a check is left out, and the others are used.

Examples:
  foredeck models verify
  foredeck models card xgboost-btc-15m
  foredeck models predict --candles binance_BTCUSDT_15m.csv.gz --timeframe 4h --out predictions.csv
`;

const PREDICT_HELP = `
The file has the column timestamp (candle open, epoch ms UTC) and, for each model, the probabilities of SELL, HOLD and BUY, for
example xgboost-btc-15m_buy: one row for each candle of the timeframe once the features are warmed up, to the bit as the
running program has them. Candles of a shorter timeframe are put together first. Cells are empty where a model fails.
`;

export function addModels(program: Command, { run, runWithoutConfig }: CommandRunner): void {
  const models = program.command('models').description('the models that are asked').addHelpText('after', HELP);
  models
    .command('verify')
    .description('check every model: manifest, weights, features, file, hash, shapes, an inference')
    .addHelpText('after', HELP)
    .action(() => runWithoutConfig(async (context) => (await work()).verifyModels(context)));
  models
    .command('list')
    .description('every model with its weight and how good it was on data it never saw')
    .addHelpText('after', HELP)
    .action(() => runWithoutConfig(async (context) => (await work()).runModelsList(context)));
  models
    .command('card')
    .description('what a model is, how it was made and what it cannot do, as Markdown')
    .argument('<id>', 'id of a model, see models list')
    .addHelpText('after', HELP)
    .action((id: string) => runWithoutConfig(async (context) => (await work()).showCard(id, context)));
  const predict = models.command('predict').description('what models say of every candle of a file, as CSV');
  requiredOption(predict, '--candles <file>', 'candle file').argParser(toPath);
  requiredOption(predict, '--timeframe <timeframe>', 'of the models').argParser(toTimeframe);
  requiredOption(predict, '--out <file>', 'CSV file to write').argParser(toPath);
  predict
    .option('--model <id>', 'only this model (else all of the timeframe)')
    .option('--symbol <symbol>', 'symbol of the candles', toSymbol)
    .addHelpText('after', PREDICT_HELP + HELP)
    .action((flags: PredictOptions) =>
      run(async (context) => {
        const { predictModels } = await import('../models/predictModels.ts');
        return predictModels(flags, context);
      }),
    );
}

const work = async () => import('../models/modelCommands.ts');
