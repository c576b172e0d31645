// `replay --verify`: the journal of a data folder held against the engine.
import type { Command } from 'commander';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
Every kept step is taken again by a fresh engine: its hash, its events and its effects must be the same to the last byte.
Nothing is written; it also works while Foredeck runs. Exit code 1: it differs, and the first difference is shown.

Examples:
  foredeck replay --verify
  foredeck --json replay --verify --connection simulator
`;

export function addReplay(program: Command, { run }: CommandRunner): void {
  program
    .command('replay')
    .description('re-run the journal in the data folder and compare every step')
    .requiredOption('--verify', 'compare every step with what was recorded')
    .option('--connection <id>', 'of this connection (needed where there are several)')
    .addHelpText('after', HELP)
    .action(({ connection }: { readonly connection?: string }) =>
      run(async (context) => {
        const { replayJournal } = await import('../replayJournal.ts');
        return replayJournal(connection as ConnectionId | undefined, context);
      }),
    );
}
