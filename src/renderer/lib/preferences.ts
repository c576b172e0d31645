// What the trader likes: look, chosen connection, layouts. Kept by the window itself; anything unreadable falls back to the default.
import { z } from 'zod';
import { create } from 'zustand';
import { request } from './bridge.ts';

const preferencesSchema = z.object({
  theme: z.enum(['dark', 'light', 'system']).catch('dark'),
  palette: z.enum(['standard', 'safe']).catch('standard'),
  /** Chosen in the top bar; undefined: the first. */
  connection: z.string().optional().catch(undefined),
  hasSeenFirstRun: z.boolean().catch(false),
  /** Of the dashboard's panels, as the dock wrote it. */
  dashboardLayout: z.unknown().optional(),
  chart: z
    .object({
      symbol: z.string().optional().catch(undefined),
      timeframe: z.string().optional().catch(undefined),
      /** Indicators that are shown; undefined: the usual ones. */
      specs: z.array(z.string()).optional().catch(undefined),
    })
    .catch({}),
  /** When they were changed last, wall clock: of two copies the newer one counts. */
  savedAt: z.number().catch(0),
});
export type Preferences = z.output<typeof preferencesSchema>;

export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const STORAGE_KEY = 'foredeck.preferences';

/** Whatever is stored as preferences; a field that does not fit has its default, and so has everything if nothing can be read. */
export function readPreferences(storage: TextStorage): Preferences {
  try {
    const stored: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}');
    const parsed = preferencesSchema.safeParse(stored);
    if (parsed.success) return parsed.data;
  } catch {
    // A storage that is blocked or holds no JSON says nothing about what the trader likes.
  }
  return preferencesSchema.parse({});
}

/** Keeps them; false where the window may not store anything. */
export function writePreferences(storage: TextStorage, preferences: Preferences): boolean {
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(preferences));
    return true;
  } catch {
    return false;
  }
}

export const usePreferences = create<Preferences>(() => preferencesSchema.parse({}));

/** True once main has said what it remembers. */
export const usePreferencesKnown = create<{ readonly isKnown: boolean }>(() => ({ isKnown: false }));

/** Its name in main's memory. */
const MAIN_KEY = 'window';

/** Changes some and keeps all: here for the next first paint, in main for good. */
export function prefer(change: Partial<Omit<Preferences, 'savedAt'>>): void {
  usePreferences.setState({ ...change, savedAt: Date.now() });
  const all = usePreferences.getState();
  writePreferences(localStorage, all);
  tellMain(all);
}

/** What cannot be remembered is not worth a message: it holds until the window closes. */
function tellMain(all: Preferences): void {
  void request('preferences.set', { key: MAIN_KEY, value: z.json().parse(JSON.parse(JSON.stringify(all))) });
}

/** Of what is known here and what main remembers, the newer; main's where both are as old. Nonsense of main's is no answer. */
export function newerPreferences(here: Preferences, kept: unknown): Preferences {
  const parsed = preferencesSchema.safeParse(kept);
  return parsed.success && parsed.data.savedAt >= here.savedAt ? parsed.data : here;
}

/** Takes up what was kept here, before the first render, then what main remembers. */
export async function loadPreferences(): Promise<void> {
  usePreferences.setState(readPreferences(localStorage), true);
  const kept = await request('preferences.get', {});
  const here = usePreferences.getState();
  const newer = newerPreferences(here, kept.ok ? kept.value.values[MAIN_KEY] : undefined);
  usePreferences.setState(newer, true);
  // A reload may have been quicker than the last word to main.
  if (newer === here && here.savedAt > 0) tellMain(here);
  usePreferencesKnown.setState({ isKnown: true });
}

/** From dark to light and back; a theme that followed the system becomes the other one of what is seen. */
export function toggleTheme(): void {
  const isDark = document.documentElement.dataset['theme'] !== 'light';
  prefer({ theme: isDark ? 'light' : 'dark' });
}
