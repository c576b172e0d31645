// Runs the engines until asked to stop, with the status view on the terminal, and says at the end what came of it.
import type { CommandContext, CommandOutcome } from '../config/commandContext.ts';
import { nodeWall } from '../app/nodeWall.ts';
import { openProgram, type Program } from '../app/program.ts';
import type { ConnectionChoice } from '../app/plans/planConnections.ts';
import { createLogger } from '../logging/createLogger.ts';
import { createHeadlessShell } from '../shell/headless/headlessShell.ts';
import { runSummary } from '../shell/headless/runSummary.ts';
import { processTerminal } from '../shell/headless/processTerminal.ts';

export interface RunOptions extends ConnectionChoice {
  /** Infinity: until asked to stop. */
  readonly durationMs: number;
}

/** Throws `AppError` when nothing can run. */
export async function runEngines(options: RunOptions, context: CommandContext): Promise<CommandOutcome> {
  const { signal, json, quiet, out } = context;
  const wall = nodeWall;
  const startedAt = wall.elapsedMs();
  // Log lines would tear the view; what a trader has to know is in its activity.
  const hasView = process.stdout.isTTY && !json && !quiet;
  const log = hasView ? createLogger('silent', () => undefined) : context.log;
  const program = await openProgram(options, { context: { ...context, log }, wall, shell: 'headless' });
  const ended = new AbortController();
  const done = untilDone(program, signal, options.durationMs);
  const terminal = processTerminal(json ? process.stderr : process.stdout, [process.stdout, process.stderr]);
  const shell = createHeadlessShell({ terminal, wall });
  const shown = quiet ? Promise.resolve() : shell.run({ status: () => program.status(), ended: ended.signal });
  try {
    await Promise.race([program.start().then(() => done), done]);
  } finally {
    await program.stop();
    ended.abort();
    await shown;
  }
  const statuses = program.status();
  out.answer({ connections: statuses }, () => runSummary(statuses, wall.elapsedMs() - startedAt));
  return 0;
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
      const isOver = program.status().every(({ state }) => state === 'stopped');
      if (signal.aborted || left <= 0 || isOver) end();
      else callOff = nodeWall.after(Math.min(left, LOOK_EVERY_MS), look);
    };
    signal.addEventListener('abort', end, { once: true });
    look();
  });
}
