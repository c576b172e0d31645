// The README's tables of requests and streams, made from the contract. `node tests/tooling/contractTables.ts` writes them.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { REQUESTS } from '../../src/shared/contract/requests.ts';
import { STREAMS } from '../../src/shared/contract/streams.ts';

const START = '<!-- made from src/shared/contract by tests/tooling/contractTables.ts -->';
const END = '<!-- end of what is made -->';

/** `connection, order, exits?, reason?`: what has a default or may be left out is marked. */
function paramNames(schema: z.ZodType): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return Object.keys(properties)
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

export function contractTables(): string {
  const requests = Object.entries(REQUESTS).map(([name, { kind, doc, params }]) => [
    ...[`\`${name}\``, kind, paramNames(params), doc],
  ]);
  const streams = Object.entries(STREAMS).map(([name, { mode, key, doc }]) => [`\`${name}\``, mode, key, doc]);
  return [
    START,
    '',
    table(['request', 'kind', 'asks for', 'what it does'], requests),
    '',
    table(['stream', 'mode', 'same thing by', 'what it tells'], streams),
    '',
    END,
  ].join('\n');
}

/** The text with the tables as they are to be. Throws where it has no place for them. */
export function withTables(readme: string): string {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
  if (start < 0 || end < start) throw new Error('the README has no place for the tables of the contract');
  return readme.slice(0, start) + contractTables() + readme.slice(end + END.length);
}

if (import.meta.main) {
  const file = resolve(import.meta.dirname, '../../README.md');
  writeFileSync(file, withTables(readFileSync(file, 'utf8')));
}
