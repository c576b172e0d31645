// Runs the engines until asked to stop, in the shell that was asked for, and says at the end what came of it.
import { AppError } from '../../shared/errors.ts';
import type { ConnectionChoice } from '../app/plans/planConnections.ts';
import { nodeWall } from '../app/nodeWall.ts';
import { openProgram, type Program } from '../app/program.ts';
import type { CommandContext, CommandOutcome } from '../config/commandContext.ts';
import { ensureFolder } from '../config/paths.ts';
import { createLogger } from '../logging/createLogger.ts';
import type { ShellWish } from '../shell/chooseShell.ts';
import { createHeadlessShell } from '../shell/headless/headlessShell.ts';
import { processTerminal } from '../shell/headless/processTerminal.ts';
import { runSummary } from '../shell/headless/runSummary.ts';
import type { Shell, ShellFactory, ShellSurroundings } from '../shell/ports.ts';
import { filePreferences } from '../shell/preferences.ts';
import { untilAborted } from '../shell/untilAborted.ts';
import type { ExitCode } from './exitCode.ts';
import { pickShell } from './shells/pickShell.ts';
import { reopenWindow } from './shells/reopenWindow.ts';
import { runInElectron } from './shells/runInElectron.ts';

export interface RunOptions extends ConnectionChoice {
  /** Infinity: until asked to stop. */
  readonly durationMs: number;
  readonly shell: ShellWish;
  /** What to do when the window is closed, from now on; absent: as remembered. */
  readonly whenClosed: 'ask' | 'keep' | 'stop' | undefined;
}

/** How this process was started. */
export interface RunStart {
  readonly args: readonly string[];
  /** The shell of the process itself, where that is one with windows of its own. */
  readonly ownShell: ShellFactory | undefined;
}

/** Throws `AppError` when nothing can run. */
export async function runEngines(
  options: RunOptions,
  context: CommandContext,
  { args, ownShell }: RunStart,
): Promise<ExitCode> {
  const hasWindow = ownShell !== undefined || options.shell !== 'headless';
  if (hasWindow && (await reopenWindow(context))) return 0;
  const around = await surroundingsOf(options, context);
  if (ownShell !== undefined) return runHere(options, context, ownShell(around));
  const picked = await pickShell(options.shell, context, around);
  if (picked.kind === 'electron') return runInElectron(picked.path, args, context);
  return runHere(options, context, picked.shell);
}

async function surroundingsOf({ whenClosed }: RunOptions, context: CommandContext): Promise<ShellSurroundings> {
  const { json, log, out } = context;
  const dataDir = ensureFolder(context.dataDir, '--data-dir');
  const terminal = processTerminal(json ? process.stderr : process.stdout, [process.stdout, process.stderr]);
  const preferences = filePreferences(dataDir, log);
  if (whenClosed !== undefined)
    await preferences.set({ whenWindowCloses: whenClosed === 'ask' ? undefined : whenClosed });
  const fallback = createHeadlessShell({ terminal, wall: nodeWall });
  return { dataDir, preferences, fallback, note: (text) => out.note(text), wall: nodeWall, log };
}

async function runHere(options: RunOptions, context: CommandContext, shell: Shell): Promise<CommandOutcome> {
  const { json, quiet, out } = context;
  const wall = nodeWall;
  const startedAt = wall.elapsedMs();
  const isTerminal = shell.name === 'headless';
  // Log lines would tear the view; what a trader has to know is in its activity.
  const hasView = isTerminal && process.stdout.isTTY && !json && !quiet;
  const log = hasView ? createLogger('silent', () => undefined) : context.log;
  const program = await openProgram(options, { context: { ...context, log }, wall, shell });
  const ended = new AbortController();
  const asked = new AbortController();
  const done = untilDone(program, AbortSignal.any([context.signal, asked.signal]), options.durationMs);
  const shown =
    isTerminal && quiet
      ? untilAborted(ended.signal)
      : shell.run({
          status: () => program.status(),
          ended: ended.signal,
          openSession: (transport) => program.openSession(transport),
          stop: () => asked.abort(),
          reconcile: () => program.reconcile(),
          command: (type, reason) => commandText(program, type, reason),
        });
  const started = program.start();
  try {
    await Promise.race([started.then(() => done), done]);
  } finally {
    await program.stop();
    ended.abort();
    await shown;
  }
  // It may be over before it has begun; what kept it from beginning is told all the same.
  await started.catch(unlessCanceled);
  const statuses = program.status();
  out.answer({ connections: statuses }, () => runSummary(statuses, wall.elapsedMs() - startedAt));
  return 0;
}

function unlessCanceled(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== 'CANCELED') throw error;
}

/** On every connection. */
async function commandText(program: Program, type: 'halt' | 'killSwitch', reason: string): Promise<string> {
  const outcomes = await program.command({ command: { type }, connection: undefined, reason, by: 'window' });
  return outcomes.map(({ connection, detail }) => `${connection}: ${detail}`).join('\n');
}

const LOOK_EVERY_MS = 250;

/** Until asked to stop, the time is over, or nothing more comes to any engine, as at the end of recorded candles. */
function untilDone(program: Program, signal: AbortSignal, durationMs: number): Promise<void> {
  const until = nodeWall.elapsedMs() + durationMs;
  return new Promise((done) => {
    let callOff = (): void => undefined;
    const end = (): void => {
      callOff();
      done();
    };
    const look = (): void => {
      const left = until - nodeWall.elapsedMs();
      if (signal.aborted || left <= 0 || program.isOver()) end();
      else callOff = nodeWall.after(Math.min(left, LOOK_EVERY_MS), look);
    };
    signal.addEventListener('abort', end, { once: true });
    look();
  });
}
