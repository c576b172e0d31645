// Every shortcut in words, for the help and for the code that binds them.
import { NAVIGATION } from './views.ts';

export interface ShortcutText {
  readonly keys: readonly string[];
  readonly does: string;
}

const IS_MAC = /mac/i.test(navigator.userAgent);
export const MOD_KEY = IS_MAC ? '⌘' : 'Ctrl';

export const SHORTCUTS: readonly { readonly group: string; readonly items: readonly ShortcutText[] }[] = [
  {
    group: 'Everywhere',
    items: [
      { keys: [MOD_KEY, 'K'], does: 'Command palette' },
      { keys: [MOD_KEY, 'Shift', 'X'], does: 'Kill switch (asks before it acts)' },
      { keys: ['?'], does: 'This list' },
      { keys: ['Shift', 'L'], does: 'Light or dark' },
      { keys: ['Esc'], does: 'Close what is open, then messages' },
    ],
  },
  {
    group: 'Tables',
    items: [
      { keys: ['↑', '↓'], does: 'Row by row' },
      { keys: ['PgUp', 'PgDn'], does: 'Fifteen rows' },
      { keys: ['Home', 'End'], does: 'First or last row' },
      { keys: ['Enter'], does: 'Open the row' },
    ],
  },
  {
    group: 'Go to',
    items: NAVIGATION.map((view) => ({ keys: ['g', view.key], does: view.label })),
  },
];
