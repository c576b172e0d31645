// What an installer must be like, read from its description.
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../../..');
const targets = z.object({ target: z.array(z.string()) });
const described = z
  .object({
    electronFuses: z.record(z.string(), z.boolean()),
    asarUnpack: z.array(z.string()),
    npmRebuild: z.boolean(),
    files: z.array(z.string()),
    linux: targets,
    win: targets,
    mac: targets,
  })
  .parse(parse(readFileSync(resolve(ROOT, 'electron-builder.yml'), 'utf8')));

it('sets every fuse so that the program is nothing but Foredeck', () => {
  expect(described.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

it('makes deb and AppImage, NSIS and DMG', () => {
  expect([described.linux.target, described.win.target, described.mac.target]).toEqual([
    ['deb', 'AppImage'],
    ['nsis'],
    ['dmg'],
  ]);
});

it('leaves native modules outside the archive, as they came', () => {
  expect(described.npmRebuild).toBe(false);
  expect(described.asarUnpack).toEqual(expect.arrayContaining(['**/*.node', 'resources/models/**/*']));
});

it('contains what the program reads at run time', () => {
  expect(described.files).toEqual(expect.arrayContaining(['out/**/*', 'config/**/*', 'resources/**/*']));
  expect(globSync('resources/icons/{icon,tray}.png', { cwd: ROOT }).length).toBe(2);
});
