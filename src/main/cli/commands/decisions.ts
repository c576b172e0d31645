// `decisions`: why a strategy did what it did at a candle, and why not something else.
import type { Command } from 'commander';
import type { DecisionFlags } from '../decisions/showDecisions.ts';
import { toSymbol, toTimeOfMarket } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
For every strategy: what it was asked at the newest candle that was closed then, each comparison with its values, what stopped it,
since when and how far away it was; of a signal every gate, the size and every risk verdict. Without --at: the newest candle.
Without --symbol: one line for each strategy and symbol. Nothing is written; it also works while Foredeck runs.

Examples:
  foredeck decisions
  foredeck decisions --symbol BTC/USDT
  foredeck decisions --symbol BTC/USDT --at 2025-01-31T12:15:00Z --strategy sma-cross
`;

export function addDecisions(program: Command, { run }: CommandRunner): void {
  program
    .command('decisions')
    .description('why, and why not: what strategies found at a candle')
    .option('--symbol <symbol>', 'for example BTC/USDT', toSymbol)
    .option('--at <time>', "time of the connection's clock, UTC date or epoch ms", toTimeOfMarket)
    .option('--strategy <id>', 'only this strategy')
    .option('--connection <id>', 'only this connection')
    .addHelpText('after', HELP)
    .action((flags: DecisionFlags) =>
      run(async (context) => {
        const { showDecisions } = await import('../decisions/showDecisions.ts');
        return showDecisions(flags, context);
      }),
    );
}
