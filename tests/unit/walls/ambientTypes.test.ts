// Wall one: a layer's tsconfig gives it no types of a world it must not know. Planted in a virtual file, nothing reaches src.
import { resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const LAYERS = {
  shared: 'src/shared/planted.ts',
  engine: 'src/main/engine/planted.ts',
  main: 'src/main/config/planted.ts',
  preload: 'src/preload/planted.ts',
  renderer: 'src/renderer/lib/planted.ts',
} as const;

/** What the layer's compiler says about `code` as a new file of that layer. */
function problemsOf(layer: keyof typeof LAYERS, code: string): readonly string[] {
  const planted = resolve(ROOT, LAYERS[layer]);
  const read = ts.readConfigFile(resolve(ROOT, `tsconfig.${layer}.json`), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.readFile = (path) => (resolve(path) === planted ? code : readFile(path));
  host.fileExists = (path) => resolve(path) === planted || fileExists(path);
  host.getSourceFile = (path, version) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, version);
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([planted], { ...options, rootDir: ROOT }, host))
    .filter(({ file }) => file === undefined || resolve(file.fileName) === planted)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe.each(['shared', 'engine'] as const)('%s', (layer) => {
  it('compiles a clean file', () => {
    expect(problemsOf(layer, 'export const kinds = new Map<string, number>([["a", 1]]);')).toEqual([]);
  });

  it.each([
    ['process', 'export const pid = process.pid;'],
    ['node:fs', "export { readFileSync } from 'node:fs';"],
    ['setTimeout', 'export const timer = setTimeout(() => 1, 1);'],
    ['document', 'export const title = document.title;'],
    ['console', "console.log('hello');\nexport {};"],
    ['crypto', 'export const id = crypto.randomUUID();'],
    ['performance', 'export const now = performance.now();'],
  ])('does not know %s', (name, code) => {
    expect(problemsOf(layer, code)).toEqual([expect.stringMatching(`Cannot find (?:name|module) '${name}'`)]);
  });
});

describe('main', () => {
  it('knows Node', () => {
    expect(problemsOf('main', "export { readFileSync } from 'node:fs';\nexport const pid = process.pid;")).toEqual([]);
  });

  it('does not know the DOM', () => {
    expect(problemsOf('main', 'export const title = document.title;')).toEqual([
      expect.stringMatching("Cannot find name 'document'"),
    ]);
  });
});

describe.each(['preload', 'renderer'] as const)('%s', (layer) => {
  it('knows the DOM', () => {
    expect(problemsOf(layer, 'export const title = document.title;')).toEqual([]);
  });

  it.each([
    ['process', 'export const pid = process.pid;'],
    ['node:fs', "export { readFileSync } from 'node:fs';"],
    ['Buffer', "export const bytes = Buffer.from('a');"],
    ['require', "export const fs: unknown = require('fs');"],
  ])('does not know %s', (name, code) => {
    expect(problemsOf(layer, code)).toEqual([expect.stringMatching(`Cannot find (?:name|module) '${name}'`)]);
  });
});
