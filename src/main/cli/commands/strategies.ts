// `strategies list` and `strategies check`.
import type { Command } from 'commander';
import { collectPaths } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
Strategies are YAML files: those that come with Foredeck, and yours in the folder strategies of the data folder. One of yours
takes the place of a shipped one with the same id. "backtest --strategy" takes an id of the list or the path of a file.

Examples:
  foredeck strategies list
  foredeck strategies check mine.yaml other.yaml
  foredeck --json strategies list
`;

export function addStrategies(program: Command, { runWithoutConfig }: CommandRunner): void {
  const strategies = program.command('strategies').description('strategy files').addHelpText('after', HELP);
  strategies
    .command('list')
    .description('every strategy with its file, and what is wrong with it')
    .addHelpText('after', HELP)
    .action(() => runWithoutConfig(async (context) => (await work()).runStrategiesList(context)));
  strategies
    .command('check')
    .description('every problem of strategy files, with line and column')
    .argument('<file...>', 'strategy files', collectPaths)
    .addHelpText('after', HELP)
    .action((files: readonly string[]) =>
      runWithoutConfig(async (context) => (await work()).runStrategiesCheck(files, context)),
    );
}

const work = async () => import('../strategies/strategyCommands.ts');
