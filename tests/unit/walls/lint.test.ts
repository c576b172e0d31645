// Wall two: ESLint refuses foreign imports, ambient time and randomness per layer. Planted as text, nothing reaches src.
import { resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

// The walls are syntax; without type information a planted file needs no place in a tsconfig.
const eslint = new ESLint({
  cwd: resolve(import.meta.dirname, '../../..'),
  overrideConfig: [tseslint.configs.disableTypeChecked],
});

async function refusals(path: string, code: string): Promise<readonly string[]> {
  const results = await eslint.lintText(code, { filePath: path });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message)).sort();
}

const ENGINE = 'src/main/engine/kernel/planted.ts';
const SHARED = 'src/shared/planted.ts';

const AMBIENT: readonly (readonly [name: string, rule: string, code: string])[] = [
  ['Date.now', 'no-restricted-syntax', 'export const x = Date.now();'],
  ["Date['now']", 'no-restricted-syntax', "export const x = Date['now']();"],
  ['destructured now', 'no-restricted-syntax', 'export const { now } = Date;'],
  ['aliased Date', 'no-restricted-syntax', 'export const Clock = Date;'],
  ['new Date()', 'no-restricted-syntax', 'export const x = new Date();'],
  ['new Date of local parts', 'no-restricted-syntax', 'export const x = new Date(2024, 0, 1);'],
  ['new Date of a spread', 'no-restricted-syntax', 'export const x = new Date(...[]);'],
  ['Date()', 'no-restricted-syntax', 'export const x = Date();'],
  ['a Date subclass', 'no-restricted-syntax', 'export class Clock extends Date {}'],
  ['Date by its constructor', 'no-restricted-syntax', 'export const x = new Date(0).constructor;'],
  ['local hours', 'no-restricted-syntax', 'export const x = new Date(0).getHours();'],
  ['locale order', 'no-restricted-syntax', "export const x = 'a'.localeCompare('b');"],
  ['Math.random', 'no-restricted-syntax', 'export const x = Math.random();'],
  ["Math['random']", 'no-restricted-syntax', "export const x = Math['random']();"],
  ['destructured random', 'no-restricted-syntax', 'export const { random } = Math;'],
  ['random of a class', 'no-restricted-syntax', 'export const x = (Big: { random(): number }) => Big.random();'],
  ['dynamic import', 'no-restricted-syntax', "export const x = () => import('./other.ts');"],
  ['import.meta', 'no-restricted-syntax', 'export const x = import.meta.url;'],
  ...[
    ...[
      'performance.now()',
      'process.pid',
      'setTimeout(f, 1)',
      'setInterval(f, 1)',
      'setImmediate(f)',
      'crypto.randomUUID()',
    ],
    ...[
      'queueMicrotask(f)',
      "fetch('https://example.invalid')",
      'globalThis.process',
      'Intl.DateTimeFormat()',
      "eval('1')",
    ],
  ].map((use) => [use, 'no-restricted-globals', `export const x = (f: () => void) => [${use}, f];`] as const),
];

describe.each([
  ['engine', ENGINE],
  ['shared', SHARED],
])('%s', (_layer, path) => {
  it.each(AMBIENT)('refuses %s', async (_name, rule, code) => {
    expect(await refusals(path, code)).toEqual(expect.arrayContaining([rule]));
  });

  it('accepts time as an argument and plain arithmetic', async () => {
    const code = [
      'export const iso = (at: number): string => new Date(at).toISOString();',
      'export const utcHour = (date: Date): number => date.getUTCHours();',
      'export const start = Date.UTC(2024, 0, 1) + Date.parse("2024-01-01T00:00:00Z");',
      'export const draw = (rng: { random(): number }): number => Math.floor(rng.random() * 6);',
    ];
    expect(await refusals(path, code.join('\n'))).toEqual([]);
  });
});

it.each([
  ['async function', 'export async function later(): Generator { yield 1; }'],
  ['await', 'export const x = await 1;'],
  ['for await', 'for await (const x of [1]) String(x);'],
  ['Promise', 'export const x = Promise.resolve(1);'],
  ['Promise type', 'export type Later = Promise<number>;'],
])('the engine has no %s', async (_name, code) => {
  expect(await refusals(ENGINE, code)).toContain('no-restricted-syntax');
});

const from = (specifier: string): string => `export { x } from '${specifier}';`;

it.each([
  [ENGINE, 'node:fs'],
  [ENGINE, 'fs'],
  [ENGINE, 'zod'],
  [ENGINE, 'electron'],
  [ENGINE, 'technicalindicators'],
  [ENGINE, '../../store/journal.ts'],
  [ENGINE, '../../cli.ts'],
  [SHARED, 'node:path'],
  [SHARED, 'decimal.js'],
  [SHARED, '../main/engine/kernel/engine.ts'],
  ['src/shared/money.ts', 'zod'],
  ['src/main/store/planted.ts', 'electron'],
  ['src/main/store/planted.ts', '../app/compose.ts'],
  ['src/main/app/planted.ts', 'electron/main'],
  ['src/main/app/planted.ts', '../../../tests/builders/order.ts'],
  ['src/preload/planted.ts', 'node:fs'],
  ['src/renderer/planted.ts', '../main/app/compose.ts'],
  ['src/renderer/app/Planted.tsx', '../../main/app/compose.ts'],
  ['src/renderer/app/Planted.tsx', 'electron'],
  ['src/main/shell/chromium/planted.ts', 'electron'],
])('%s must not import %s', async (path, specifier) => {
  expect(await refusals(path, from(specifier))).toEqual(['no-restricted-imports']);
});

it.each([
  [ENGINE, 'decimal.js'],
  [ENGINE, '../risk/riskLimit.ts'],
  [ENGINE, '../../../shared/config/schema.ts'],
  ['src/main/engine/indications/planted.ts', 'technicalindicators'],
  [SHARED, 'zod'],
  ['src/shared/money.ts', 'decimal.js'],
  ['src/main/store/planted.ts', 'node:fs'],
  ['src/main/store/planted.ts', '../engine/kernel/events.ts'],
  ['src/main/shell/electron/planted.ts', 'electron'],
])('%s may import %s', async (path, specifier) => {
  expect(await refusals(path, from(specifier))).toEqual([]);
});

it.each([
  ['vi.mock', "vi.mock('./x.ts');"],
  ['vi.doMock', "vi.doMock('./x.ts');"],
  ['it.only', "it.only('x', () => 1);"],
  ['describe.only', "describe.only('x', () => 1);"],
])('tests have no %s', async (_name, code) => {
  expect(await refusals('tests/unit/planted.test.ts', code)).toContain('no-restricted-syntax');
});

it('refuses console outside logging and cli.ts, default exports and inline exceptions', async () => {
  expect(await refusals('src/main/store/planted.ts', "console.log('x');")).toEqual(['no-console']);
  expect(await refusals('src/main/cli.ts', "console.log('x');")).toEqual([]);
  expect(await refusals('src/main/store/planted.ts', 'export default 1;')).toEqual(['no-restricted-syntax']);
  const excused = "// eslint-disable-next-line no-console\nconsole.log('x');";
  expect(await refusals('src/main/store/planted.ts', excused)).toContain('no-console');
});
