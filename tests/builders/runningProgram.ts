// A program on the simulator in this process, in a folder of its own, with windows on it.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeWall } from '../../src/main/app/nodeWall.ts';
import { openProgram, type Program } from '../../src/main/app/program.ts';
import { userConfigFile } from '../../src/main/config/paths.ts';
import { loadConfig } from '../../src/main/config/loadConfig.ts';
import { type KeptLine, keptLog } from '../fakes/keptLog.ts';
import { aCommandContext } from './commandContext.ts';
import { TestWindow } from './testWindow.ts';

export interface RunningProgram {
  readonly program: Program;
  readonly folder: string;
  /** What the program has to say of faults. */
  readonly errors: () => readonly KeptLine[];
  readonly window: () => TestWindow;
  /** Everything it logged, and what it noted on the terminal. */
  readonly lines: readonly KeptLine[];
  readonly notes: readonly string[];
  readonly stop: () => Promise<void>;
}

export interface RunningProgramOptions {
  /** One that stays; without it the program gets a folder of its own, gone at its end. */
  readonly folder?: string;
  readonly vaultPassphrase?: string;
}

export async function runningProgram(
  assignments: readonly string[],
  options: RunningProgramOptions = {},
): Promise<RunningProgram> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'foredeck-'));
  const { log, lines } = keptLog();
  const file = userConfigFile(folder);
  const configSources = { env: {}, assignments, ...(existsSync(file) ? { file } : {}) };
  const loaded = loadConfig(configSources);
  if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('; '));
  const { context, notes } = aCommandContext({
    ...{
      dataDir: folder,
      configSources,
      vaultPassphrase: options.vaultPassphrase,
      log,
      clock: nodeWall,
      config: loaded.value.config,
    },
  });
  const program = await openProgram(
    { connections: [] },
    { context, wall: nodeWall, shell: { name: 'test', openWindow: () => Promise.resolve() } },
  );
  await program.start();
  let stopped: Promise<void> | undefined;
  return {
    ...{ program, folder, lines, notes },
    errors: () => lines.filter(({ level }) => level === 'error'),
    window: () => new TestWindow((transport) => program.openSession(transport)),
    stop: async () => {
      stopped ??= program.stop();
      await stopped;
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
