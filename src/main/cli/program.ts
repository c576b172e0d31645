// The commands of the terminal and their options. Only light modules are loaded here; a command loads its work when it runs.
import { Command } from 'commander';
import { programVersion } from '../backtest/programVersion.ts';
import { addBacktest } from './commands/backtest.ts';
import { addBench } from './commands/bench.ts';
import { addConfig } from './commands/config.ts';
import { addControl } from './commands/control.ts';
import { addData } from './commands/data.ts';
import { addDecisions } from './commands/decisions.ts';
import { addDemo } from './commands/demo.ts';
import { addFeatures } from './commands/features.ts';
import { addIndications } from './commands/indications.ts';
import { addModels } from './commands/models.ts';
import { addReconciliation } from './commands/reconciliation.ts';
import { addReplay } from './commands/replay.ts';
import { addRun } from './commands/run.ts';
import { addStrategies } from './commands/strategies.ts';
import { addTables } from './commands/tables.ts';
import { collect } from './options.ts';
import type { CommandRunner } from './runCommand.ts';
import type { RunStart } from './runEngines.ts';
import type { Streams } from './terminalOutput.ts';

const EXIT_CODES = `
Exit codes: 0 done; 1 the answer is no; 2 wrong usage or bad input; 3 a fault of Foredeck; 130 stopped by Ctrl+C.

Examples (in a checkout, "npm run -s cli --" stands for foredeck):
  foredeck demo
  foredeck backtest --strategy sma-cross --candles binance_BTCUSDT_15m.csv.gz --out report
  foredeck --json config show
`;

/** `start` is for the one command that may go on in another process. */
export function createProgram(runner: CommandRunner, streams: Streams, start: RunStart): Command {
  const program = new Command('foredeck')
    .description('Backtest, inspect and run trading strategies.')
    .version(`foredeck ${programVersion} (node ${process.version})`, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .option('--data-dir <dir>', "folder of Foredeck's data (else FOREDECK_DATA_DIR, else your application-data folder)")
    .option('--config <file>', 'configuration file (else config.yaml in the data folder, if there is one)')
    .option('--setting <key=value>', 'one setting, for example risk.maxDailyLossPct=3; may be repeated', collect)
    .option('--json', 'exactly one JSON document on stdout, everything else on stderr')
    .option('--quiet', 'no progress and no remarks')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('Run with --help for usage.')
    .configureOutput({
      writeOut: streams.stdout,
      writeErr: streams.stderr,
      outputError: (text, write) => write(text.replace(/^error: /, 'foredeck: ')),
    })
    .exitOverride();
  addRun(program, { ...runner, start });
  for (const add of [
    ...[addReplay, addDemo, addBacktest, addTables, addDecisions, addControl, addReconciliation],
    ...[addStrategies, addIndications, addFeatures, addModels, addData, addConfig, addBench],
  ])
    add(program, runner);
  return program;
}
