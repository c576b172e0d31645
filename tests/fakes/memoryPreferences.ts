import { type PreferenceStore, type ShellPreferences, withChanges } from '../../src/main/shell/preferences.ts';

/** Remembers as long as the test. */
export function memoryPreferences(known: ShellPreferences = {}): PreferenceStore {
  let now = known;
  return {
    get: () => now,
    set: (changes) => {
      now = withChanges(now, changes);
      return Promise.resolve();
    },
  };
}
