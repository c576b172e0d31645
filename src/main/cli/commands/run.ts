// `run`: the engines without a window.
import type { Command } from 'commander';
import { collect, toDurationMs, toSpeed } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
Without --connection every enabled one runs: by default the simulator, a made-up market, labelled SIMULATED. Orders are PAPER: no
money is at stake. Ctrl+C stops in order: orders on their way are settled, everything is on the disk. What it did is in the data
folder; the next start goes on from there.

Examples:
  foredeck run
  foredeck run --speed 600 --duration 2m
  foredeck run --setting badDay.isOn=true
  foredeck run --connection replay --setting 'replay.candles=["binance_BTCUSDT_15m.csv.gz"]'
`;

interface RunFlags {
  readonly connection?: readonly string[];
  readonly duration?: number;
  readonly speed?: number;
}

export function addRun(program: Command, { run }: CommandRunner): void {
  program
    .command('run')
    .description('trade on paper, with a live status view')
    .option('--connection <id>', 'connection to run (simulator, replay); may be repeated', collect)
    .option('--duration <time>', 'stop by itself after this long, for example 60s, 5m or 2h', toDurationMs)
    .option('--speed <n>', "the simulator's or replay's seconds per second, 0.1 to 10000", toSpeed)
    .addHelpText('after', HELP)
    .action(({ connection = [], duration = Infinity, speed }: RunFlags) =>
      run(async (context) => {
        const { runEngines } = await import('../runEngines.ts');
        return runEngines({ connections: connection, durationMs: duration, speed }, context);
      }),
    );
}
