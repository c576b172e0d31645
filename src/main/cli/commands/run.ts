// `run`: the engines, in a terminal or with a window.
import { type Command, Option } from 'commander';
import type { ShellWish } from '../../shell/chooseShell.ts';
import { collect, toDurationMs, toSpeed } from '../options.ts';
import type { CommandRunner } from '../runCommand.ts';
import type { RunOptions, RunStart } from '../runEngines.ts';

const HELP = `
Without --connection every enabled one runs: by default the simulator, a made-up market, labelled SIMULATED. Orders are PAPER: no
money is at stake. Ctrl+C stops in order: orders on their way are settled, everything is on the disk. What it did is in the data
folder; the next start goes on from there.

--shell auto, which npm start asks for, opens a window: in Electron if it is there or can be fetched, else in an installed Chromium,
Chrome, Edge or Brave (FOREDECK_BROWSER names another); without a display or a browser it shows the status view here. Where a
Foredeck with a window runs on the data folder already, its window is shown and nothing is started.

loopback is the rehearsal exchange: a made-up market behind keys, to go the way to live trading without money. Its keys lie in the
vault, which FOREDECK_VAULT_PASSPHRASE of the environment opens where there is no window to do it in.

Examples:
  foredeck run
  foredeck run --speed 600 --duration 2m
  foredeck run --shell chromium
  foredeck run --setting badDay.isOn=true
  foredeck run --connection replay --setting 'replay.candles=["binance_BTCUSDT_15m.csv.gz"]'
`;

interface RunFlags {
  readonly connection?: readonly string[];
  readonly duration?: number;
  readonly speed?: number;
  readonly shell: ShellWish;
  readonly whenClosed?: NonNullable<RunOptions['whenClosed']>;
}

export function addRun(program: Command, { run, start }: CommandRunner & { readonly start: RunStart }): void {
  program
    .command('run')
    .description('trade on paper, with a live status view or a window')
    .option('--connection <id>', 'connection to run (simulator, replay, loopback); may be repeated', collect)
    .option('--duration <time>', 'stop by itself after this long, for example 60s, 5m or 2h', toDurationMs)
    .option('--speed <n>', 'the simulated or recorded seconds per second, 0.1 to 10000', toSpeed)
    .addOption(
      new Option('--shell <name>', 'what shows it: a window, or the status view in this terminal')
        .choices(['auto', 'electron', 'chromium', 'headless'])
        .default('headless'),
    )
    .addOption(
      new Option('--when-closed <what>', 'what closing the window does from now on').choices(['ask', 'keep', 'stop']),
    )
    .addHelpText('after', HELP)
    .action(({ connection = [], duration = Infinity, speed, shell, whenClosed }: RunFlags) =>
      run(async (context) => {
        const { runEngines } = await import('../runEngines.ts');
        const options = { connections: connection, durationMs: duration, speed, shell, whenClosed };
        return runEngines(options, context, start);
      }),
    );
}
