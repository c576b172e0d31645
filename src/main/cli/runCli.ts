// One run of the terminal program: parse, run, end with the right code, stop in bounded time.
import { CommanderError } from 'commander';
import { PASSPHRASE_VARIABLE } from '../config/loadConfig.ts';
import { EXIT, type ExitCode, type Failure, toFailure } from './exitCode.ts';
import { createProgram } from './program.ts';
import {
  commandContext,
  type CommandRunner,
  type GlobalOptions,
  type Surroundings,
  terminalContext,
} from './runCommand.ts';
import type { ShellFactory } from '../shell/ports.ts';
import type { RunStart } from './runEngines.ts';
import type { Streams } from './terminalOutput.ts';

/** A process with windows of its own: nobody may be looking at its terminal. */
export interface WindowProcess {
  readonly createShell: ShellFactory;
  readonly tellFailure: (message: string) => void;
}

/** Runs the command that `args` ask for and returns the exit code. Never throws. */
export async function runCli(args: readonly string[], windows?: WindowProcess): Promise<ExitCode> {
  leaveQuietlyOnClosedPipe();
  const streams: Streams = {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isErrorTty: process.stderr.isTTY,
  };
  const stop = listenForStop(streams);
  const around = { streams, vaultPassphrase: takePassphrase(), env: process.env, signal: stop.signal };
  try {
    return await parseAndRun({ args, ownShell: windows?.createShell }, around);
  } catch (error) {
    const failure = report(error, args.includes('--json'), streams);
    if (failure !== undefined) windows?.tellFailure(failure.message);
    return failure?.code ?? EXIT.done;
  } finally {
    stop.unlisten();
  }
}

/** Out of the environment: nothing that this program starts may inherit it. */
function takePassphrase(): string | undefined {
  const given = process.env[PASSPHRASE_VARIABLE];
  Reflect.deleteProperty(process.env, PASSPHRASE_VARIABLE);
  return given;
}

async function parseAndRun(start: RunStart, around: Surroundings): Promise<ExitCode> {
  let outcome: ExitCode = EXIT.done;
  const runner: CommandRunner = {
    run: async (handler) => {
      const terminal = await terminalContext(program.opts<GlobalOptions>(), around);
      outcome = await handler(await commandContext(terminal, around.streams));
    },
    runWithoutConfig: async (handler) => {
      outcome = await handler(await terminalContext(program.opts<GlobalOptions>(), around));
    },
  };
  const program = createProgram(runner, around.streams, start);
  await program.parseAsync(start.args, { from: 'user' });
  return outcome;
}

/** Undefined: it was none, the help for example. */
function report(error: unknown, isJson: boolean, { stdout, stderr }: Streams): Failure | undefined {
  // Commander has already written its own sentence.
  if (error instanceof CommanderError && error.exitCode === 0) return undefined;
  const isUsage = error instanceof CommanderError;
  const failure: Failure = isUsage
    ? { code: EXIT.badInput, name: 'USAGE', message: usageText(error) }
    : toFailure(error);
  if (!isUsage) stderr(`foredeck: ${failure.message}\n`);
  if ((process.env['FOREDECK_DEBUG'] ?? '') !== '' && error instanceof Error) stderr(`${stackOf(error)}\n`);
  if (isJson) stdout(`${JSON.stringify({ error: { code: failure.name, message: failure.message } })}\n`);
  return failure;
}

/** Asked for nothing, commander shows its help and says no more. */
const usageText = ({ code, message }: CommanderError): string =>
  code === 'commander.help' ? 'expected a command; --help lists them' : message.replace(/^error: /, '');

const stackOf = (error: Error): string =>
  error.cause instanceof Error ? `${error.stack ?? ''}\ncaused by ${stackOf(error.cause)}` : (error.stack ?? '');

/** npm passes a Ctrl+C on to a program that the terminal has told already: the two are one. */
const SAME_SIGNAL_MS = 300;

/** The first signal asks the command to stop, the second ends the process at once. */
function listenForStop({ stderr }: Streams): { readonly signal: AbortSignal; readonly unlisten: () => void } {
  const controller = new AbortController();
  let asked = 0;
  const listener = (): void => {
    if (controller.signal.aborted) {
      if (performance.now() - asked > SAME_SIGNAL_MS) process.exit(EXIT.stopped);
      return;
    }
    asked = performance.now();
    controller.abort();
    stderr('\nStopping; Ctrl+C again stops at once.\n');
  };
  const unlisten = (): void => STOP_SIGNALS.forEach((name) => process.off(name, listener));
  STOP_SIGNALS.forEach((name) => process.on(name, listener));
  return { signal: controller.signal, unlisten };
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `foredeck ... | head` closes our output early: nobody reads on, so the work ends without a word. */
function leaveQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.done);
      throw error;
    });
  }
}
