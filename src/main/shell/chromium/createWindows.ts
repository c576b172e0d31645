// The two windows of the Chromium shell, each put together from this machine: browser, profile, files, scripts.
import { mkdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Wall } from '../../app/wall.ts';
import { programFile } from '../../config/paths.ts';
import type { Logger } from '../../logging/logger.ts';
import { WINDOW_ICON, type WindowFiles, windowFiles } from '../assets/windowFiles.ts';
import { openExternal } from '../openExternal.ts';
import type { ChromiumShellOptions } from './chromiumShell.ts';
import { type BrowserStart, browserFlags } from './browserFlags.ts';
import { type ChromiumWindow, openChromiumWindow, type WindowOptions } from './chromiumWindow.ts';
import { CLOSING_PATH, closingSource } from './closingSource.ts';
import type { Browser } from './findBrowser.ts';
import { keepNothingTyped } from './profilePreferences.ts';

/** A name that no network answers to: whatever is asked of it is asked of us. */
const CHROMIUM_ORIGIN = 'https://foredeck.invalid';

export interface WindowParts {
  readonly browser: Browser;
  readonly dataDir: string;
  readonly moreFlags: readonly string[];
  readonly wall: Wall;
  readonly log: Logger;
}

const MAIN_SIZE = { width: 1440, height: 900 };
const QUESTION_SIZE = { width: 620, height: 340 };

/** Nothing is started yet. */
export function createWindows(parts: WindowParts): Pick<ChromiumShellOptions, 'openMain' | 'openQuestion'> {
  const isRoot = process.getuid?.() === 0;
  const filesOf = (folder: string): WindowFiles =>
    windowFiles({ folder, origin: CHROMIUM_ORIGIN, icon: programFile(WINDOW_ICON) });
  const files = filesOf(programFile('out/renderer'));
  const question = filesOf(join(import.meta.dirname, 'closing'));
  const open = (
    { url, size }: Pick<BrowserStart, 'url' | 'size'>,
    more: Pick<WindowOptions, 'source' | 'bridge'>,
  ): Promise<ChromiumWindow> => {
    const { browser, dataDir, moreFlags, wall, log } = parts;
    const profile = profileFolder(browser, dataDir);
    keepNothingTyped(profile);
    if (isRoot)
      log.warn('the browser runs without its sandbox, as it must for root; start Foredeck as an ordinary user');
    const flags = browserFlags({ url, size, profile, isRoot, more: moreFlags });
    return openChromiumWindow({
      ...{ path: browser.path, flags, url, ...more, wall, log },
      openExternal: (link) => openExternal(link, log),
    });
  };
  return {
    openMain: ({ openSession }) =>
      open(
        { url: `${CHROMIUM_ORIGIN}/`, size: MAIN_SIZE },
        { source: files, bridge: { scripts: bridgeScripts(), openSession } },
      ),
    openQuestion: (take) =>
      open(
        { url: `${CHROMIUM_ORIGIN}${CLOSING_PATH}`, size: QUESTION_SIZE },
        { source: closingSource(question, take) },
      ),
  };
}

/** Read each time: the next window may be of a newer build. */
function bridgeScripts() {
  const read = (name: string): string => readFileSync(programFile(`out/preload/${name}.cjs`), 'utf8');
  return { isolatedWorld: read('isolatedWorld'), mainWorld: read('mainWorld') };
}

/** Made if need be. Whoever holds the data folder holds the profile: no second window starts on it. */
function profileFolder({ snap }: Browser, dataDir: string): string {
  const name = `foredeck-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
  const folder = snap === undefined ? join(dataDir, 'chromium') : join(homedir(), 'snap', snap, 'common', name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
