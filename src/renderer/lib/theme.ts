// The look as attributes of the document, and its colours for what draws on canvas.
import { useLayoutEffect, useSyncExternalStore } from 'react';
import { usePreferences } from './preferences.ts';

const wantsLight = (): MediaQueryList => matchMedia('(prefers-color-scheme: light)');

function followSystem(listener: () => void): () => void {
  const query = wantsLight();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

type Theme = 'dark' | 'light';

/** The theme in force, the system's where that is preferred. */
function useTheme(): Theme {
  const preferred = usePreferences((state) => state.theme);
  const isSystemLight = useSyncExternalStore(followSystem, () => wantsLight().matches);
  return preferred === 'system' ? (isSystemLight ? 'light' : 'dark') : preferred;
}

/** Writes theme and palette on the document's root, before any effect that reads a colour. */
export function useDocumentTheme(): void {
  const theme = useTheme();
  const palette = usePreferences((state) => state.palette);
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.dataset['palette'] = palette;
  }, [theme, palette]);
}

/** Changes whenever colours on canvas must be read anew. */
export const useLookKey = (): string => `${useTheme()} ${usePreferences((state) => state.palette)}`;

/** The value of a design token, for canvas. */
export const tokenColor = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The token with an opacity 0..1, as `#rrggbbaa`. */
export function tokenAlpha(name: string, alpha: number): string {
  const hex = Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0');
  return `${tokenColor(name)}${hex}`;
}
