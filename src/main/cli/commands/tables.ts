// `positions`, `orders`, `trades`, `signals` and `ledger`: what foredeck.db tells, whether an instance runs or not.
import type { Command } from 'commander';
import { type ConnectionId, type StrategyId, toConnectionId, toStrategyId } from '../../../shared/domain/ids.ts';
import { toLimit, toSymbol, toTime } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';
import type { TableFlags, TableName } from '../tables/tableCommands.ts';

const HELP = `
They read the data folder, whether Foredeck runs or not; the newest come last. Times are UTC, by the clock of the connection: a
simulated market has its own. What came of a made-up market is labelled SIMULATED.
With --json one document such as {"trades":[…]}: decimals are text, times epoch milliseconds.

Examples:
  foredeck positions
  foredeck orders --open
  foredeck trades --strategy sma-cross --from 2026-01-15 --limit 200
  foredeck --json ledger --connection simulator
`;

export function addTables(program: Command, { runWithoutConfig }: CommandRunner): void {
  const add = (name: TableName, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--connection <id>', 'only this connection', (text): ConnectionId => toConnectionId(text))
      .option('--symbol <symbol>', 'only this symbol, for example BTC/USDT:USDT', toSymbol)
      .option('--strategy <id>', 'only this strategy', (text): StrategyId => toStrategyId(text))
      .option('--from <time>', 'from then on, UTC date or epoch ms', toTime)
      .option('--to <time>', 'before then, UTC date or epoch ms', toTime)
      .option('--limit <number>', 'the newest so many of each connection', toLimit, 50)
      .addHelpText('after', HELP)
      .action((flags: TableFlags) =>
        runWithoutConfig(async (context) => {
          const { runTable } = await import('../tables/tableCommands.ts');
          return runTable(name, flags, context);
        }),
      );
  add('positions', 'open positions with stop, target and open P&L');
  add('orders', 'orders with their fills and what became of them').option('--open', 'only those still working');
  add('trades', 'closed positions with their result');
  add('signals', 'what strategies proposed, and what became of it');
  add('ledger', 'every cause of a change of the balance');
}
