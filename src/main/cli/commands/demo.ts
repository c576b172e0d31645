// `demo`: what `npm start` shows.
import type { Command } from 'commander';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
The candles are SIMULATED: made up by the market simulator, they say nothing about a real market.

Examples:
  foredeck demo
  foredeck demo --seed another
`;

export function addDemo(program: Command, { run }: CommandRunner): void {
  program
    .command('demo')
    .description('a first look: the shipped strategies on sixty days of simulated candles')
    .option('--seed <text>', 'another simulated market')
    .addHelpText('after', HELP)
    .action(({ seed }: { readonly seed?: string }) =>
      run(async (context) => {
        const { DEMO_SEED, runDemo } = await import('../../backtest/demo.ts');
        return runDemo({ seed: seed ?? DEMO_SEED }, context);
      }),
    );
}
