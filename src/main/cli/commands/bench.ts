// `bench`: the performance table.
import type { Command } from 'commander';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
Every benchmark runs five times and checks the digest of its result: a wrong result ends with exit code 1. A missed target
is shown; with --strict it ends with exit code 1 too.

Examples:
  foredeck bench
  foredeck bench backtest indications --strict
`;

export function addBench(program: Command, { run }: CommandRunner): void {
  program
    .command('bench')
    .description('measure the performance table of the README')
    .argument('[name...]', 'benchmarks; all without one')
    .option('--strict', 'a missed target ends with exit code 1')
    .addHelpText('after', HELP)
    .action((names: readonly string[], { strict }: { readonly strict?: true }) =>
      run(async (context) => {
        const { BENCHES } = await import('../bench/benches.ts');
        const { runBenches } = await import('../bench/runBenches.ts');
        return runBenches(BENCHES, { names, strict: strict === true }, context);
      }),
    );
}
