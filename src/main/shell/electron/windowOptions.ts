// How a window of ours is made: what may never differ, and where it stood last.
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import type { WindowState } from '../preferences.ts';

const USUAL_SIZE = { width: 1440, height: 900 };
/** Of a window that is to be found again, px. */
const LEAST_VISIBLE = 100;

export interface WindowPlace {
  /** Absent: never opened before. */
  readonly last: WindowState | undefined;
  /** Work areas of the displays there are now. */
  readonly displays: readonly Rectangle[];
}

export const windowOptions = (preload: string, place: WindowPlace): BrowserWindowConstructorOptions => ({
  ...boundsOf(place),
  minWidth: 800,
  minHeight: 560,
  // Shown when there is something to see.
  show: false,
  title: 'Foredeck',
  backgroundColor: '#14181c',
  autoHideMenuBar: true,
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    safeDialogs: true,
  },
});

/** The last place, unless no display shows enough of it any more. */
function boundsOf({ last, displays }: WindowPlace): Partial<Rectangle> {
  if (last === undefined) return USUAL_SIZE;
  const { x, y, width, height } = last;
  if (x === undefined || y === undefined) return { width, height };
  const isVisible = displays.some(
    (area) =>
      overlap([x, width], [area.x, area.width]) >= LEAST_VISIBLE &&
      overlap([y, height], [area.y, area.height]) >= LEAST_VISIBLE &&
      y >= area.y,
  );
  return isVisible ? { x, y, width, height } : { width, height };
}

type Span = readonly [from: number, length: number];

const overlap = ([a, aLength]: Span, [b, bLength]: Span): number => Math.min(a + aLength, b + bLength) - Math.max(a, b);
