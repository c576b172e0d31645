// Runs one command: builds what it gets, maps how it ended to an exit code.
import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CommandContext, TerminalContext, WallClock } from '../config/commandContext.ts';
import { toEpochMs } from '../../shared/domain/ids.ts';
import { AppError } from '../../shared/errors.ts';
import { problemText } from '../../shared/result.ts';
import type { ExitCode } from './exitCode.ts';
import { createOutput, type Streams } from './terminalOutput.ts';
import { createProgress, NO_PROGRESS } from './terminalProgress.ts';

export type Handler<Context = CommandContext> = (context: Context) => Promise<ExitCode>;

/** How commands are started; the outcome is kept by whoever made it. */
export interface CommandRunner {
  readonly run: (handler: Handler) => Promise<void>;
  /** For commands that must work with a broken configuration. */
  readonly runWithoutConfig: (handler: Handler<TerminalContext>) => Promise<void>;
}

/** Options before or after any command. */
export interface GlobalOptions {
  readonly dataDir?: string;
  readonly config?: string;
  readonly setting?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

export interface Surroundings {
  readonly streams: Streams;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly vaultPassphrase: string | undefined;
  readonly signal: AbortSignal;
}

const clock: WallClock = { now: () => toEpochMs(Date.now()), elapsedMs: () => performance.now() };

export async function terminalContext(options: GlobalOptions, around: Surroundings): Promise<TerminalContext> {
  const { dataFolder, userConfigFile } = await import('../config/paths.ts');
  const { streams, env, signal, vaultPassphrase } = around;
  const [json, quiet] = [options.json === true, options.quiet === true];
  const dataDir = dataFolder(options.dataDir, env);
  const file = options.config ?? [userConfigFile(dataDir)].find(existsSync);
  return {
    configSources: { ...(file !== undefined && { file }), env, assignments: options.setting ?? [] },
    ...{ dataDir, vaultPassphrase },
    out: createOutput(streams, { json, quiet }),
    progress: quiet ? NO_PROGRESS : createProgress({ write: streams.stderr, isTty: streams.isErrorTty, clock }),
    clock,
    signal,
    json,
    quiet,
    breathe: async () => {
      await nextTurn();
      if (signal.aborted) throw new AppError('CANCELED', 'stopped on request');
    },
  };
}

export async function commandContext(terminal: TerminalContext, streams: Streams): Promise<CommandContext> {
  const [{ loadConfig }, { createLogger, lineText }] = await Promise.all([
    import('../config/loadConfig.ts'),
    import('../logging/createLogger.ts'),
  ]);
  const loaded = loadConfig(terminal.configSources);
  if (!loaded.ok) throw new AppError('BAD_INPUT', loaded.error.map(problemText).join('\n'));
  const { config } = loaded.value;
  const level = terminal.quiet ? 'error' : config.logging.level;
  return { ...terminal, config, log: createLogger(level, (line) => streams.stderr(`${lineText(line)}\n`)) };
}
