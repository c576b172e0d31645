// A program on the simulator in this process, in a folder of its own, with windows on it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeWall } from '../../src/main/app/nodeWall.ts';
import { openProgram, type Program } from '../../src/main/app/program.ts';
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
  readonly stop: () => Promise<void>;
}

export async function runningProgram(assignments: readonly string[]): Promise<RunningProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'foredeck-'));
  const { log, lines } = keptLog();
  const configSources = { env: {}, assignments };
  const loaded = loadConfig(configSources);
  if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('; '));
  const { context } = aCommandContext({
    ...{ dataDir: folder, configSources, log, clock: nodeWall, config: loaded.value.config },
  });
  const program = await openProgram(
    { connections: [] },
    { context, wall: nodeWall, shell: { name: 'test', openWindow: () => Promise.resolve() } },
  );
  await program.start();
  return {
    ...{ program, folder },
    errors: () => lines.filter(({ level }) => level === 'error'),
    window: () => new TestWindow((transport) => program.openSession(transport)),
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
