// Binds the shortcuts of the frame; they are silent while the trader types in a field.
import type { ReactNode } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { navigate } from '../lib/route.ts';
import { toggleTheme } from '../lib/preferences.ts';
import { openOverlay } from './overlay.ts';
import { NAVIGATION } from './views.ts';

const SEQUENCES = NAVIGATION.map((view) => `g>${view.key}`);

export function Shortcuts(): ReactNode {
  useHotkeys('mod+k', () => openOverlay('palette'), { preventDefault: true, enableOnFormTags: true });
  useHotkeys('mod+shift+x', () => openOverlay('killSwitch'), { preventDefault: true, enableOnFormTags: true });
  useHotkeys('?', () => openOverlay('help'), { useKey: true });
  useHotkeys('shift+l', toggleTheme);
  useHotkeys(SEQUENCES, (_event, hotkey) => {
    const view = NAVIGATION.find((each) => each.key === hotkey.keys?.at(-1));
    if (view !== undefined) navigate(view.name);
  });
  return null;
}
