// Finds a browser of the Chromium family that is installed, and tells in one sentence what to install where there is none.
import { posix, win32 } from 'node:path';

/** The machine, as far as looking for a browser goes. */
export interface BrowserSearch {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The file at this path with its links followed; undefined: none that can be run. */
  readonly programAt: (path: string) => string | undefined;
}

export interface Browser {
  /** As people know it. */
  readonly name: string;
  readonly path: string;
  /** It can write only below `~/snap/<name>/common`. */
  readonly snap?: string;
}

export type BrowserFound =
  { readonly ok: true; readonly value: Browser } | { readonly ok: false; readonly error: { readonly message: string } };

/** Names it before every installed one. */
const NAMED_BY = 'FOREDECK_BROWSER';

interface Brand {
  readonly name: string;
  /** Commands on Linux. */
  readonly commands: readonly string[];
  /** Under the folders of programs on Windows. */
  readonly windows: string;
  /** Under the folders of applications on macOS. */
  readonly mac: string;
}

/** In the order of preference. */
const BRANDS: readonly Brand[] = [
  {
    name: 'Chromium',
    commands: ['chromium', 'chromium-browser'],
    windows: 'Chromium\\Application\\chrome.exe',
    mac: 'Chromium.app/Contents/MacOS/Chromium',
  },
  {
    name: 'Google Chrome',
    commands: ['google-chrome-stable', 'google-chrome'],
    windows: 'Google\\Chrome\\Application\\chrome.exe',
    mac: 'Google Chrome.app/Contents/MacOS/Google Chrome',
  },
  {
    name: 'Microsoft Edge',
    commands: ['microsoft-edge-stable', 'microsoft-edge'],
    windows: 'Microsoft\\Edge\\Application\\msedge.exe',
    mac: 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  },
  {
    name: 'Brave',
    commands: ['brave-browser', 'brave'],
    windows: 'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
    mac: 'Brave Browser.app/Contents/MacOS/Brave Browser',
  },
];

/** Where commands are even when a desktop starts us with a short search path. */
const LINUX_FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

/** Variables that name where programs are on Windows; Node finds them in any spelling there. */
const WINDOWS_FOLDERS = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'];

export function findBrowser(search: BrowserSearch): BrowserFound {
  const named = search.env[NAMED_BY] ?? '';
  if (named !== '') {
    const path = search.programAt(named);
    if (path !== undefined) return { ok: true, value: browserAt('the browser of FOREDECK_BROWSER', named, path) };
    return refusal(`${NAMED_BY} names ${named}, where there is no program; correct or unset it`);
  }
  for (const brand of BRANDS) {
    for (const path of placesOf(brand, search)) {
      const real = search.programAt(path);
      if (real !== undefined) return { ok: true, value: browserAt(brand.name, path, real) };
    }
  }
  return refusal(`no browser for a window was found: ${installText(search.platform)}`);
}

const refusal = (message: string): BrowserFound => ({ ok: false, error: { message } });

function placesOf({ commands, windows, mac }: Brand, { platform, env, home }: BrowserSearch): readonly string[] {
  if (platform === 'win32') {
    return WINDOWS_FOLDERS.flatMap((name) => env[name] ?? []).map((folder) => win32.join(folder, windows));
  }
  if (platform === 'darwin')
    return ['/Applications', posix.join(home, 'Applications')].map((at) => posix.join(at, mac));
  const searched = (env['PATH'] ?? '').split(posix.delimiter).filter((folder) => folder.startsWith('/'));
  const folders = [...new Set([...searched, ...LINUX_FOLDERS])];
  return commands.flatMap((command) => folders.map((folder) => posix.join(folder, command)));
}

function browserAt(name: string, path: string, real: string): Browser {
  const isSnap = real === '/usr/bin/snap' || real.startsWith('/snap/') || path.startsWith('/snap/');
  return { name, path, ...(isSnap && { snap: posix.basename(path) }) };
}

const installText = (platform: NodeJS.Platform): string =>
  platform === 'linux'
    ? 'install the package chromium (sudo apt install chromium), or name a Chromium, Chrome, Edge or Brave in FOREDECK_BROWSER'
    : 'install Chromium, Google Chrome, Microsoft Edge or Brave, or name one in FOREDECK_BROWSER';
