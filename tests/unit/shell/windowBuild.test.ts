import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { isStale, stampBuild } from '../../../src/main/shell/windowBuild.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

function aCheckout() {
  const root = tempFolder();
  const write = (path: string, text = 'x'): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const path of ['electron.vite.config.ts', 'package-lock.json', 'src/renderer/app/main.tsx', 'src/main/index.ts'])
    write(path);
  return { root, write };
}

it('is stale until it is built, and when a source is written, added or taken away', () => {
  const { root, write } = aCheckout();
  expect(isStale(root, ['window'])).toBe(true);
  const changes = [
    () => write('src/renderer/app/main.tsx', 'longer'),
    () => utimesSync(join(root, 'src/renderer/app/main.tsx'), 1, 1),
    () => write('src/shared/contract/new.ts'),
    () => rmSync(join(root, 'src/shared/contract/new.ts')),
    () => write('electron.vite.config.ts', 'other settings'),
    () => rmSync(join(root, 'out'), { recursive: true }),
  ];
  for (const change of changes) {
    stampBuild(root, 'window');
    expect(isStale(root, ['window'])).toBe(false);
    change();
    expect(isStale(root, ['window']), String(change)).toBe(true);
  }
});

it('does not build the window again for a change of main, which Node runs as it is', () => {
  const { root, write } = aCheckout();
  stampBuild(root, 'window');
  stampBuild(root, 'main');
  write('src/main/index.ts', 'longer');
  expect([isStale(root, ['window']), isStale(root, ['window', 'main'])]).toEqual([false, true]);
});

it('is never stale where there are no sources', () => {
  expect(isStale(tempFolder(), ['window', 'main'])).toBe(false);
});
