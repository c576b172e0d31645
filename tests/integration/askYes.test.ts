import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ASK = resolve(import.meta.dirname, '../../src/main/cli/control/askYes.ts');

/** What a process that asks its user hears; its input stays open, as a terminal does. */
function heard(typed: string | undefined): Promise<string> {
  const script = `import { askYes } from ${JSON.stringify(ASK)};
    process.stdout.write(String(await askYes('sure? ', new AbortController().signal)));`;
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.once('data', () => (typed === undefined ? child.stdin.end() : child.stdin.write(typed)));
    child.once('close', () => done(out));
  });
}

describe('askYes', () => {
  it.each([
    ['y\n', 'true'],
    [' YES \n', 'true'],
    ['\n', 'false'],
    ['yesterday\n', 'false'],
    [undefined, 'false'],
  ])('hears %j as %s, and lets the process end', async (typed, answer) => expect(await heard(typed)).toBe(answer));
});
