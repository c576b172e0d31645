// What the shell remembers, through electron-store: the same file, checked by the same schema, as without Electron.
import Store from 'electron-store';
import type { Logger } from '../../logging/logger.ts';
import {
  PREFERENCES_NAME,
  type PreferenceStore,
  type ShellPreferences,
  shellPreferencesSchema,
  withChanges,
} from '../preferences.ts';

/** `shell.json` in `dataDir`. */
export function electronPreferences(dataDir: string, log: Logger): PreferenceStore {
  const store = new Store<ShellPreferences>({ cwd: dataDir, name: PREFERENCES_NAME, clearInvalidConfig: true });
  const read = (): ShellPreferences => {
    const parsed = shellPreferencesSchema.safeParse(store.store);
    if (!parsed.success) log.warn('what the window remembers could not be understood and is asked again');
    return parsed.data ?? {};
  };
  let known = read();
  return {
    get: () => known,
    set: (changes) => {
      known = withChanges(known, changes);
      try {
        store.store = known;
      } catch (error) {
        log.warn('what the window should remember could not be written', { error: String(error) });
      }
      return Promise.resolve();
    },
  };
}
