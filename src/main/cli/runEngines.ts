// Runs the engines until asked to stop, with the status view on the terminal, and says at the end what came of it.
import type { CommandContext, CommandOutcome } from '../config/commandContext.ts';
import { nodeWall } from '../app/nodeWall.ts';
import { openProgram } from '../app/program.ts';
import type { ConnectionChoice } from '../app/plans/planConnections.ts';
import { createHeadlessShell } from '../shell/headless/headlessShell.ts';
import { runSummary } from '../shell/headless/runSummary.ts';
import { processTerminal } from '../shell/headless/processTerminal.ts';

export interface RunOptions extends ConnectionChoice {
  /** Undefined: until asked to stop. */
  readonly durationMs: number | undefined;
}

/** Throws `AppError` when nothing can run. */
export async function runEngines(options: RunOptions, context: CommandContext): Promise<CommandOutcome> {
  const { signal, json, quiet, out } = context;
  const wall = nodeWall;
  const startedAt = wall.elapsedMs();
  const program = await openProgram(options, { context, wall, shell: 'headless' });
  const ended = new AbortController();
  const stopped = untilAsked(signal, options.durationMs);
  const shell = createHeadlessShell({ terminal: processTerminal(json ? process.stderr : process.stdout), wall });
  const shown = quiet ? Promise.resolve() : shell.run({ status: () => program.status(), ended: ended.signal });
  try {
    await Promise.race([program.start().then(() => stopped), stopped]);
  } finally {
    await program.stop();
    ended.abort();
    await shown;
  }
  const statuses = program.status();
  out.answer({ connections: statuses }, () => runSummary(statuses, wall.elapsedMs() - startedAt));
  return 0;
}

function untilAsked(signal: AbortSignal, durationMs: number | undefined): Promise<void> {
  return new Promise((done) => {
    const callOff = durationMs === undefined ? undefined : nodeWall.after(durationMs, done);
    const stop = (): void => {
      callOff?.();
      done();
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
