// A command's context that keeps its answers and notes instead of printing them.
import type { CommandContext } from '../../src/main/config/commandContext.ts';
import { configSchema } from '../../src/shared/config/schema.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';

export interface Answer {
  readonly value: unknown;
  readonly text: string;
}

const silent = (): void => undefined;

export function aCommandContext(overrides: Partial<CommandContext> = {}): {
  readonly context: CommandContext;
  readonly answers: readonly Answer[];
  readonly notes: readonly string[];
} {
  const answers: Answer[] = [];
  const notes: string[] = [];
  const log: CommandContext['log'] = { child: () => log, debug: silent, info: silent, warn: silent, error: silent };
  const context: CommandContext = {
    config: configSchema.parse({}),
    configSources: { env: {}, assignments: [] },
    dataDir: 'data-folder-that-no-test-may-touch',
    out: { answer: (value, text) => answers.push({ value, text: text() }), note: (text) => notes.push(text) },
    progress: { begin: () => ({ update: silent, end: silent }) },
    log,
    clock: { now: () => toEpochMs(0), elapsedMs: () => 0 },
    signal: new AbortController().signal,
    json: false,
    quiet: false,
    breathe: () => Promise.resolve(),
    ...overrides,
  };
  return { context, answers, notes };
}
