// Wall three: dependency-cruiser refuses wrong directions and cycles. Planted in a temporary tree, nothing reaches src.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../../..');
const CONFIG = resolve(ROOT, '.dependency-cruiser.cjs');
const CRUISER = resolve(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const PACKAGES = ['zod', 'decimal.js', 'technicalindicators', 'drizzle-orm', 'electron'];

const rules = z
  .object({ forbidden: z.array(z.object({ name: z.string() })) })
  .parse(createRequire(import.meta.url)(CONFIG))
  .forbidden.map(({ name }) => name);
const cruised = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

type Tree = Readonly<Record<string, readonly string[]>>;
const roots: string[] = [];

/** Writes `tree` (file -> what it imports) to a temporary folder and returns what the project's rules say about it. */
function cruise(tree: Tree): { readonly files: number; readonly violations: readonly string[] } {
  const root = mkdtempSync(join(tmpdir(), 'foredeck-walls-'));
  roots.push(root);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const versions = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  write(
    'package.json',
    JSON.stringify({ dependencies: versions(PACKAGES), devDependencies: versions(['fast-check']) }),
  );
  for (const name of [...PACKAGES, 'fast-check']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'exports.x = 1;');
  }
  for (const [path, imports] of Object.entries(tree)) {
    write(
      path,
      imports.map((from, index) => `export { x as x${index} } from '${from}';\n`).join('') + 'export const x = 1;\n',
    );
  }
  copyFileSync(resolve(ROOT, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'));
  const folders = ['src', ...(Object.keys(tree).some((path) => path.startsWith('tests/')) ? ['tests'] : [])];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [CRUISER, '--config', CONFIG, '--output-type', 'json', ...folders],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  if (stdout === '') throw new Error(`dependency-cruiser said nothing but: ${stderr}`);
  const { summary } = cruised.parse(JSON.parse(stdout));
  return {
    files: summary.totalCruised,
    violations: summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`),
  };
}

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

const PLANTED: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['no-cycles', 'src/main/engine/risk/one.ts', './two.ts'],
  ['resolvable', 'src/main/store/missing.ts', './nowhere.ts'],
  ['no-dev-packages-in-src', 'src/main/store/dev.ts', 'fast-check'],
  ['src-knows-no-tests', 'src/main/store/test.ts', '../../../tests/builders/order.ts'],
  ['shared-imports-only-zod', 'src/shared/node.ts', 'node:fs'],
  ['shared-imports-only-zod', 'src/shared/decimal.ts', 'decimal.js'],
  ['shared-imports-only-zod', 'src/shared/main.ts', '../main/engine/kernel/clean.ts'],
  ['money-imports-only-decimal', 'src/shared/money.ts', 'zod'],
  ['engine-is-pure', 'src/main/engine/kernel/node.ts', 'node:fs'],
  ['engine-is-pure', 'src/main/engine/kernel/zod.ts', 'zod'],
  ['engine-is-pure', 'src/main/engine/kernel/store.ts', '../../store/clean.ts'],
  ['engine-is-pure', 'src/main/engine/kernel/chart.ts', 'technicalindicators'],
  ['indications-are-pure', 'src/main/engine/indications/node.ts', 'node:fs'],
  ['one-home-for-technicalindicators', 'src/main/store/chart.ts', 'technicalindicators'],
  ['adapters-know-no-composer', 'src/main/store/app.ts', '../app/clean.ts'],
  ['adapters-know-no-composer', 'src/main/store/electron.ts', 'electron'],
  ['adapters-know-no-composer', 'src/main/secrets/app.ts', '../app/clean.ts'],
  ['adapters-keep-their-insides', 'src/main/health/inside.ts', '../store/schema/clean.ts'],
  ['drizzle-stays-in-store', 'src/main/app/orm.ts', 'drizzle-orm'],
  ['composers-know-no-electron', 'src/main/app/electron.ts', 'electron'],
  ['other-shells-know-no-electron', 'src/main/shell/chromium/electron.ts', 'electron'],
  ['preload-is-thin', 'src/preload/main.ts', '../main/app/clean.ts'],
  ['window-sees-only-shared', 'src/renderer/main.ts', '../main/app/clean.ts'],
  ['window-knows-no-node', 'src/renderer/node.ts', 'node:fs'],
  ['features-are-strangers', 'src/renderer/features/chart/other.ts', '../orders/clean.ts'],
];

const CLEAN: Tree = {
  'src/shared/clean.ts': ['zod'],
  'src/shared/contract/clean.ts': ['../clean.ts'],
  'src/main/engine/kernel/clean.ts': ['../../../shared/clean.ts', '../risk/clean.ts', 'decimal.js'],
  'src/main/engine/risk/clean.ts': [],
  'src/main/engine/indications/clean.ts': ['technicalindicators'],
  'src/main/store/clean.ts': ['./schema/clean.ts', '../engine/kernel/clean.ts', 'drizzle-orm', 'node:fs'],
  'src/main/store/schema/clean.ts': ['drizzle-orm'],
  'src/main/health/clean.ts': ['../store/clean.ts'],
  'src/main/app/clean.ts': ['../store/clean.ts'],
  'src/main/cli.ts': ['./app/clean.ts'],
  'src/main/shell/electron/clean.ts': ['electron', '../../app/clean.ts'],
  'src/preload/clean.ts': ['electron', '../shared/contract/clean.ts'],
  'src/renderer/features/orders/clean.ts': ['../../../shared/clean.ts'],
  'tests/builders/order.ts': ['fast-check', '../../src/main/app/clean.ts'],
};

it('accepts a clean tree', () => {
  const { files, violations } = cruise(CLEAN);
  expect(violations).toEqual([]);
  expect(files).toBeGreaterThanOrEqual(Object.keys(CLEAN).length);
});

it('catches every planted violation and blames only the planted files', () => {
  const planted = Object.fromEntries(PLANTED.map(([, from, to]) => [from, [to]]));
  const { violations } = cruise({ ...CLEAN, ...planted, 'src/main/engine/risk/two.ts': ['./one.ts'] });
  const expected = PLANTED.map(([rule, from]) => `${rule}: ${from}`);
  expect(expected.filter((violation) => !violations.includes(violation))).toEqual([]);
  expect(violations.filter((violation) => !PLANTED.some(([, from]) => violation.endsWith(` ${from}`)))).toEqual([]);
});

it('has a planted violation for every rule', () => {
  expect([...new Set(PLANTED.map(([rule]) => rule))].sort()).toEqual([...rules].sort());
});
