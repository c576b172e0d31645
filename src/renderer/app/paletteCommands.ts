// What the command palette offers now: views, actions on the chosen connection, symbols, looks.
import { useSelectedEngine, useSymbols } from '../lib/live/selected.ts';
import { useEngines } from '../lib/live/stores.ts';
import { resetLayout } from '../ui/resetLayout.ts';
import { prefer, toggleTheme, usePreferences } from '../lib/preferences.ts';
import { navigate } from '../lib/route.ts';
import { kindWords } from '../lib/venueKind.ts';
import type { IconName } from '../ui/Icon.tsx';
import { openOverlay } from './overlay.ts';
import { MOD_KEY } from './shortcutList.ts';
import { NAVIGATION } from './views.ts';

export interface PaletteCommand {
  readonly name: string;
  readonly icon: IconName;
  readonly hint?: string;
  readonly keywords?: readonly string[];
  readonly run: () => void;
}

export interface PaletteGroup {
  readonly group: string;
  readonly commands: readonly PaletteCommand[];
}

const VIEW_COMMANDS: readonly PaletteCommand[] = NAVIGATION.map((view) => ({
  name: view.label,
  icon: view.icon,
  hint: `g ${view.key}`,
  run: () => navigate(view.name),
}));

/** Anything that changes the account opens its own two-step control; the palette never acts by itself. */
const tradingCommands = (): readonly PaletteCommand[] => [
  {
    name: 'New order',
    icon: 'plus',
    keywords: ['buy', 'sell', 'ticket'],
    run: () => navigate('orders', { ticket: 'new' }),
  },
  {
    name: 'Close all positions',
    icon: 'positions',
    keywords: ['flat'],
    run: () => navigate('positions', { do: 'closeAll' }),
  },
  { name: 'Halt trading', icon: 'stop', run: () => navigate('risk', { do: 'halt' }) },
  { name: 'Resume trading', icon: 'play', run: () => navigate('risk', { do: 'resume' }) },
  { name: 'Only reduce positions', icon: 'risk', run: () => navigate('risk', { do: 'reduce' }) },
  { name: 'Kill switch', icon: 'power', hint: `${MOD_KEY} Shift X`, run: () => openOverlay('killSwitch') },
];

const windowCommands = (): readonly PaletteCommand[] => [
  { name: 'Light or dark', icon: 'settings', hint: 'Shift L', keywords: ['theme'], run: toggleTheme },
  {
    name: 'Colour-blind-safe palette on or off',
    icon: 'settings',
    run: () => prefer({ palette: usePreferences.getState().palette === 'safe' ? 'standard' : 'safe' }),
  },
  { name: 'Reset the dashboard layout', icon: 'reset', run: resetLayout },
  { name: 'Show the first steps again', icon: 'about', run: () => prefer({ hasSeenFirstRun: false }) },
  { name: 'Keyboard shortcuts', icon: 'keyboard', hint: '?', run: () => openOverlay('help') },
];

export function usePaletteCommands(): readonly PaletteGroup[] {
  const symbols = useSymbols();
  const engines = useEngines((state) => state.list);
  const hasEngine = useSelectedEngine((engine) => engine !== undefined);
  return [
    { group: 'Go to', commands: VIEW_COMMANDS },
    ...(hasEngine ? [{ group: 'Trading', commands: tradingCommands() }] : []),
    {
      group: 'Symbols',
      commands: symbols.map((symbol) => ({
        name: symbol,
        icon: 'chart' as const,
        hint: 'Chart',
        run: () => navigate('chart', { symbol }),
      })),
    },
    ...(engines.length < 2
      ? []
      : [
          {
            group: 'Connections',
            commands: engines.map((engine) => ({
              name: engine.connection,
              icon: 'connections' as const,
              hint: kindWords(engine),
              keywords: ['connection', 'account'],
              run: () => prefer({ connection: engine.connection }),
            })),
          },
        ]),
    { group: 'Window', commands: windowCommands() },
  ];
}
