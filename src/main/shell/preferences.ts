// What a shell remembers between starts, the same in each: a small file in the data folder. Losing it costs an answer, no money.
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../config/atomicFile.ts';
import { readMemory } from '../config/memoryFile.ts';
import type { Logger } from '../logging/logger.ts';

export const shellPreferencesSchema = z.object({
  /** Absent: not asked yet. */
  whenWindowCloses: z.enum(['keep', 'stop']).exactOptional(),
  /** The trader has been told that the engines go on in the tray. */
  knowsTray: z.boolean().exactOptional(),
  window: z
    .object({
      x: z.int().exactOptional(),
      y: z.int().exactOptional(),
      width: z.int().min(400).max(20_000),
      height: z.int().min(300).max(20_000),
      isMaximized: z.boolean(),
    })
    .exactOptional(),
});

export type ShellPreferences = Readonly<z.output<typeof shellPreferencesSchema>>;
export type WindowState = Readonly<NonNullable<ShellPreferences['window']>>;

export type PreferenceChanges = { readonly [Key in keyof ShellPreferences]?: ShellPreferences[Key] | undefined };

export interface PreferenceStore {
  get(): ShellPreferences;
  /** Remembers these too; undefined forgets. Never rejects: what cannot be remembered is logged. */
  set(changes: PreferenceChanges): Promise<void>;
}

/** `shell.json`, without its ending. */
export const PREFERENCES_NAME = 'shell';

/** The preferences of a data folder that exists. A file that cannot be understood is put aside, not overwritten. */
export function filePreferences(dataDir: string, log: Logger): PreferenceStore {
  const path = join(dataDir, `${PREFERENCES_NAME}.json`);
  let known = readMemory(path, { schema: shellPreferencesSchema, empty: {}, log });
  return {
    get: () => known,
    set: async (changes) => {
      known = withChanges(known, changes);
      try {
        await writeAtomically(path, [`${JSON.stringify(known, null, 2)}\n`], 0o600);
      } catch (error) {
        log.warn('what the window should remember could not be written', { error: String(error) });
      }
    },
  };
}

/** `undefined` takes a key away. */
export function withChanges(known: ShellPreferences, changes: PreferenceChanges): ShellPreferences {
  const all: readonly (readonly [string, unknown])[] = Object.entries({ ...known, ...changes });
  return shellPreferencesSchema.parse(Object.fromEntries(all.filter(([, value]) => value !== undefined)));
}
