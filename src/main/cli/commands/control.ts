// `halt`, `resume` and `kill-switch`: orders to the instance that runs on the data folder.
import type { Command } from 'commander';
import { type ConnectionId, toConnectionId } from '../../../shared/domain/ids.ts';
import { requiredOption, toReason } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
They reach the running Foredeck through a socket in its data folder, which only its owner can open.
Exit codes: 0 done; 1 one of the connections refused, or is not yet verified flat; 2 no Foredeck runs there, or wrong usage.

Examples:
  foredeck halt --reason "news at two"
  foredeck resume --reason "news was harmless"
  foredeck --json kill-switch --yes
`;

interface ControlFlags {
  readonly connection?: ConnectionId;
  readonly reason?: string;
}

export function addControl(program: Command, { runWithoutConfig }: CommandRunner): void {
  const command = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--connection <id>', 'only this connection (else all)', toConnectionId)
      .addHelpText('after', HELP);
  command('halt', 'no more orders but cancels; positions stay, with their stops')
    .option('--reason <text>', 'why, for the record', toReason, 'halted from the terminal')
    .action((flags: ControlFlags) =>
      runWithoutConfig(async (context) => (await work()).runControl('halt', flags, context)),
    );
  const resume = command('resume', 'trade again after a halt, a loss limit, a kill switch or in safe mode');
  requiredOption(resume, '--reason <text>', 'why it is right to go on').argParser(toReason);
  resume.action((flags: ControlFlags) =>
    runWithoutConfig(async (context) => (await work()).runControl('resume', flags, context)),
  );
  command('kill-switch', 'cancel every order, close every position at the market, halt; then see that it is so')
    .option('--reason <text>', 'why, for the record', toReason, 'kill switch from the terminal')
    .option('--yes', 'do not ask')
    .action(({ yes, ...flags }: ControlFlags & { readonly yes?: true }) =>
      runWithoutConfig(async (context) => {
        const [{ runKillSwitch }, { askYes }] = await Promise.all([work(), import('../control/askYes.ts')]);
        return runKillSwitch(flags, context, yes === true || !process.stdin.isTTY ? undefined : askYes);
      }),
    );
}

const work = async () => import('../control/controlCommands.ts');
