import { join, sep } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assetPath } from '../../../../src/main/shell/assets/assetPath.ts';

const FOLDER = join(sep, 'program', 'out', 'renderer');

it.each([
  ['/', 'index.html'],
  ['/index.html', 'index.html'],
  ['/assets/index-DLjmbMTn.js', 'assets/index-DLjmbMTn.js'],
  ['/assets/inter%2Dvariable.woff2', 'assets/inter-variable.woff2'],
])('finds %s', (requested, file) => {
  expect(assetPath(FOLDER, requested)).toBe(join(FOLDER, file));
});

it.each([
  ['a step up', '/../secret.js'],
  ['a step up within', '/assets/../../secret.js'],
  ['an encoded step up', '/%2e%2e/secret.js'],
  ['an encoded slash', '/..%2f..%2fsecret.js'],
  ['a doubly encoded step up', '/%252e%252e/secret.js'],
  ['a backslash', '/..\\..\\secret.js'],
  ['an encoded backslash', '/..%5c..%5csecret.js'],
  ['a drive', '/C:/secret.js'],
  ['an alternative stream', '/index.html::$DATA.js'],
  ['a NUL', '/index.html%00.js'],
  ['a hidden file', '/.env.js'],
  ['a folder', '/assets'],
  ['a folder with a slash', '/assets/'],
  ['an empty name', '//etc/passwd.js'],
  ['a file of another kind', '/main.stamp'],
  ['a script of Node', '/preload/index.cjs'],
  ['a name that ends in a dot', '/index.js./a.js'],
  ['broken encoding', '/%E0%A4%A.js'],
  ['no slash', 'index.html'],
  ['nothing', ''],
])('refuses %s', (_, requested) => {
  expect(assetPath(FOLDER, requested)).toBeUndefined();
});

it('whatever is asked for lies in the folder, or is nothing', () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '%2e%2e', '%2f', '\\', '/', '//', 'a.js', 'assets', '%00', 'C:', '%5c..', '~', ' '),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = assetPath(FOLDER, `/${pieces.join('/')}`);
      if (path === undefined) return;
      expect(path.startsWith(FOLDER + sep)).toBe(true);
      expect(path.slice(FOLDER.length).split(sep)).not.toContain('..');
    }),
  );
});
