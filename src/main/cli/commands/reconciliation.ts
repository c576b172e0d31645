// `reconciliation`: the inbox of differences with the venue's account, of the instance that runs on the data folder.
import { type Command, Option } from 'commander';
import { type ConnectionId, type StrategyId, toConnectionId, toStrategyId } from '../../../shared/domain/ids.ts';
import type { DifferenceAction } from '../../../shared/domain/reconciliation.ts';
import type { Decimal } from '../../../shared/money.ts';
import { requiredOption, toPrice, toReason } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
Foredeck compares its books with the exchange's account at start and all the time. What only you can settle waits here, and no new
entry goes out on its symbol until you have said what it is:
  adopt    it becomes ours: a position under "manual" with a stop, or a correction of the balance
  assign   a position becomes that of a strategy, or closes what the strategy held
  flatten  it goes: an order is canceled, a position is adopted and closed at the market
  ignore   it stays as it is and does not count; "restore" counts it again
It asks the running Foredeck through a socket in its data folder. The id of a difference changes with its figures: what you have not
seen you cannot settle. Exit codes: 0 done; 1 refused; 2 no Foredeck runs there, or wrong usage.

Examples:
  foredeck reconciliation
  foredeck reconciliation resolve position:BTC/USDT:USDT:0:0.1 --action adopt --price 64000 --reason "bought by hand"
  foredeck reconciliation resolve order:4711 --action flatten --reason "a leftover of the old bot"
`;

interface InboxFlags {
  readonly connection?: ConnectionId;
}

interface ResolveFlags extends InboxFlags {
  readonly action: DifferenceAction;
  readonly strategy?: StrategyId;
  readonly price?: Decimal;
  readonly reason: string;
}

const ACTIONS: readonly DifferenceAction[] = ['adopt', 'assign', 'flatten', 'ignore', 'restore'];

export function addReconciliation(program: Command, { runWithoutConfig }: CommandRunner): void {
  const inbox = program
    .command('reconciliation')
    .description("differences between the books and the exchange's account that wait for you");
  const connection = ['--connection <id>', 'only this connection (else all)', toConnectionId] as const;
  inbox
    .command('list', { isDefault: true })
    .description('what waits, what can be done about it, and what is ignored')
    .option(...connection)
    .addHelpText('after', HELP)
    .action((flags: InboxFlags) => runWithoutConfig(async (context) => (await work()).runInbox(flags, context)));
  const resolve = inbox.command('resolve').argument('<id>', 'the difference, as the list names it');
  resolve.description('settle one of them').addHelpText('after', HELP);
  resolve.addOption(
    new Option('--action <what>', 'adopt, assign, flatten, ignore or restore').choices(ACTIONS).makeOptionMandatory(),
  );
  resolve.option('--strategy <id>', 'to whom it is assigned', (text): StrategyId => toStrategyId(text));
  resolve.option('--price <price>', 'at which a position is booked (else the price there is now)', toPrice);
  requiredOption(resolve, '--reason <text>', 'why, for the record').argParser(toReason);
  resolve
    .option(...connection)
    .action((id: string, { connection: of, ...flags }: ResolveFlags) =>
      runWithoutConfig(async (context) => (await work()).runResolve({ id, connection: of, ...flags }, context)),
    );
}

const work = async () => import('../control/inboxCommands.ts');
