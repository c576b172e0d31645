import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linuxLoginItem, systemLoginItem } from '../../../../src/main/shell/electron/loginItem.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

it('writes and removes a file of the autostart folder', () => {
  const config = tempFolder();
  const item = linuxLoginItem(['/opt/Foredeck/foredeck', 'run', '--data-dir', '/data/a "b" $c 5% \\d'], {
    XDG_CONFIG_HOME: config,
  });
  expect(item.isOn()).toBe(false);
  item.set(true);
  item.set(true);
  expect(item.isOn()).toBe(true);
  const text = readFileSync(join(config, 'autostart', 'foredeck.desktop'), 'utf8');
  expect(text.split('\n')).toContain(
    'Exec="/opt/Foredeck/foredeck" "run" "--data-dir" "/data/a \\\\"b\\\\" \\\\$c 5%% \\\\\\\\d"',
  );
  item.set(false);
  item.set(false);
  expect(item.isOn()).toBe(false);
});

it('asks the system elsewhere', () => {
  let openAtLogin = false;
  const item = systemLoginItem({
    getLoginItemSettings: () => ({ openAtLogin }),
    setLoginItemSettings: (settings) => void ({ openAtLogin } = settings),
  });
  item.set(true);
  expect([item.isOn(), openAtLogin]).toEqual([true, true]);
});
