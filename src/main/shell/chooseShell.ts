// Which shell shows the program: the one asked for, or the best that this machine can have. Says what was tried, and why.
import { AppError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { Browser } from './chromium/findBrowser.ts';
import type { ShellName } from './ports.ts';

/** What `--shell` may say. `auto`: the first of `SHELL_NAMES` that works. */
export type ShellWish = ShellName | 'auto';

/** What this machine has; asked only when it matters, as Electron may have to be fetched. */
export interface ShellMeans {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of the program. The error is a clause: why it is not there. */
  readonly electron: (wish: 'asked' | 'welcome') => Promise<Result<string>>;
  readonly browser: () => Result<Browser>;
}

export type ShellChoice = { /** A sentence for people. */ readonly why: string } & (
  | { readonly name: 'electron'; readonly path: string }
  | { readonly name: 'chromium'; readonly browser: Browser }
  | { readonly name: 'headless' }
);

/** Flags a browser is started with beside ours; the only use of it is in tests. */
export const BROWSER_FLAGS = 'FOREDECK_BROWSER_FLAGS';

/** Throws `AppError` NOT_FOUND where the shell asked for cannot be had. */
export async function chooseShell(wish: ShellWish, means: ShellMeans): Promise<ShellChoice> {
  if (wish === 'headless') return { name: 'headless', why: 'No window: the status view is in the terminal, as asked.' };
  const blind = withoutDisplay(means);
  if (wish === 'auto') return blind === undefined ? bestWindow(means) : { name: 'headless', why: noWindow(blind) };
  if (blind !== undefined) throw new AppError('NOT_FOUND', `${blind}; --shell headless needs none`);
  if (wish === 'electron') {
    const electron = await means.electron('asked');
    if (electron.ok) return { name: 'electron', path: electron.value, why: 'Window: Electron, as asked.' };
    throw new AppError('NOT_FOUND', `${electron.error.message}; --shell chromium uses an installed browser instead`);
  }
  const browser = means.browser();
  if (browser.ok)
    return { name: 'chromium', browser: browser.value, why: `Window: ${nameOf(browser.value)}, as asked.` };
  throw new AppError('NOT_FOUND', browser.error.message);
}

async function bestWindow(means: ShellMeans): Promise<ShellChoice> {
  const electron = await means.electron('welcome');
  if (electron.ok) return { name: 'electron', path: electron.value, why: 'Window: Electron.' };
  const browser = means.browser();
  if (browser.ok) {
    const why = `Window: ${nameOf(browser.value)}, because ${electron.error.message}.`;
    return { name: 'chromium', browser: browser.value, why };
  }
  return { name: 'headless', why: noWindow(`${electron.error.message}, and ${browser.error.message}`) };
}

const noWindow = (reason: string): string => `No window: ${reason}. The status view is in the terminal.`;

const nameOf = ({ name, path }: Browser): string => `${name} (${path})`;

/** Why no window can be shown on this machine whatever is installed; undefined: one can. */
function withoutDisplay({ platform, env }: ShellMeans): string | undefined {
  if (platform === 'win32' || platform === 'darwin') return undefined;
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  if (isSet('DISPLAY') || isSet('WAYLAND_DISPLAY') || browserFlagsOf(env).some(isHeadless)) return undefined;
  return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}

const isHeadless = (flag: string): boolean => flag.startsWith('--headless');

/** From the environment, separated by blanks. */
export const browserFlagsOf = (env: ShellMeans['env']): readonly string[] =>
  (env[BROWSER_FLAGS] ?? '').split(' ').filter((flag) => flag !== '');
