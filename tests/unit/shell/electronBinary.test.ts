import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { electronBinary, type ElectronSearch } from '../../../src/main/shell/electronBinary.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

/** A package of Electron; its mirror leads nowhere. */
function aPackage(isInstalled: boolean) {
  const folder = tempFolder();
  const notes: string[] = [];
  writeFileSync(join(folder, 'package.json'), '{"version":"45.5.0"}');
  if (isInstalled) {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'version'), 'v45.5.0\n');
    writeFileSync(join(folder, 'path.txt'), 'electron');
    writeFileSync(join(folder, 'dist', 'electron'), '');
  }
  const search: ElectronSearch = {
    folder,
    memory: join(folder, 'cache', 'out-of-reach'),
    env: { ELECTRON_MIRROR: 'http://127.0.0.1:1/' },
    now: Date.now,
    note: (text) => notes.push(text),
    signal: new AbortController().signal,
  };
  return { search, notes, folder };
}

describe('the program of Electron', () => {
  it('is beside its package', async () => {
    const { search, folder } = aPackage(true);
    expect(await electronBinary(search, 'welcome')).toEqual({ ok: true, value: join(folder, 'dist', 'electron') });
  });

  it('is not that of another version', async () => {
    const { search, folder } = aPackage(true);
    writeFileSync(join(folder, 'dist', 'version'), '44.0.0');
    expect(await electronBinary(search, 'welcome')).toMatchObject({ ok: false });
  });

  it('is out of reach without a route; that is not tried again for a day, unless asked for', async () => {
    const { search, notes } = aPackage(false);
    const reason = (wish: 'asked' | 'welcome') => electronBinary(search, wish);
    const unreachable = { error: { message: 'Electron 45.5.0 is not installed and cannot be fetched from here' } };
    const remembered = { error: { message: expect.stringContaining('when it was last tried') as string } };
    expect(await reason('welcome')).toMatchObject(unreachable);
    expect(await reason('welcome')).toMatchObject(remembered);
    expect(await reason('asked')).toMatchObject(unreachable);
    const yesterday = Date.now() / 1000 - 25 * 3600;
    utimesSync(search.memory, yesterday, yesterday);
    expect(await reason('welcome')).toMatchObject(unreachable);
    expect(notes).toEqual([]);
  });

  it('needs the package', async () => {
    const { search } = aPackage(false);
    const result = await electronBinary({ ...search, folder: join(search.folder, 'gone') }, 'welcome');
    expect(result).toMatchObject({ error: { message: 'the package electron is not installed' } });
  });
});
