// Reads what was built: what must stay outside is outside, what must be alone is alone, and the window knows no Node.
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ensureBuilt } from '../../src/main/shell/ensureBuilt.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const packages = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).dependencies;

beforeAll(
  () => ensureBuilt(ROOT, ['window', 'main'], { note: () => undefined, signal: new AbortController().signal }),
  60_000,
);

const textsOf = (pattern: string): readonly (readonly [file: string, text: string])[] =>
  globSync(pattern, { cwd: join(ROOT, 'out') }).map((file) => [file, readFileSync(join(ROOT, 'out', file), 'utf8')]);

/** What a module names to be loaded. */
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\()["']([@\w./:-]+)["']/g)].map(([, name]) => name!);

describe('main', () => {
  const names = (): ReadonlySet<string> =>
    new Set(textsOf('{main,shared}/**/*.js').flatMap(([, text]) => namesIn(text)));

  it('names packages that are installed with the program, Electron and Node, and nothing else', () => {
    const outside = [...names()].filter((name) => !name.startsWith('.'));
    const isKnown = (name: string): boolean =>
      name === 'electron' ||
      name.startsWith('node:') ||
      Object.keys(packages).some((one) => name === one || name.startsWith(`${one}/`));
    expect(outside.filter((name) => !isKnown(name))).toEqual([]);
    expect(outside).toEqual(expect.arrayContaining(['electron', 'better-sqlite3', 'electron-store']));
  });

  it('has swallowed no native module, nor any other package', () => {
    for (const [file, text] of textsOf('{main,shared}/**/*.js')) {
      expect(text, file).not.toMatch(/\.node["'`]/);
      expect(text.length, file).toBeLessThan(100_000);
    }
  });

  it('has what it reads beside its modules', () => {
    const beside = globSync('src/main/store/migrations/**/*.sql', { cwd: ROOT });
    expect(beside.length).toBeGreaterThan(0);
    for (const file of [...beside, 'src/main/shell/chromium/closing/page.css'])
      expect(readFileSync(join(ROOT, file.replace('src', 'out')), 'utf8')).toBe(readFileSync(join(ROOT, file), 'utf8'));
  });
});

describe('preload', () => {
  it('is one CommonJS file each, that loads Electron or nothing', () => {
    const files = textsOf('preload/**/*').map(([file, text]) => [file, namesIn(text)]);
    expect(Object.fromEntries(files)).toEqual({
      'preload/index.cjs': ['electron'],
      'preload/isolatedWorld.cjs': [],
      'preload/mainWorld.cjs': [],
    });
    for (const [file, text] of textsOf('preload/*.cjs')) expect(text, file).not.toMatch(/^(?:import|export)\b/m);
  });
});

describe('the window', () => {
  it('is a page without a script or style of its own, and loads from its own folder', () => {
    const [[, html] = ['', '']] = textsOf('renderer/index.html');
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/);
    const scripts = [...html.matchAll(/<script\b([^>]*)>([^<]*)</g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes, text] of scripts)
      expect([attributes, text?.trim()]).toEqual([expect.stringMatching(/src="\.\//), '']);
    expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].filter(([, address]) => !address!.startsWith('./'))).toEqual(
      [],
    );
  });

  it('knows no Node and no Electron', () => {
    for (const [file, text] of textsOf('renderer/**/*.js')) {
      const outside = namesIn(text).filter((name) => !name.startsWith('.') && builtinModules.includes(name));
      expect([file, outside, /["']node:|require\(["']electron["']\)/.test(text)]).toEqual([file, [], false]);
    }
  });

  it('is small enough at its first load: 500 kB gzip', () => {
    const [[, html] = ['', '']] = textsOf('renderer/index.html');
    const first = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) =>
      join(ROOT, 'out/renderer', path!),
    );
    const bytes = first.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(500_000);
  });
});
