// The README's tables, counts, example and links against the program.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { BENCHES } from '../../src/main/cli/bench/benches.ts';
import { EXIT } from '../../src/main/cli/exitCode.ts';
import { createProgram } from '../../src/main/cli/program.ts';
import { parseStrategyFile } from '../../src/main/config/strategies/strategyFile.ts';
import { ORDER_MOVES } from '../../src/main/engine/execution/orderStates.ts';
import { INDICATORS } from '../../src/main/engine/indications/registry.ts';
import { RISK_CHAIN } from '../../src/main/engine/risk/riskChain.ts';
import { need } from '../../src/shared/assert.ts';
import { REFUSALS } from '../../src/shared/domain/refusal.ts';
import { contractTables } from '../tooling/contractTables.ts';

const root = resolve(import.meta.dirname, '../..');
const readme = readFileSync(resolve(root, 'README.md'), 'utf8');

/** The text under a heading, to the next one of its level or above. */
function section(title: string): string {
  const [, level = ''] = need(new RegExp(`^(#+) ${title}$`, 'm').exec(readme), `the heading ${title}`);
  const after = need(readme.split(`\n${level} ${title}\n`)[1], `the section ${title}`);
  return need(after.split(new RegExp(`^#{2,${level.length}} `, 'm'))[0], 'its text');
}

/** The rows of the first table in a section, without its head; cells without marks. */
const rows = (title: string): readonly (readonly string[])[] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );

const words = (list: string | undefined): readonly string[] => (list ?? '').split(', ');

/** Names of all commands that do something: `data import`, not `data`. */
function commandNames({ commands }: Command, prefix = ''): readonly string[] {
  return commands.flatMap((command) => {
    const name = `${prefix}${command.name()}`;
    return command.commands.length === 0 ? [name] : commandNames(command, `${name} `);
  });
}

const optionNames = ({ commands, options }: Command): readonly string[] => [
  ...options.map(({ long }) => long ?? ''),
  ...commands.flatMap(optionNames),
];

const idle = (): Promise<void> => Promise.resolve();
const silent = { stdout: () => undefined, stderr: () => undefined, isErrorTty: false };
const program = createProgram({ run: idle, runWithoutConfig: idle }, silent, { args: [], ownShell: undefined });

describe('the README', () => {
  it('explains every refusal, in the order of the checks', () => {
    const table = rows('Why an order is refused');
    expect(table.map(([code]) => code)).toEqual(Object.keys(REFUSALS));
    for (const [code, ...cells] of table)
      expect(
        cells.every((cell) => cell !== ''),
        code,
      ).toBe(true);
  });

  it('lists every move of an order', () => {
    const listed = rows('Orders').flatMap(([states, moves]) =>
      words(states).map((state) => [state, moves === 'nothing' ? [] : words(moves)]),
    );
    expect(Object.fromEntries(listed)).toEqual(ORDER_MOVES);
  });

  it('lists every command, and no other', () => {
    const listed = rows('All commands').map(([name]) => name);
    expect([...listed].sort()).toEqual([...commandNames(program)].sort());
  });

  it('names every exit code', () => {
    const text = section('All commands').split('Exit codes:')[1] ?? '';
    expect([...text.matchAll(/\b\d+\b/g)].map(([code]) => Number(code))).toEqual(Object.values(EXIT));
  });

  it('shows only options that exist', () => {
    const options = new Set([
      '--help',
      '--max-semi-space-size',
      '--heap-growing-percent',
      '--v8-pool-size',
      ...optionNames(program),
    ]);
    const shown = [...readme.matchAll(/(?<=[\s`(])--[a-z][a-z\d-]*/g)].map(([option]) => option);
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((option) => !options.has(option))).toEqual([]);
  });

  it('has a row for every bench, with its target', () => {
    const written = (text: string | undefined): number => Number((text ?? '').replaceAll(/[^\d.]/g, ''));
    const listed = rows('Performance').map(([name, , target]) => [name, written(target)]);
    expect(listed).toEqual(BENCHES.map(({ name, target }) => [name, target.value]));
  });

  it('has the requests and streams of the contract; else run "node tests/tooling/contractTables.ts"', () => {
    expect(readme).toContain(contractTables());
  });

  it('counts indicators and checks right', () => {
    expect(readme).toContain(`${Object.keys(INDICATORS).length} kinds`);
    expect(readme).toContain(`${RISK_CHAIN.length} limits`);
    expect(/gates.*\n.*\s(\d+)\s+written/.exec(readme)?.[1]).toBe(String(RISK_CHAIN.length));
  });

  it('shows a strategy that is valid', () => {
    const yaml = need(/```yaml\n([\s\S]*?)```/.exec(section('Strategies'))?.[1], 'the example');
    expect(parseStrategyFile(yaml, 'README.md')).toMatchObject({ ok: true, value: { id: 'sma-cross' } });
  });

  it('names only files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path ?? '');
    const picture = section('How it is built').matchAll(/(?<=^ | {2})(?:[a-z]+\/)+(?= {2})/gm);
    const parents = ['', 'src/main/engine/', 'src/main/app/'];
    const folders = [...picture].map(
      ([path]) => parents.map((parent) => parent + path).find((each) => existsSync(resolve(root, each))) ?? path,
    );
    expect(folders.length).toBeGreaterThan(15);
    expect([...links, ...folders].filter((path) => !existsSync(resolve(root, path)))).toEqual([]);
  });
});
