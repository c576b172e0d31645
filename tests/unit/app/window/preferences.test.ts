// What the window remembers survives a restart, and a broken file costs nothing but itself.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Preferences } from '../../../../src/main/app/window/preferences.ts';
import { keptLog } from '../../../fakes/keptLog.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

const { log } = keptLog();

it('is there again after a restart, the last word of each key', async () => {
  const path = join(tempFolder(), 'window.json');
  const preferences = new Preferences(path, log);
  await Promise.all([
    preferences.set('theme', 'dark'),
    preferences.set('layout', { panels: [1, 2] }),
    preferences.set('theme', 'light'),
    preferences.set('gone', 1),
    preferences.set('gone', null),
  ]);
  expect(new Preferences(path, log).values).toEqual({ theme: 'light', layout: { panels: [1, 2] } });
});

it('puts a file aside that it cannot read', async () => {
  const path = join(tempFolder(), 'window.json');
  writeFileSync(path, '{"theme":');
  const preferences = new Preferences(path, log);
  expect([preferences.values, existsSync(path)]).toEqual([{}, false]);
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe('{"theme":');
  await preferences.set('theme', 'dark');
  expect(new Preferences(path, log).values).toEqual({ theme: 'dark' });
});

it('is bounded', () => {
  const preferences = new Preferences(join(tempFolder(), 'window.json'), log);
  expect(() => preferences.set('layout', 'x'.repeat(600_000))).toThrow(/cannot remember more/);
  expect(preferences.values).toEqual({});
});
