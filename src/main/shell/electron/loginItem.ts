// Start at login: a file of the desktop's autostart folder on Linux, the system's own list elsewhere.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface LoginItem {
  isOn(): boolean;
  set(isOn: boolean): void;
}

/** The part of Electron's `App` that keeps the system's list. */
export interface LoginItems {
  getLoginItemSettings(): { readonly openAtLogin: boolean };
  setLoginItemSettings(settings: { openAtLogin: boolean }): void;
}

/** `command`: program and arguments that start Foredeck. */
export function linuxLoginItem(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): LoginItem {
  const base = env['XDG_CONFIG_HOME'] ?? '';
  const folder = join(base === '' ? join(homedir(), '.config') : base, 'autostart');
  const file = join(folder, 'foredeck.desktop');
  return {
    isOn: () => existsSync(file),
    set: (isOn) => {
      if (!isOn) return rmSync(file, { force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, desktopEntry(command));
    },
  };
}

export const systemLoginItem = (app: LoginItems): LoginItem => ({
  isOn: () => app.getLoginItemSettings().openAtLogin,
  set: (isOn) => app.setLoginItemSettings({ openAtLogin: isOn }),
});

const desktopEntry = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Foredeck',
    'Comment=Algorithmic trading workstation',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

/** As the desktop entry specification asks: quoted, four characters escaped, percent signs doubled; a value's own escapes on top. */
const quoted = (argument: string): string =>
  `"${argument
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
