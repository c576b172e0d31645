// The dashboard's layout back to the default, from its button or from the palette, and back again.
import { create } from 'zustand';
import { prefer, usePreferences } from '../lib/preferences.ts';
import { tell } from './Toasts.tsx';

/** Counts layouts that were put in place from outside: the dock is made anew for each. */
export const useLayoutTurn = create<{ readonly turn: number }>(() => ({ turn: 0 }));

function putLayout(dashboardLayout: unknown): void {
  prefer({ dashboardLayout });
  useLayoutTurn.setState(({ turn }) => ({ turn: turn + 1 }));
}

export function resetLayout(): void {
  const before = usePreferences.getState().dashboardLayout;
  putLayout(undefined);
  tell({
    title: 'The dashboard has its default layout',
    ...(before === undefined ? {} : { undo: () => putLayout(before) }),
  });
}
