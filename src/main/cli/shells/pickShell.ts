// From `--shell` to a shell that can be run, with one line that says which and why.
import { programFile } from '../../config/paths.ts';
import type { CommandContext } from '../../config/commandContext.ts';
import { browserFlagsOf, chooseShell, type ShellWish } from '../../shell/chooseShell.ts';
import { createChromiumShell } from '../../shell/chromium/chromiumShell.ts';
import { createWindows } from '../../shell/chromium/createWindows.ts';
import { electronBinary } from '../../shell/electronBinary.ts';
import { ensureBuilt } from '../../shell/ensureBuilt.ts';
import { machineBrowser } from '../../shell/machineBrowser.ts';
import type { Shell, ShellSurroundings } from '../../shell/ports.ts';

/** A shell to run in this process, or the program of the one that needs a process of its own. */
export type PickedShell =
  { readonly kind: 'here'; readonly shell: Shell } | { readonly kind: 'electron'; readonly path: string };

/** Builds the window first where its sources have changed. Throws `AppError` NOT_FOUND: the shell asked for cannot be had. */
export async function pickShell(
  wish: ShellWish,
  context: CommandContext,
  around: ShellSurroundings,
): Promise<PickedShell> {
  // Who asks for nothing gets the terminal, without a word.
  if (wish === 'headless') return { kind: 'here', shell: around.fallback };
  const { env } = context.configSources;
  const { note, signal } = { note: around.note, signal: context.signal };
  const choice = await chooseShell(wish, {
    platform: process.platform,
    env,
    electron: (how) =>
      electronBinary(
        {
          folder: programFile('node_modules/electron'),
          memory: programFile('node_modules/.cache/foredeck/electron-out-of-reach'),
          ...{ env, note, signal, now: Date.now },
        },
        how,
      ),
    browser: () => machineBrowser(env),
  });
  note(choice.why);
  if (choice.name === 'headless') return { kind: 'here', shell: around.fallback };
  const root = programFile('.');
  await ensureBuilt(root, choice.name === 'electron' ? ['window', 'main'] : ['window'], { note, signal });
  if (choice.name === 'electron') return { kind: 'electron', path: choice.path };
  const windows = createWindows({ ...around, browser: choice.browser, moreFlags: browserFlagsOf(env) });
  return { kind: 'here', shell: createChromiumShell({ ...around, ...windows }) };
}
